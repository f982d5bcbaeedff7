import {
  artefactFor,
  fetchAsset,
  verifyBytes,
  goldenDifference,
  isNearsideError,
  messageOf,
  NearsideError,
  resolveAsset,
  type AssetBase,
} from '@nearside/core';
import { checkMode, decide, ruleOut, type Identification } from './decide.ts';
import { extractFeatures } from './features.ts';
import { kernel as descriptor } from './kernel/kernel-descriptor.ts';
import { createKernel, type Kernel } from './kernel/kernel.ts';
import type { IdentifyOptions } from './magika.ts';
import { standardManifest } from './manifest.generated.ts';
import { endsOfBytes } from './read-ends.ts';

/** Where the weights come from; every field is optional. */
export interface LoadOptions {
  /** The content of `magika-kernel-weights.bin`, where the host has it already. Not kept. */
  readonly weights?: Uint8Array<ArrayBuffer>;
  /** Where assets are served from, when it is not beside the bundle. */
  readonly assetBase?: AssetBase;
  /** Its abort rejects `load()` with its reason. */
  readonly signal?: AbortSignal;
}

/** Magika without worker and without waiting. */
export interface SyncMagika {
  /**
   * Identifies bytes in about a millisecond, where it is called.
   *
   * @param bytes Unchanged; of many bytes only both ends are looked at.
   * @param options Mode, scores.
   * @throws NearsideError 'invalid-input' when the buffer is detached or the mode is none.
   */
  identifySync(bytes: ArrayBufferLike | ArrayBufferView, options?: Omit<IdentifyOptions, 'signal'>): Identification;
}

/**
 * Loads the kernel into this realm: a service worker, an edge server, a unit test. One megabyte is fetched unless given.
 *
 * @param options Weights that are here already, another place for them, an abort.
 * @throws NearsideError 'network' or 'integrity' when the weights cannot be had, 'provider-failed' when WebAssembly SIMD is
 *   missing or blocked, or the golden sample fails; the signal's reason on abort.
 */
export async function load({ weights, assetBase, signal }: LoadOptions = {}): Promise<SyncMagika> {
  const artefact = artefactFor(standardManifest, 'kernel');
  const [asset] = Object.values(descriptor.modelFiles ?? {});
  if (!artefact?.files[0] || !asset)
    throw new NearsideError('model-invalid', 'the kernel has no weights', { stage: 'load' });
  const { bytes, sha256 } = artefact.files[0];
  if (weights) await verifyBytes(weights, { url: 'the weights given', bytes, sha256 });
  const given =
    weights ?? (await fetchAsset({ url: resolveAsset(asset, assetBase), bytes, sha256, ...(signal && { signal }) }));
  const kernel = await start(given, artefact.tolerance ?? standardManifest.golden.tolerance);
  return {
    identifySync(input, { mode = 'high_confidence', scores: wanted = false } = {}) {
      checkMode(mode);
      const ends = endsOfBytes(input);
      const features = extractFeatures(ends);
      const ruled = ruleOut(ends, features);
      if (ruled) return ruled;
      const scores = kernel.run(features);
      const decided = decide(scores, { mode });
      return wanted ? { ...decided, scores } : decided;
    },
  };
}

async function start(file: Uint8Array, tolerance: number): Promise<Kernel> {
  try {
    const kernel = await createKernel(file);
    const difference = goldenDifference(standardManifest.golden, ({ bytes }) => ({
      target_label: { type: 'float32', dims: [1, 214], data: kernel.run(bytes?.data as Int32Array) },
    }));
    if (difference <= tolerance) return kernel;
    throw new NearsideError('provider-failed', `the kernel's golden sample is off by ${difference}`, {
      stage: 'golden',
    });
  } catch (error) {
    if (isNearsideError(error)) throw error;
    throw new NearsideError('provider-failed', `the kernel cannot run here: ${messageOf(error)}`, {
      stage: 'load',
      cause: error,
      hint: "It needs WebAssembly with SIMD, and 'wasm-unsafe-eval' in the page's script-src.",
    });
  }
}
