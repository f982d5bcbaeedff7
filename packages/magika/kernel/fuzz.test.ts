import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeWeights } from '../src/kernel/weights.ts';
import { WatchedKernel } from './fuzz-checks.ts';
import { nextInput, seededRandom } from './fuzz-inputs.ts';
import { fuzz } from './fuzz-loop.ts';

const weightsFile = readFileSync(new URL('../../../models/magika/standard_v3_3/kernel-weights.bin', import.meta.url));
const sources = new URL('../src/kernel/', import.meta.url);
const files = readdirSync(sources).map((name) => readFileSync(new URL(name, sources)));

describe('the fuzzer', () => {
  it('finds nothing wrong in a short run of a fixed seed', { timeout: 120_000 }, async () => {
    const kernel = await WatchedKernel.create(weightsFile, decodeWeights(weightsFile));
    const { kinds, failure } = fuzz(kernel, { seed: 20_261_124, files, compareEvery: 40, inputs: 200 });
    expect(failure).toBeUndefined();
    expect(Object.values(kinds).reduce((sum, { inputs }) => sum + inputs, 0)).toBe(200);
    expect(Object.values(kinds).reduce((sum, { compared }) => sum + compared, 0)).toBe(5);
    expect(Object.values(kinds).every(({ inputs }) => inputs > 0)).toBe(true);
  });

  it('sees a kernel that gives other scores', async () => {
    const weights = decodeWeights(weightsFile);
    const kernel = await WatchedKernel.create(weightsFile, weights);
    // The kernel has its copy: only the plain steps see this.
    for (let output = 0; output < weights.convolutionBias.length; output += 2)
      weights.convolutionBias[output] = (weights.convolutionBias[output] as number) + 0.1;
    const { failure } = fuzz(kernel, { seed: 1, files, compareEvery: 1, inputs: 20 });
    expect(failure?.message).toMatch(/off by/);
  });

  it('makes the same inputs of the same seed, of tokens the kernel takes', () => {
    const make = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 60 }, () => nextInput(random, files, [new Int32Array(2048)]));
    };
    expect(make(4)).toEqual(make(4));
    expect(make(4)).not.toEqual(make(5));
    for (const { tokens } of make(4)) {
      expect(tokens).toHaveLength(2048);
      expect(tokens.every((token) => token >= 0 && token <= 256)).toBe(true);
    }
  });
});
