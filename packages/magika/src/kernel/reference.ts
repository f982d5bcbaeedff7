/** The network in plain steps, as the README states them and in f64: what the tests hold the kernel against. Slow. */
import { dims } from './dims.ts';
import type { KernelWeights } from './weights.ts';

const { phases, positions, taps, channels, outputs, labels } = dims;
const windows = positions - taps + 1;
const width = phases * channels;

/**
 * Runs the network.
 *
 * @param tokens Dims [2048].
 * @param weights Decoded.
 * @returns Scores, dims [214].
 */
export function runReference(tokens: Int32Array, weights: KernelWeights): Float64Array {
  const normal = normalizeChannels(embed(tokens, weights), weights);
  return classify(poolExtremes(convolve(normal, weights)), weights);
}

/** Dims [512 positions, 256]: position t holds the tokens 4t … 4t + 3. */
export function embed(tokens: Int32Array, { embedding }: KernelWeights): Float32Array {
  const embedded = new Float32Array(tokens.length * channels);
  for (const [index, token] of tokens.entries()) {
    embedded.set(embedding.subarray(token * channels, (token + 1) * channels), index * channels);
  }
  return embedded;
}

/** Each channel over the 512 positions to mean 0 and deviation 1, then scaled and moved by position. The sums are f32 in order, as the graph's are. */
export function normalizeChannels(
  embedded: Float32Array,
  { positionScale, positionBias }: KernelWeights,
): Float64Array {
  const normal = new Float64Array(embedded.length);
  const f = Math.fround;
  for (let channel = 0; channel < width; channel++) {
    let sum = 0;
    let squares = 0;
    for (let position = 0; position < positions; position++) {
      const value = embedded[position * width + channel] as number;
      sum = f(sum + value);
      squares = f(squares + f(value * value));
    }
    const mean = f(sum / positions);
    const variance = Math.max(0, f(f(squares / positions) - f(mean * mean)));
    const inverse = 1 / Math.sqrt(variance + 1e-6);
    for (let position = 0; position < positions; position++) {
      const at = position * width + channel;
      normal[at] =
        ((embedded[at] as number) - mean) * inverse * (positionScale[position] as number) +
        (positionBias[position] as number);
    }
  }
  return normal;
}

/** Dims [508 windows, 512 outputs]. */
export function convolve(
  normal: Float64Array,
  { convolution, convolutionStep, convolutionBias }: KernelWeights,
): Float64Array {
  const convolved = new Float64Array(windows * outputs);
  for (let output = 0; output < outputs; output++) {
    for (let window = 0; window < windows; window++) {
      let sum = 0;
      let at = output * phases * taps * channels;
      for (let phase = 0; phase < phases; phase++) {
        for (let tap = 0; tap < taps; tap++) {
          const from = (window + tap) * width + phase * channels;
          for (let channel = from; channel < from + channels; channel++)
            sum += (normal[channel] as number) * (convolution[at++] as number);
        }
      }
      convolved[window * outputs + output] = sum * convolutionStep + (convolutionBias[output] as number);
    }
  }
  return convolved;
}

/** The largest GELU over the windows: of all of them, where the kernel asks only the two extremes. Dims [512]. */
export function poolExtremes(convolved: Float64Array): Float64Array {
  const pooled = new Float64Array(outputs).fill(Number.NEGATIVE_INFINITY);
  for (const [index, value] of convolved.entries()) {
    pooled[index % outputs] = Math.max(pooled[index % outputs] as number, gelu(value));
  }
  return pooled;
}

/** Layer norm over the 512, dense layer, softmax. Dims [214]. */
export function classify(
  pooled: Float64Array,
  { hiddenScale, hiddenBias, dense, denseStep, denseBias }: KernelWeights,
): Float64Array {
  const mean = pooled.reduce((sum, value) => sum + value, 0) / outputs;
  const variance = pooled.reduce((sum, value) => sum + value * value, 0) / outputs - mean * mean;
  const normal = pooled.map(
    (value, index) =>
      ((value - mean) / Math.sqrt(variance + 1e-6)) * (hiddenScale[index] as number) + (hiddenBias[index] as number),
  );
  const logits = Float64Array.from({ length: labels }, (_, label) =>
    normal.reduce(
      (sum, value, output) => sum + value * (dense[output * labels + label] as number) * denseStep,
      denseBias[label] as number,
    ),
  );
  const best = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - best));
  const all = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / all);
}

function gelu(value: number): number {
  return 0.5 * value * (1 + Math.tanh(0.7978845608028654 * (value + 0.044715 * value ** 3)));
}
