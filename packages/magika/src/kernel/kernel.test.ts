import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { extractFeatures } from '../features.ts';
import { createKernel, type Kernel } from './kernel.ts';
import { runReference } from './reference.ts';
import { dims } from './dims.ts';
import { decodeWeights, type KernelWeights } from './weights.ts';

const file = readFileSync(new URL('../../../../models/magika/standard_v3_3/kernel-weights.bin', import.meta.url));

let weights: KernelWeights;
let kernel: Kernel;
beforeAll(async () => {
  weights = decodeWeights(file);
  kernel = await createKernel(file);
});

function tokensOf(text: string): Int32Array {
  const bytes = new TextEncoder().encode(text);
  return extractFeatures({ size: bytes.length, beginning: bytes.subarray(0, 4096), end: bytes.subarray(-4096) });
}

/** Tokens by a small generator of numbers, the same in every run. */
function noise(seed: number, values: number): Int32Array {
  let state = seed;
  return Int32Array.from({ length: 2048 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % values;
  });
}

function largestDifference(got: Float32Array, want: Float64Array): number {
  return got.reduce((most, value, index) => Math.max(most, Math.abs(value - (want[index] as number))), 0);
}

describe('the kernel', () => {
  it.each([
    {
      name: 'code',
      tokens: () => tokensOf('import os\n\n\ndef main(path):\n    print(os.listdir(path))\n'.repeat(40)),
    },
    { name: 'a short text, mostly padding', tokens: () => tokensOf('eight or more bytes') },
    { name: 'one byte value only', tokens: () => new Int32Array(2048) },
    { name: 'padding only', tokens: () => new Int32Array(2048).fill(256) },
    { name: 'every byte value in every phase', tokens: () => noise(1, 257) },
    {
      name: 'an odd number of values in each phase',
      tokens: () => Int32Array.from({ length: 2048 }, (_, index) => index % 12),
    },
  ])('gives the scores of the plain steps for $name', ({ tokens }) => {
    const got = kernel.run(tokens());
    // The inputs of the convolution are rounded to 15 bits of each row's largest; everything else is f32.
    expect(largestDifference(got, runReference(tokens(), weights))).toBeLessThan(2e-4);
    expect(got.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 4);
  });

  it('does not depend on what it ran before', () => {
    const tokens = tokensOf('<!doctype html><title>x</title><p>text');
    const first = kernel.run(tokens);
    kernel.run(noise(2, 257));
    kernel.run(new Int32Array(2048));
    expect(kernel.run(tokens)).toEqual(first);
  });

  it('agrees with the plain steps on tokens at random', { timeout: 120_000 }, () => {
    // The plain steps take half a second a run, so few; fast-check prints the seed of a failure.
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 257 }), (seed, values) => {
        const tokens = noise(seed, values);
        expect(largestDifference(kernel.run(tokens), runReference(tokens, weights))).toBeLessThan(5e-4);
      }),
      { numRuns: 6 },
    );
  });

  it('gives 214 finite scores that sum to 1, whatever the tokens', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 257 }), (seed, values) => {
        const scores = kernel.run(noise(seed, values));
        expect(scores).toHaveLength(dims.labels);
        expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
        expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 4);
      }),
    );
  });

  it('changes no input, and hands out scores of its own', () => {
    const tokens = noise(3, 100);
    const copy = tokens.slice();
    const scores = kernel.run(tokens);
    const kept = scores.slice();
    kernel.run(noise(4, 100));
    expect(tokens).toEqual(copy);
    expect(scores).toEqual(kept);
  });

  it.each([
    { name: 'a token above 256', tokens: new Int32Array(2048).fill(257) },
    { name: 'a negative token', tokens: new Int32Array(2048).fill(-1) },
    { name: 'too few tokens', tokens: new Int32Array(2047) },
  ])('refuses $name, which would read past its tables', ({ tokens }) => {
    expect(() => kernel.run(tokens)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });
});

describe('the weights file', () => {
  const damaged: { name: string; change: () => Uint8Array }[] = [
    ...[0, 4, 100, 70_000, 80_000, 900_000, file.length - 1].map((length) => ({
      name: `cut to ${length} bytes`,
      change: () => file.subarray(0, length),
    })),
    { name: 'all zeros', change: () => new Uint8Array(file.length) },
    { name: 'of two megabytes', change: () => Buffer.concat([file, file]) },
    // Without a check the decoder would read for ever.
    { name: 'without its frequencies', change: () => new Uint8Array(file).fill(0, 77_500, 80_000) },
    { name: 'with a group of outputs that it has not', change: () => new Uint8Array(file).fill(8, 76_904, 76_905) },
    { name: 'of another version', change: () => new Uint8Array(file).fill(2, 4, 5) },
  ];

  it.each(damaged)('is refused $name', async ({ change }) => {
    const refused = expect.objectContaining({ code: 'model-invalid' });
    await expect(createKernel(change())).rejects.toThrow(refused);
  });

  it('is read or refused, whatever is changed in it: never a trap, never without end', async () => {
    const place = fc.nat({ max: file.length - 1 });
    // Half of the changes go where the file says how long something is.
    const structure = fc
      .constantFrom(0, 76_904, 77_416, 77_418, 77_420, 77_422)
      .chain((at) => fc.nat({ max: 200 }).map((further) => at + further));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.oneof(place, structure), fc.nat({ max: 255 }))), async (changes) => {
        const changed = new Uint8Array(file);
        for (const [at, value] of changes) changed[at] = value;
        const code = await createKernel(changed).then(
          () => undefined,
          (error: unknown) => (error as { code: unknown }).code,
        );
        expect([undefined, 'model-invalid']).toContain(code);
      }),
      { numRuns: 60 },
    );
  });
});
