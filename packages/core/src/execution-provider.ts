import type { Asset, SizedAsset } from './assets.ts';
import type { Capabilities } from './capabilities.ts';

/** Element types that cross the provider contract. */
export type TensorType = 'int32' | 'float32';

/** A dense, row-major tensor. `data` holds exactly the product of `dims` values. */
export type Tensor =
  | { readonly type: 'int32'; readonly dims: readonly number[]; readonly data: Int32Array }
  | { readonly type: 'float32'; readonly dims: readonly number[]; readonly data: Float32Array };

/** Tensors by the name the model gives them. */
export type TensorMap = Readonly<Record<string, Tensor>>;

/** Something a realm must have before a provider, or one form of a model, is worth trying. */
export type Requirement =
  | 'wasm-simd'
  | 'webgpu'
  | 'webnn'
  /** A feature of the WebGPU adapter by WebGPU's own name: `shader-f16`. */
  | { readonly gpuFeature: string }
  /** A limit of the WebGPU adapter by WebGPU's own name, in WebGPU's own unit: `maxBufferSize`, bytes. */
  | { readonly gpuLimit: string; readonly atLeast: number };

/**
 * What the page knows of a provider: plain data that crosses to the worker. The code behind it is imported there, and
 * only when it was chosen.
 */
export interface ProviderDescriptor {
  /** Unique; the name a manifest's artefacts use. */
  readonly name: string;
  /** Version of the runtime inside, for `explain()`. */
  readonly version: string;
  /** What the realm must have. */
  readonly requires: readonly Requirement[];
  /**
   * The self-contained module that exports {@link CreateProvider} as `createProvider`. Same origin as the page. None: the
   * code is part of the task itself.
   */
  readonly module?: Asset;
  /** Further files of the runtime (WASM), by the name the module knows them by. */
  readonly files: Readonly<Record<string, SizedAsset>>;
  /** The model's files that it runs, by the path the manifest gives them: set by the package that owns the model. */
  readonly modelFiles?: Readonly<Record<string, Asset>>;
}

/** What a provider is given to start with. */
export interface ProviderContext {
  /** The bytes of the descriptor's `files`, by name. The provider owns them. */
  readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  /** What this realm has. */
  readonly capabilities: Capabilities;
  /** Name of the Trusted Types policy the page allows, for runtimes that start scripts of their own. */
  readonly trustedTypesPolicy: string;
}

/** A model that was loaded and can run. */
export interface ProviderSession {
  /**
   * Runs the model once. Feeds are read, never kept or changed; the result is owned by the caller.
   *
   * @param feeds Every input of the model, by name.
   * @throws NearsideError 'provider-failed' or 'device-lost'.
   */
  run(feeds: TensorMap): Promise<TensorMap>;
  /** Frees what the session holds. Safe to call twice. */
  dispose(): Promise<void>;
}

/**
 * Tensors in, tensors out: what stands between a task and the hardware, as PJRT separates frameworks from devices.
 */
export interface ExecutionProvider {
  /** As in its descriptor. */
  readonly name: string;
  /**
   * Says whether this provider can work here, cheaply and without loading a model.
   *
   * @returns undefined when it can, else the reason in one sentence.
   */
  probe(): Promise<string | undefined>;
  /**
   * Loads a model.
   *
   * @param files The artefact's bytes, by path. The provider may keep them.
   * @throws NearsideError 'model-invalid', 'provider-failed' or 'device-lost'.
   */
  load(files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): Promise<ProviderSession>;
  /** Frees the runtime itself, sessions included. */
  dispose(): Promise<void>;
}

/** What a provider module exports under the name `createProvider`. */
export type CreateProvider = (context: ProviderContext) => Promise<ExecutionProvider>;
