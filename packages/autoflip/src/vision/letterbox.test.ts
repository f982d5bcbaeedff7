import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxToShare, fitInto, letterbox, pointToShare } from './letterbox.ts';
import { blackPicture, type Picture } from './picture.ts';

const frame = { width: 320, height: 192 };

function arbitraryPicture(): fc.Arbitrary<Picture> {
  return fc
    .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) })
    .chain((size) =>
      fc
        .uint8Array({ minLength: size.width * size.height * 3, maxLength: size.width * size.height * 3 })
        .map((data) => ({ ...size, data })),
    );
}

describe('fitInto', () => {
  it.each([
    [
      { width: 640, height: 360 },
      { scale: 0.5, x: 0, y: 6, width: 320, height: 180 },
    ],
    [
      { width: 1920, height: 1080 },
      { scale: 1 / 6, x: 0, y: 6, width: 320, height: 180 },
    ],
    [
      { width: 360, height: 640 },
      { scale: 0.3, x: 106, y: 0, width: 108, height: 192 },
    ],
    [
      { width: 32, height: 32 },
      { scale: 6, x: 64, y: 0, width: 192, height: 192 },
    ],
    [
      { width: 10_000, height: 1 },
      { scale: 0.032, x: 0, y: 95, width: 320, height: 1 },
    ],
  ])('places %j whole and centred', (picture, place) => {
    expect(fitInto(picture, frame)).toEqual(place);
  });

  it.each([
    [{ width: 0, height: 9 }, frame],
    [{ width: NaN, height: 9 }, frame],
    [frame, { width: 9, height: 0 }],
  ])('refuses what has no area', (picture, into) => {
    expect(() => fitInto(picture, into)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });
});

describe('boxToShare', () => {
  it('undoes the placement', () => {
    const place = fitInto({ width: 640, height: 360 }, frame);
    expect(boxToShare({ x: 80, y: 51, width: 160, height: 90 }, place)).toEqual({
      x: 0.25,
      y: 0.25,
      width: 0.5,
      height: 0.5,
    });
    expect(pointToShare({ x: 0, y: 6 }, place)).toEqual({ x: 0, y: 0 });
    expect(pointToShare({ x: 320, y: 186 }, place)).toEqual({ x: 1, y: 1 });
  });
});

describe('letterbox', () => {
  it('leaves the bars black, and a picture of the same size as it is', () => {
    const picture = { width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    const size = { width: 2, height: 3 };
    expect([...letterbox(picture, size, fitInto(picture, size))]).toEqual([
      0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0,
    ]);
  });

  it('averages by area, also where a pixel is cut', () => {
    const picture = { width: 3, height: 1, data: Uint8Array.of(0, 0, 0, 90, 90, 90, 255, 255, 255) };
    const values = letterbox(picture, { width: 2, height: 1 }, { scale: 2 / 3, x: 0, y: 0, width: 2, height: 1 });
    // 1 and a half pixels each: (0 + 45) / 1.5 and (45 + 255) / 1.5.
    expect([...values].map(Math.round)).toEqual([30, 30, 30, 200, 200, 200]);
  });

  it('keeps the mean of any picture whose shape the frame has, and its bounds', () => {
    fc.assert(
      fc.property(
        arbitraryPicture(),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        (picture, w, h) => {
          const place = { scale: 1, x: 0, y: 0, width: w, height: h };
          const values = letterbox(picture, { width: w, height: h }, place);
          const mean = (list: ArrayLike<number>): number => Array.from(list).reduce((a, b) => a + b, 0) / list.length;
          expect(mean(values)).toBeCloseTo(mean(picture.data), 2);
          const least = Math.min(...picture.data) - 1e-3;
          const most = Math.max(...picture.data) + 1e-3;
          expect(values.every((value) => value >= least && value <= most)).toBe(true);
        },
      ),
    );
  });

  it('does not change the picture', () => {
    const picture = blackPicture(5, 4);
    picture.data.fill(9);
    letterbox(picture, frame, fitInto(picture, frame));
    expect(picture.data.every((value) => value === 9)).toBe(true);
  });
});
