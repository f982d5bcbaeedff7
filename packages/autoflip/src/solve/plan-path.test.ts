import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowAt } from '../window-at.ts';
import { simplifyPath } from './plan-path.ts';

const times = (count: number) => Array.from({ length: count }, (_, index) => index * 40_000);

function windowsAlong(xs: readonly number[]) {
  return xs.map((x) => ({ x, y: 10, width: 100, height: 200 }));
}

describe('simplifyPath', () => {
  it('is one entry where nothing moves, two for a line', () => {
    expect(simplifyPath(times(5), windowsAlong([7, 7, 7, 7, 7]))).toEqual([
      { timeUs: 0, x: 7, y: 10, width: 100, height: 200 },
    ]);
    const line = simplifyPath(times(5), windowsAlong([0, 1, 2, 3, 4]));
    expect(line.map(({ timeUs, x }) => [timeUs, x])).toEqual([
      [0, 0],
      [160_000, 4],
    ]);
  });

  it('says nothing twice after the last movement', () => {
    const path = simplifyPath(times(6), windowsAlong([0, 5, 10, 10, 10, 10]));
    expect(path.map(({ timeUs }) => timeUs)).toEqual([0, 80_000]);
  });

  it('keeps a jump between two frames', () => {
    const path = simplifyPath(times(4), windowsAlong([0, 0, 500, 500]));
    expect(path.map(({ timeUs, x }) => [timeUs, x])).toEqual([
      [0, 0],
      [40_000, 0],
      [80_000, 500],
    ]);
  });

  it('is within a quarter px of any windows at all their frames', () => {
    const window = fc.record({
      x: fc.double({ min: 0, max: 50, noNaN: true }),
      y: fc.double({ min: 0, max: 2, noNaN: true }),
      width: fc.constantFrom(100, 100.1),
      height: fc.constant(200),
    });
    const frames = fc.array(fc.tuple(fc.integer({ min: 1, max: 90_000 }), window), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(frames, (list) => {
        let timeUs = 0;
        const timesUs = list.map(([gap]) => (timeUs += gap));
        const windows = list.map(([, one]) => one);
        const path = simplifyPath(timesUs, windows);
        windows.forEach((wanted, index) => {
          const shown = windowAt(path, timesUs[index] as number);
          for (const key of ['x', 'y', 'width', 'height'] as const)
            expect(Math.abs(shown[key] - wanted[key])).toBeLessThanOrEqual(0.25);
        });
      }),
    );
  });
});
