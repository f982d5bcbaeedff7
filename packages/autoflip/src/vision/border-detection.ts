import type { Rect } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import { dominantColor } from './dominant-color.ts';
import { cropPicture, type Picture } from './picture.ts';

/** Options of {@link detectBorders}. */
export interface BorderOptions {
  /** How far a channel may be from the border's colour, 0…255. Default 6. */
  readonly colorTolerance: number;
  /** Rows added to a border that was found. Default 5. */
  readonly borderObjectPaddingPx: number;
  /** Share of the height in which a border is looked for; below 0.5. Default 0.2. */
  readonly verticalSearchDistance: number;
  /** Share of a row that must have the border's colour, 0…1. Default 0.995. */
  readonly borderColorPixelPerc: number;
  /** Share of the picture that must have one colour for it to be the background, 0…1. Default 0.5. */
  readonly solidBackgroundTolPerc: number;
  /** Rows left out of the picture on both sides in any case. Default 0. */
  readonly defaultPaddingPx: number;
}

/** The reference's (border_detection_calculator.proto). */
export const defaultBorders: BorderOptions = {
  colorTolerance: 6,
  borderObjectPaddingPx: 5,
  verticalSearchDistance: 0.2,
  borderColorPixelPerc: 0.995,
  solidBackgroundTolPerc: 0.5,
  defaultPaddingPx: 0,
};

/** A band of one colour. */
export interface BorderBand {
  /** Where it is. */
  readonly side: 'top' | 'bottom';
  /** px. */
  readonly rect: Rect;
}

/** What does not move in a frame. */
export interface StaticFeatures {
  /** Above, then below; those there are. */
  readonly borders: readonly BorderBand[];
  /** The picture between the borders, px. */
  readonly nonStaticArea: Rect;
  /** Its colour, where most of it has one; in the picture's own order of channels. */
  readonly solidBackground: readonly [number, number, number] | undefined;
}

// A band this many rows high, less one, is none.
const minBorderDistance = 5;

/**
 * Finds letterbox bands above and below a picture, and the colour of its background. Heights are those of the
 * reference: the index of the last row, so one less than the band.
 *
 * @param picture Unchanged.
 * @param options Thresholds; default: the reference's.
 * @throws NearsideError 'invalid-input' when the search distance is half the picture or more.
 * @see MediaPipe AutoFlip, calculators/border_detection_calculator.cc
 */
export function detectBorders(picture: Picture, options: Partial<BorderOptions> = {}): StaticFeatures {
  const settings = { ...defaultBorders, ...options };
  if (!(settings.verticalSearchDistance < 0.5))
    throw invalidInput('borders', 'verticalSearchDistance must be below 0.5');
  const { width, height } = picture;
  const { defaultPaddingPx: padding } = settings;
  const top = bandHeight(picture, 'top', settings);
  const bottom = bandHeight(picture, 'bottom', settings);
  const borders: BorderBand[] = [];
  if (top !== undefined) borders.push({ side: 'top', rect: { x: 0, y: 0, width, height: top } });
  if (bottom !== undefined)
    borders.push({ side: 'bottom', rect: { x: 0, y: height - bottom - 1, width, height: bottom } });
  const y = (top ?? 0) + padding;
  const nonStaticArea = { x: 0, y, width, height: Math.max(0, height - (y + (bottom ?? 0) + padding)) };
  const { color, fraction } = dominantColor(cropPicture(picture, nonStaticArea));
  return { borders, nonStaticArea, solidBackground: fraction > settings.solidBackgroundTolPerc ? color : undefined };
}

/** Rows from an edge that have the edge's colour; undefined where they are no border. */
function bandHeight(picture: Picture, side: 'top' | 'bottom', options: BorderOptions): number | undefined {
  const { width, height } = picture;
  const rowAt = (index: number) => (side === 'top' ? index : height - 1 - index);
  const { color } = dominantColor(cropPicture(picture, { x: 0, y: rowAt(0), width, height: 1 }));
  const searchDistance = Math.trunc(height * options.verticalSearchDistance);
  let last = -1;
  while (last + 1 < searchDistance) {
    const share = shareOfColor(picture, rowAt(last + 1), color, options.colorTolerance);
    if (share < options.borderColorPixelPerc) break;
    last++;
  }
  // All of the zone in one colour is a plain picture, not a border.
  if (last <= minBorderDistance || last === searchDistance - 1) return undefined;
  return last + options.borderObjectPaddingPx;
}

function shareOfColor(
  { width, data }: Picture,
  row: number,
  color: readonly [number, number, number],
  tolerance: number,
): number {
  let count = 0;
  for (let at = row * width * 3; at < (row + 1) * width * 3; at += 3) {
    const isNear =
      Math.abs((data[at] as number) - color[0]) <= tolerance &&
      Math.abs((data[at + 1] as number) - color[1]) <= tolerance &&
      Math.abs((data[at + 2] as number) - color[2]) <= tolerance;
    if (isNear) count++;
  }
  return count / width;
}
