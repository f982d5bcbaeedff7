import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Borders } from '../plan.ts';
import { BorderObserver, findBorders } from './border-detection-four-sides.ts';
import type { Picture } from './picture.ts';

type Color = readonly [number, number, number];

const [width, height] = [160, 90];
const none: Borders = { top: 0, right: 0, bottom: 0, left: 0 };

/** Paints pixel by pixel. */
function paint(colorAt: (x: number, y: number) => Color): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) data.set(colorAt(x, y), (y * width + x) * 3);
  }
  return { width, height, data };
}

/** The same number between 0 and 1 for the same place: noise that does not depend on order. */
function noise(x: number, y: number, seed: number): number {
  const value = Math.sin(x * 12.9898 + y * 78.233 + seed * 37.719) * 43_758.5453;
  return value - Math.floor(value);
}

/** A textured picture that moves, `light` bright. */
const moving =
  (frame: number, light = 200) =>
  (x: number, y: number): Color => {
    const value = light * (0.2 + 0.8 * noise(Math.floor((x + 3 * frame) / 6), Math.floor(y / 5), 1));
    return [value, value * 0.8, value * 0.6];
  };

/** Bands of one colour, a little noisy, around a picture. */
const framed =
  (borders: Borders, color: Color, inside: (x: number, y: number) => Color) =>
  (x: number, y: number): Color => {
    const isInside = x >= borders.left && x < width - borders.right && y >= borders.top && y < height - borders.bottom;
    if (isInside) return inside(x, y);
    const grain = Math.round(4 * noise(x, y, 9) - 2);
    return color.map((value) => Math.min(255, Math.max(0, value + grain))) as [number, number, number];
  };

const frames = [0, 5, 11, 17, 23];

describe('findBorders', () => {
  it('finds bands of any colour and width on every side, exactly where they end', () => {
    const band = (most: number) => fc.oneof(fc.constant(0), fc.integer({ min: 3, max: most }));
    fc.assert(
      fc.property(
        fc.record({ top: band(24), bottom: band(24), left: band(50), right: band(50) }),
        fc.constantFrom<Color>([0, 0, 0], [16, 16, 16], [40, 40, 44], [255, 255, 255], [20, 60, 160]),
        (borders, color) => {
          expect(findBorders(frames.map((frame) => paint(framed(borders, color, moving(frame)))))).toEqual(borders);
        },
      ),
      { numRuns: 40, examples: [[{ top: 3, bottom: 3, left: 48, right: 49 }, [0, 0, 0]]] },
    );
  });

  it('finds none in a dark scene, nor before a plain background', () => {
    const dark = frames.map((frame) =>
      paint((x, y) => {
        const value = Math.max(0, (y - 20) * 0.6) * noise(x, y, frame) + 8 * noise(x, y, frame + 50);
        return [value, value, value];
      }),
    );
    // A head, a body, and a caption three quarters as wide as the frame.
    const plain = frames.map((frame) =>
      paint((x, y) => {
        const isPerson = (x - 80 - frame / 4) ** 2 / 300 + (y - 40) ** 2 / 400 < 1 || (Math.abs(x - 80) < 35 && y > 55);
        const isCaption = Math.abs(x - 80) < 60 && y > 70 && y < 80;
        return isCaption ? [250, 250, 250] : isPerson ? [180, 120, 90] : [40, 90, 160];
      }),
    );
    expect(findBorders(dark)).toEqual(none);
    expect(findBorders(plain)).toEqual(none);
    expect(findBorders(frames.map(() => paint(() => [0, 0, 0])))).toEqual(none);
    expect(findBorders([])).toEqual(none);
  });

  it('does not mind subtitles and a logo in the bands', () => {
    const borders = { ...none, top: 14, bottom: 16 };
    const pictures = frames.map((frame) =>
      paint((x, y) => {
        const isText = y >= 79 && y < 85 && Math.abs(x - 80) < 20 + frame && noise(x, y, frame) > 0.5;
        const isLogo = x > 140 && x < 152 && y >= 3 && y < 9;
        return isText || isLogo ? [240, 240, 240] : framed(borders, [0, 0, 0], moving(frame))(x, y);
      }),
    );
    expect(findBorders(pictures)).toEqual(borders);
  });

  it('counts a softened edge to the band', () => {
    const pictures = frames.map((frame) =>
      paint((x, y) => {
        const share = Math.min(1, Math.max(0, (y - 10) / 4));
        return moving(frame)(x, y).map((value) => value * share) as [number, number, number];
      }),
    );
    const { top, ...others } = findBorders(pictures);
    expect(top).toBeGreaterThanOrEqual(12);
    expect(top).toBeLessThanOrEqual(14);
    expect(others).toEqual({ right: 0, bottom: 0, left: 0 });
  });

  it('waits for the borders of a scene that begins in black', () => {
    const borders = { ...none, left: 30, right: 31 };
    const grey = frames.map((frame) => paint(framed(borders, [60, 60, 60], moving(frame))));
    expect(findBorders([paint(() => [0, 0, 0]), paint(() => [1, 1, 1]), ...grey])).toEqual(borders);
  });

  it('finds in a dark picture what the other scenes have', () => {
    const borders = { ...none, top: 12, bottom: 12 };
    // Lit only by a slanted beam.
    const night = frames.map((frame) =>
      paint(framed(borders, [0, 0, 0], (x, y) => (Math.abs(x - 80 + (y - 45)) < 30 ? moving(frame)(x, y) : [3, 3, 3]))),
    );
    expect(findBorders(night)).toEqual(none);
    expect(findBorders(night, borders)).toEqual(borders);
  });

  it('starts anew when the size changes, and keeps no picture', () => {
    const observer = new BorderObserver();
    observer.add({ width: 40, height: 40, data: new Uint8Array(4800).fill(90) });
    const borders = { ...none, top: 9, bottom: 9 };
    for (const frame of frames) {
      const picture = paint(framed(borders, [0, 0, 0], moving(frame)));
      observer.add(picture);
      picture.data.fill(0);
    }
    expect(observer.borders()).toEqual(borders);
  });
});
