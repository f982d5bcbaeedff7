import { messageOf } from './errors.ts';
import { realm, type Gpu } from './realm.ts';

/** What a realm (page, worker or Node) has, as plain data: selection is a pure function of it. */
export interface Capabilities {
  /** Where this was probed. */
  readonly realm: 'window' | 'worker' | 'node' | 'other';
  /** Whether WebAssembly is there at all. */
  readonly wasm: boolean;
  /** Whether 128-bit SIMD validates. */
  readonly wasmSimd: boolean;
  /** Whether WASM threads can be used: SharedArrayBuffer, and a page that is cross-origin isolated. */
  readonly wasmThreads: boolean;
  /** Logical processors, at least 1. */
  readonly hardwareConcurrency: number;
  /** The adapter, or why there is none. */
  readonly webgpu: WebGpuCapability;
  /** Whether WebNN makes a context, or why not. */
  readonly webnn: WebNnCapability;
  /** Whether this is a secure context (HTTPS or loopback); `crypto.subtle` and WebGPU are missing elsewhere. */
  readonly secureContext: boolean;
}

/** The WebGPU adapter, or why there is none. */
export type WebGpuCapability =
  | { readonly available: false; readonly reason: string }
  | {
      readonly available: true;
      /** A software adapter: counts as none unless a caller wishes for it. */
      readonly fallback: boolean;
      readonly vendor: string;
      readonly architecture: string;
      readonly features: readonly string[];
      /** Each limit of the adapter by WebGPU's own name, in WebGPU's own unit: `maxBufferSize` in bytes. */
      readonly limits: Readonly<Record<string, number>>;
    };

/** Whether WebNN makes a context in this realm, or why not. */
export type WebNnCapability = { readonly available: true } | { readonly available: false; readonly reason: string };

/** What is asked for beyond the cheap. */
export interface ProbeOptions {
  /** Whether to ask for an adapter: it starts the GPU process. */
  readonly webgpu: boolean;
  /** Whether to make a context of WebNN: it starts the GPU process too. Default false. */
  readonly webnn?: boolean;
}

// A module whose only function uses one SIMD instruction (i8x16.splat, i8x16.popcnt): valid only where SIMD is.
// prettier-ignore
const simdModule = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

const notProbed = { available: false, reason: 'not probed: no provider here asks for it' } as const;

/**
 * Probes the realm it is called in. Cheap except for WebGPU and WebNN, which are asked only on wish.
 *
 * @param options What to ask for beyond the cheap.
 */
export async function probeCapabilities({ webgpu, webnn = false }: ProbeOptions): Promise<Capabilities> {
  const wasm = realm.WebAssembly !== undefined;
  return {
    realm: currentRealm(),
    wasm,
    wasmSimd: realm.WebAssembly?.validate(simdModule) ?? false,
    wasmThreads: typeof SharedArrayBuffer === 'function' && realm.crossOriginIsolated === true,
    hardwareConcurrency: realm.navigator?.hardwareConcurrency ?? 1,
    webgpu: webgpu ? await probeWebGpu() : notProbed,
    webnn: webnn ? await probeWebNn() : notProbed,
    secureContext: realm.isSecureContext ?? true,
  };
}

function currentRealm(): Capabilities['realm'] {
  // By constructor names: `self instanceof Window` would not type-check in a worker, nor `instanceof WorkerGlobalScope` in a page.
  if ('window' in globalThis && 'document' in globalThis) return 'window';
  if ('WorkerGlobalScope' in globalThis) return 'worker';
  return 'process' in globalThis ? 'node' : 'other';
}

async function probeWebGpu(): Promise<WebGpuCapability> {
  const gpu = realm.navigator?.gpu;
  if (!gpu) return { available: false, reason: missing('WebGPU') };
  try {
    const adapter = await gpu.requestAdapter();
    if (!adapter) return { available: false, reason: 'WebGPU is there, but no adapter: the GPU is blocked or missing' };
    return {
      available: true,
      // Chromium moved the flag from the adapter to its info; SwiftShader is software whatever the flag says.
      fallback: (adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter ?? false) || isSoftware(adapter.info),
      vendor: adapter.info?.vendor ?? '',
      architecture: adapter.info?.architecture ?? '',
      features: [...adapter.features],
      limits: readLimits(adapter.limits),
    };
  } catch (error) {
    return { available: false, reason: `asking for a WebGPU adapter failed: ${String(error)}` };
  }
}

type Adapter = NonNullable<Awaited<ReturnType<Gpu['requestAdapter']>>>;

function isSoftware(info: Adapter['info']): boolean {
  return (
    info !== undefined && /swiftshader|llvmpipe|lavapipe|basic render/i.test(`${info.vendor} ${info.architecture}`)
  );
}

function readLimits(limits: Adapter['limits']): Record<string, number> {
  const values: Record<string, number> = {};
  // Getters of the prototype: neither Object.entries nor a clone sees them.
  for (const name in limits) if (typeof limits[name] === 'number') values[name] = limits[name];
  return values;
}

async function probeWebNn(): Promise<WebNnCapability> {
  const ml = realm.navigator?.ml;
  if (!ml) return { available: false, reason: missing('WebNN') };
  try {
    const context = await ml.createContext();
    context.destroy?.();
    return { available: true };
  } catch (error) {
    return { available: false, reason: `WebNN is there, but makes no context: ${messageOf(error)}` };
  }
}

function missing(api: string): string {
  return realm.isSecureContext === false ? `${api} needs HTTPS or localhost` : `this realm has no ${api}`;
}
