import type { TensorMap } from '@nearside/core';
import { describe, expect, it } from 'vitest';
import { cocoLabels } from './coco-labels.ts';
import { decodeNanoDet } from './nanodet.ts';

const size = { width: 64, height: 32 };
const cells = { 8: 8 * 4, 16: 4 * 2, 32: 2 * 1 };
type Stride = keyof typeof cells;

/** Outputs in which nothing is seen, and each side is spread evenly over all bins: 5 strides away. */
function quiet(): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(cells).map(([stride, count]) => {
      const level = new Float32Array(count * 124);
      level.fill(-9, 0, count * 80);
      return [`level${stride}`, level];
    }),
  );
}

const asTensors = (values: Record<string, Float32Array>): TensorMap =>
  Object.fromEntries(
    Object.entries(values).map(([name, data]) => [name, { type: 'float32', dims: [data.length], data }]),
  );

/** A cell that sees something, its sides so many whole strides away. */
function see(
  values: Record<string, Float32Array>,
  stride: Stride,
  cell: number,
  label: string,
  logit: number,
  sides: number[],
) {
  const level = values[`level${stride}`] as Float32Array;
  level[cocoLabels.indexOf(label) * cells[stride] + cell] = logit;
  for (const [side, bin] of sides.entries()) level[(80 + side * 11 + bin) * cells[stride] + cell] = 1000;
}

describe('cocoLabels', () => {
  it('are 80, all different, each at its place', () => {
    expect(new Set(cocoLabels).size).toBe(80);
    expect([0, 2, 16, 32, 79].map((index) => cocoLabels[index])).toEqual([
      'person',
      'car',
      'dog',
      'sports ball',
      'toothbrush',
    ]);
  });
});

describe('decodeNanoDet', () => {
  it('sees nothing in quiet outputs', () => {
    expect(decodeNanoDet(asTensors(quiet()), size, 0.3)).toEqual([]);
  });

  it.each([
    [8, 0, [1, 0, 2, 3], { x: 4 - 8, y: 4, width: 24, height: 24 }],
    [8, 9, [0, 0, 1, 1], { x: 12, y: 12, width: 8, height: 8 }],
    [16, 5, [1, 1, 1, 1], { x: 24 - 16, y: 24 - 16, width: 32, height: 32 }],
    [32, 1, [0, 0, 10, 0], { x: 48, y: 16, width: 320, height: 0 }],
  ] as const)('puts the sides at stride %$0, cell %$1 where their distributions say', (stride, cell, sides, box) => {
    const values = quiet();
    see(values, stride, cell, 'dog', 0, [...sides]);
    expect(decodeNanoDet(asTensors(values), size, 0.5)).toEqual([{ label: 'dog', score: 0.5, box }]);
  });

  it('takes the mean of a distribution, not its peak', () => {
    const values = quiet();
    see(values, 32, 0, 'cat', 2, []);
    const [{ box }] = decodeNanoDet(asTensors(values), size, 0.5) as [{ box: object }];
    expect(box).toEqual({ x: 16 - 160, y: 16 - 160, width: 320, height: 320 });
  });

  it('takes the likeliest class of a cell alone', () => {
    const values = quiet();
    see(values, 16, 2, 'person', 1, [1, 1, 1, 1]);
    see(values, 16, 2, 'car', 2, []);
    expect(decodeNanoDet(asTensors(values), size, 0.5).map(({ label }) => label)).toEqual(['car']);
  });

  it('refuses outputs of another size, or none', () => {
    const problem = expect.objectContaining({
      code: 'invalid-input',
      message: expect.stringContaining('level16') as string,
    });
    const { level16, ...others } = asTensors(quiet());
    expect(level16).toBeDefined();
    expect(() => decodeNanoDet(others, size, 0.5)).toThrow(problem);
    expect(() => decodeNanoDet(asTensors({ ...quiet(), level16: new Float32Array(9) }), size, 0.5)).toThrow(problem);
  });
});
