import { NearsideError } from '@nearside/core';
import { kernelWasm } from './kernel-wasm.generated.ts';
import { dims, type KernelWeights } from './weights.ts';

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

/** What the compiled module exports. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  addressOf(region: number): number;
  run(step: number): void;
}

/** Regions of the kernel's memory, as `addressOf` numbers them. */
const region = {
  embedding: 0,
  positionScale: 1,
  convolution: 2,
  offset: 3,
  hiddenScale: 4,
  hiddenBias: 5,
  dense: 6,
  denseBias: 7,
  tokens: 8,
  scores: 9,
  end: 10,
} as const;

/** Outputs the kernel works on together, and labels with their padding: as in kernel/assembly/kernel.ts. */
const blockOutputs = 16;
const labelsPadded = 216;

/**
 * Compiles the kernel and lays the weights out in its memory.
 *
 * @param weights Decoded; not kept.
 * @throws The platform's error where WebAssembly or SIMD is missing or blocked.
 */
export async function createKernel(weights: KernelWeights): Promise<Kernel> {
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
 * @param weights Decoded; not kept.
 */
export async function openKernel(weights: KernelWeights): Promise<OpenKernel> {
  const bytes = Uint8Array.from(atob(kernelWasm), (character) => character.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes);
  const exports = instance.exports as KernelExports;
  return {
    kernel: loadKernel(exports, weights),
    memory: exports.memory.buffer,
    workingFrom: exports.addressOf(region.tokens),
    workingTo: exports.addressOf(region.end),
  };
}

function loadKernel(exports: KernelExports, weights: KernelWeights): Kernel {
  const { buffer } = exports.memory;
  const { convolutionStep } = weights;
  const floats = (of: number, length: number) => new Float32Array(buffer, exports.addressOf(of), length);
  floats(region.embedding, weights.embedding.length).set(weights.embedding);
  floats(region.positionScale, dims.positions).set(weights.positionScale);
  interleave(weights, new Int16Array(buffer, exports.addressOf(region.convolution), weights.convolution.length));
  const windows = dims.positions - dims.taps + 1;
  writeOffsets(weights, floats(region.offset, windows * dims.outputs));
  floats(region.hiddenScale, dims.outputs).set(weights.hiddenScale);
  floats(region.hiddenBias, dims.outputs).set(weights.hiddenBias);
  widen(weights, floats(region.dense, dims.outputs * labelsPadded));
  floats(region.denseBias, dims.labels).set(weights.denseBias);

  const tokenCount = dims.positions * dims.phases;
  const input = new Int32Array(buffer, exports.addressOf(region.tokens), tokenCount);
  const scores = floats(region.scores, dims.labels);
  return {
    run(tokens) {
      // The kernel reads its tables by them: one out of range would read past these.
      if (tokens.length !== tokenCount || tokens.some((token) => token < 0 || token >= dims.vocabulary)) {
        throw new NearsideError('invalid-input', `${tokenCount} tokens from 0 to 256 are needed`, { stage: 'run' });
      }
      input.set(tokens);
      exports.run(convolutionStep);
      return scores.slice();
    },
  };
}

/** From [output, phase, tap, channel] to [block, phase, tap, channel pair, output in block, 2]: what one instruction multiplies lies together. */
function interleave({ convolution }: KernelWeights, to: Int16Array): void {
  const { outputs, phases, taps, channels } = dims;
  let from = 0;
  for (let output = 0; output < outputs; output++) {
    const block = Math.floor(output / blockOutputs);
    for (let phase = 0; phase < phases; phase++) {
      for (let tap = 0; tap < taps; tap++) {
        const base = (((block * phases + phase) * taps + tap) * channels * blockOutputs) | 0;
        for (let channel = 0; channel < channels; channel++) {
          to[base + (channel >> 1) * 2 * blockOutputs + (output % blockOutputs) * 2 + (channel & 1)] = convolution[
            from++
          ] as number;
        }
      }
    }
  }
}

/** What a window's output is before any token is seen: its bias, and the position biases through its weights. */
function writeOffsets(
  { convolution, convolutionStep, convolutionBias, positionBias }: KernelWeights,
  to: Float32Array,
): void {
  const { outputs, phases, taps, channels, positions } = dims;
  const windows = positions - taps + 1;
  for (let output = 0; output < outputs; output++) {
    const sums = new Float64Array(taps);
    for (let phase = 0; phase < phases; phase++) {
      for (let tap = 0; tap < taps; tap++) {
        const from = ((output * phases + phase) * taps + tap) * channels;
        for (let channel = from; channel < from + channels; channel++)
          sums[tap] = (sums[tap] as number) + (convolution[channel] as number);
      }
    }
    const base = Math.floor(output / blockOutputs) * windows * blockOutputs + (output % blockOutputs);
    for (let window = 0; window < windows; window++) {
      let value = 0;
      for (let tap = 0; tap < taps; tap++) value += (positionBias[window + tap] as number) * (sums[tap] as number);
      to[base + window * blockOutputs] = value * convolutionStep + (convolutionBias[output] as number);
    }
  }
}

/** The dense layer as floats, each row filled up to whole vectors. */
function widen({ dense, denseStep }: KernelWeights, to: Float32Array): void {
  for (let output = 0; output < dims.outputs; output++) {
    for (let label = 0; label < dims.labels; label++) {
      to[output * labelsPadded + label] = (dense[output * dims.labels + label] as number) * denseStep;
    }
  }
}
