import { NearsideError } from '@nearside/core';
import { kernelWasm } from './kernel-wasm.generated.ts';
import { dims } from './dims.ts';

// Node's own types know no WebAssembly without those of a page.
declare const WebAssembly: { instantiate(bytes: Uint8Array<ArrayBuffer>): Promise<{ instance: { exports: unknown } }> };

/** The kernel, ready: synchronous, one file a run. */
export interface Kernel {
  /**
   * Runs the network.
   *
   * @param tokens Dims [2048], each 0 to 256; unchanged.
   * @returns New scores, dims [214].
   * @throws NearsideError 'invalid-input' when the tokens are not these.
   */
  run(tokens: Int32Array): Float32Array;
}

/** What the compiled module exports; places in its memory are in bytes, from kernel/assembly/layout.ts. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly packed: Place;
  readonly packedEnd: Place;
  readonly tokens: Place;
  readonly scores: Place;
  readonly workingEnd: Place;
  unpack(length: number): number;
  run(): void;
}

interface Place {
  readonly value: number;
}

/**
 * Compiles the kernel and unpacks the weights in its memory.
 *
 * @param weights The file `kernel-weights.bin`, whose format is in ../../kernel/README.md; not kept.
 * @throws NearsideError 'model-invalid' when it is no weights file of this version, or is damaged; the platform's error
 *   where WebAssembly or SIMD is missing or blocked.
 */
export async function createKernel(weights: Uint8Array): Promise<Kernel> {
  return (await openKernel(weights)).kernel;
}

/** A kernel whose memory can be looked at: for tests and the fuzzer. */
export interface OpenKernel {
  readonly kernel: Kernel;
  /** All of its memory. */
  readonly memory: ArrayBuffer;
  /** Where its working memory begins, after the weights: a run writes nothing before. */
  readonly workingFrom: number;
  /** One past the working memory's end. */
  readonly workingTo: number;
}

/**
 * As `createKernel`, with its memory.
 *
 * @param weights As there.
 */
export async function openKernel(weights: Uint8Array): Promise<OpenKernel> {
  const bytes = Uint8Array.from(atob(kernelWasm), (character) => character.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes);
  const exports = instance.exports as KernelExports;
  const { buffer } = exports.memory;
  unpackWeights(exports, weights);
  return {
    kernel: { run: (tokens) => run(exports, tokens) },
    memory: buffer,
    workingFrom: exports.tokens.value,
    workingTo: exports.workingEnd.value,
  };
}

function unpackWeights({ memory, packed, packedEnd, unpack }: KernelExports, weights: Uint8Array): void {
  const fits = weights.length <= packedEnd.value - packed.value;
  if (fits) new Uint8Array(memory.buffer, packed.value).set(weights);
  const problem = fits ? unpack(weights.length) : 2;
  if (problem === 0) return;
  throw new NearsideError(
    'model-invalid',
    problem === 1 ? 'these are no kernel weights of this version' : 'the kernel weights are damaged',
    { stage: 'load' },
  );
}

function run(exports: KernelExports, tokens: Int32Array): Float32Array {
  const { buffer } = exports.memory;
  const tokenCount = dims.positions * dims.phases;
  // The kernel reads its tables by them: one out of range would read past these.
  if (tokens.length !== tokenCount || tokens.some((token) => token < 0 || token >= dims.vocabulary)) {
    throw new NearsideError('invalid-input', `${tokenCount} tokens from 0 to 256 are needed`, { stage: 'run' });
  }
  new Int32Array(buffer, exports.tokens.value).set(tokens);
  exports.run();
  return new Float32Array(buffer, exports.scores.value, dims.labels).slice();
}
