import { describe, expect, it } from 'vitest';
import type { TensorMap } from '../execution-provider.ts';
import { checkFinite } from './finite-outputs.ts';

const floats = (...values: number[]): TensorMap => ({
  y: { type: 'float32', dims: [values.length], data: Float32Array.from(values) },
});
const good = floats(1, 2);

describe('checkFinite', () => {
  it.each([
    { name: 'finite values', outputs: floats(0, -3) },
    { name: 'infinity, which may be a mask', outputs: floats(Infinity, -Infinity) },
    { name: 'whole numbers', outputs: { y: { type: 'int32', dims: [1], data: Int32Array.of(1) } } as TensorMap },
    { name: 'NaN where the known run has it too', outputs: floats(NaN, 1), golden: floats(NaN, 2) },
    { name: 'an output that the known run does not name', outputs: floats(NaN), golden: {} },
  ])('lets through $name', ({ outputs, golden = good }) => {
    expect(() => checkFinite(outputs, good, golden, 'gpu')).not.toThrow();
  });

  it('X12 blames the provider for NaN, by output and place', () => {
    expect(() => checkFinite(floats(1, NaN), good, good, 'gpu')).toThrow(
      expect.objectContaining({ code: 'provider-failed', message: "gpu gave NaN as value 1 of 2 of 'y'" }),
    );
  });

  it('blames the feeds where the NaN came in with them', () => {
    expect(() => checkFinite(floats(NaN), floats(NaN), good, 'gpu')).toThrow(
      expect.objectContaining({ code: 'invalid-input', message: "the input 'y' holds NaN" }),
    );
  });
});
