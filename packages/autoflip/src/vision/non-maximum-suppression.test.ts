import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intersectionOverUnion, suppress, suppressWeighted, type ScoredBox } from './non-maximum-suppression.ts';

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });
const length = () => fc.double({ min: 0, max: 100, noNaN: true });
const arbitraryBoxes = (): fc.Arbitrary<ScoredBox[]> =>
  fc.array(
    fc.record({
      score: fc.double({ min: 0.01, max: 1, noNaN: true }),
      box: fc.record({ x: length(), y: length(), width: length(), height: length() }),
    }),
    { maxLength: 30 },
  );

describe('intersectionOverUnion', () => {
  it.each([
    [box(0, 0, 2, 2), box(0, 0, 2, 2), 1],
    [box(0, 0, 2, 2), box(1, 0, 2, 2), 1 / 3],
    [box(0, 0, 2, 2), box(1, 1, 2, 2), 1 / 7],
    [box(0, 0, 2, 2), box(2, 0, 2, 2), 0],
    [box(0, 0, 4, 4), box(1, 1, 2, 2), 1 / 4],
    [box(1, 1, 0, 0), box(1, 1, 0, 0), 0],
  ])('of %j and %j is %d', (one, other, value) => {
    expect(intersectionOverUnion(one, other)).toBeCloseTo(value, 12);
    expect(intersectionOverUnion(other, one)).toBeCloseTo(value, 12);
  });
});

describe('suppress', () => {
  it('keeps the best of those that overlap, best first', () => {
    const [weak, best, apart] = [
      { score: 0.6, box: box(1, 0, 10, 10) },
      { score: 0.9, box: box(0, 0, 10, 10) },
      { score: 0.7, box: box(40, 0, 10, 10) },
    ];
    expect(suppress([weak, best, apart], 0.4)).toEqual([best, apart]);
    expect(suppress([weak, best, apart], 0.9)).toEqual([best, apart, weak]);
  });

  it('leaves none that overlap, drops none that is alone, and ends on any boxes', () => {
    fc.assert(
      fc.property(arbitraryBoxes(), fc.double({ min: 0, max: 1, noNaN: true }), (boxes, overlap) => {
        const before = structuredClone(boxes);
        const kept = suppress(boxes, overlap);
        expect(boxes).toEqual(before);
        for (const [index, one] of kept.entries()) {
          for (const other of kept.slice(index + 1)) {
            expect(intersectionOverUnion(one.box, other.box)).toBeLessThanOrEqual(overlap);
          }
        }
        for (const one of boxes.filter((candidate) => !kept.includes(candidate))) {
          expect(kept.some((other) => intersectionOverUnion(one.box, other.box) > overlap)).toBe(true);
        }
      }),
    );
  });
});

describe('suppressWeighted', () => {
  it('averages boxes and points by score, and keeps the best score', () => {
    const found = suppressWeighted(
      [
        { score: 0.25, box: box(4, 4, 14, 10), keypoints: [{ x: 8, y: 0 }] },
        { score: 0.75, box: box(0, 0, 10, 10), keypoints: [{ x: 0, y: 4 }] },
      ],
      0.1,
    );
    expect(found).toEqual([{ score: 0.75, box: box(1, 1, 11, 10), keypoints: [{ x: 2, y: 3 }] }]);
  });

  it('gives as many as plain suppression, each within the hull of all', () => {
    fc.assert(
      fc.property(arbitraryBoxes(), (boxes) => {
        const found = suppressWeighted(boxes, 0.3);
        expect(found.map(({ score }) => score)).toEqual(suppress(boxes, 0.3).map(({ score }) => score));
        const most = Math.max(...boxes.map((one) => one.box.width));
        for (const one of found) expect(one.box.width).toBeLessThanOrEqual(most + 1e-9);
      }),
    );
  });
});
