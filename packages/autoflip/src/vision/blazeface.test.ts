import type { TensorMap } from '@nearside/core';
import { describe, expect, it } from 'vitest';
import { decodeBlazeFace } from './blazeface.ts';

const size = { width: 64, height: 32 };
const cells = { 16: 4 * 2, 32: 2 * 1 };
const anchors = { 16: 2, 32: 6 };

/** Outputs in which nothing is seen. */
function quiet(): Record<string, Float32Array> {
  return {
    scores16: new Float32Array(cells[16] * anchors[16]).fill(-9),
    boxes16: new Float32Array(cells[16] * anchors[16] * 16),
    scores32: new Float32Array(cells[32] * anchors[32]).fill(-9),
    boxes32: new Float32Array(cells[32] * anchors[32] * 16),
  };
}

const asTensors = (values: Record<string, Float32Array>): TensorMap =>
  Object.fromEntries(
    Object.entries(values).map(([name, data]) => [name, { type: 'float32', dims: [data.length], data }]),
  );

/** One anchor that sees a face: 2 px right and 1 px below its centre, 10 × 12 px, its points at 1, 2, … */
function see(values: Record<string, Float32Array>, stride: 16 | 32, anchor: number, logit: number): void {
  values[`scores${stride}`]![anchor] = logit;
  values[`boxes${stride}`]!.set([2, 1, 10, 12, ...Array.from({ length: 12 }, (_, index) => index + 1)], anchor * 16);
}

describe('decodeBlazeFace', () => {
  it('sees nothing in quiet outputs', () => {
    expect(decodeBlazeFace(asTensors(quiet()), size, 0.5)).toEqual([]);
  });

  it.each([
    // Row after row of cells, the anchors of a cell beside each other.
    [16, 0, 8, 8],
    [16, 1, 8, 8],
    [16, 2, 24, 8],
    [16, 9, 8, 24],
    [16, 15, 56, 24],
    [32, 5, 16, 16],
    [32, 6, 48, 16],
  ] as const)('puts anchor %$1 of stride %$0 at the centre of its cell', (stride, anchor, x, y) => {
    const values = quiet();
    see(values, stride, anchor, 0);
    expect(decodeBlazeFace(asTensors(values), size, 0.5)).toEqual([
      {
        score: 0.5,
        box: { x: x + 2 - 5, y: y + 1 - 6, width: 10, height: 12 },
        keypoints: [0, 1, 2, 3, 4, 5].map((index) => ({ x: x + 2 * index + 1, y: y + 2 * index + 2 })),
      },
    ]);
  });

  it('leaves out what is below the score, to the hair', () => {
    const values = quiet();
    see(values, 16, 3, Math.log(0.65 / 0.35) - 1e-4);
    see(values, 32, 3, Math.log(0.65 / 0.35) + 1e-4);
    const found = decodeBlazeFace(asTensors(values), size, 0.65);
    expect(found).toHaveLength(1);
    expect(found[0]!.score).toBeCloseTo(0.65, 4);
  });

  it('refuses outputs of another size, or none', () => {
    const problem = expect.objectContaining({
      code: 'invalid-input',
      message: expect.stringContaining('scores32') as string,
    });
    const { scores32, ...others } = asTensors(quiet());
    expect(scores32).toBeDefined();
    expect(() => decodeBlazeFace(others, size, 0.5)).toThrow(problem);
    expect(() => decodeBlazeFace(asTensors({ ...quiet(), scores32: new Float32Array(11) }), size, 0.5)).toThrow(
      problem,
    );
  });
});
