import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FrameSignals } from '../signals.ts';
import { colorHistogram } from './color-histogram.ts';
import { lumaThumbnail, thumbnailCells } from './luma-thumbnail.ts';
import { blackPicture, type Picture } from './picture.ts';
import { findBoundaries } from './transitions.ts';

const [width, height] = [64, 36];

/** A picture of soft patches, another one for each seed. */
function scenery(seed: number): Picture {
  const picture = blackPicture(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wave = (k: number) => Math.sin((x / (6 + k)) * (1 + (seed % 3)) + seed * k) + Math.cos(y / (4 + k) + seed);
      for (let channel = 0; channel < 3; channel++)
        picture.data[(y * width + x) * 3 + channel] = Math.round(
          110 + 30 * wave(channel + 1) + 25 * (((seed + channel) % 3) - 1),
        );
    }
  }
  return picture;
}

const lit = (picture: Picture, gain: number): Picture => ({
  ...picture,
  data: picture.data.map((value) => Math.min(255, Math.round(value * gain))),
});

/** A caption over the lower third, as wide as the picture. */
function captioned(picture: Picture): Picture {
  const data = picture.data.slice();
  data.fill(235, Math.round(height * 0.68) * width * 3);
  return { ...picture, data };
}

/** What an analysis stores of such frames. */
function signalsOf(pictures: readonly Picture[], withThumbnails = true): FrameSignals {
  return {
    timesUs: pictures.map((_, index) => index * 40_000),
    histograms: pictures.flatMap((picture) => [...colorHistogram(picture)]),
    ...(withThumbnails && { thumbnails: pictures.flatMap(lumaThumbnail) }),
  };
}

const then = (first: Picture, second: Picture) => Array.from({ length: 60 }, (_, k) => (k < 30 ? first : second));
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

describe('with thumbnails', () => {
  it('a step of exposure is no cut, up or down; without them some are', () => {
    const steps = seeds.flatMap((seed) => [0.6, 1.4].map((gain) => then(scenery(seed), lit(scenery(seed), gain))));
    for (const step of steps) expect(findBoundaries(signalsOf(step))).toEqual([]);
    expect(steps.some((step) => findBoundaries(signalsOf(step, false)).length > 0)).toBe(true);
  });

  it('a lower third that appears or goes is no cut; without them it is', () => {
    for (const seed of seeds) {
      const [plain, over] = [scenery(seed), captioned(scenery(seed))];
      for (const step of [then(plain, over), then(over, plain)]) expect(findBoundaries(signalsOf(step))).toEqual([]);
      expect(findBoundaries(signalsOf(then(plain, over), false))).toHaveLength(1);
    }
  });

  it('a cut to another picture is one all the same, also in other light or with a caption over both', () => {
    for (const seed of seeds) {
      const [one, other] = [scenery(seed), scenery(seed + 1)];
      for (const cut of [then(one, other), then(one, lit(other, 0.5)), then(captioned(one), captioned(other))])
        expect(findBoundaries(signalsOf(cut))).toEqual([{ timeUs: 1_200_000, kind: 'cut' }]);
    }
  });
});

describe('lumaThumbnail', () => {
  it('is the mean of each cell, of pictures of any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 40 }), fc.nat(255), (w, h, level) => {
        const picture = blackPicture(w, h);
        picture.data.fill(level);
        expect(lumaThumbnail(picture)).toEqual(Array.from({ length: thumbnailCells }, () => level));
      }),
    );
    const half = blackPicture(16, 16);
    half.data.fill(200, 8 * 16 * 3);
    expect(lumaThumbnail(half)).toEqual(Array.from({ length: 64 }, (_, cell) => (cell < 32 ? 0 : 200)));
  });
});
