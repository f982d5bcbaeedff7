import type { Rect, Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import { clampRect } from '../rectangles.ts';
import { cropPicture, type Picture } from './picture.ts';

/** What counts how much in a {@link visualScore}. */
export interface VisualScorerOptions {
  /** Default 1. */
  readonly areaWeight: number;
  /** The reference has the option but not the measure: above 0.0001 it is an error. Default 0. */
  readonly sharpnessWeight: number;
  /** Default 0. */
  readonly colorfulnessWeight: number;
}

/** The reference's (visual_scorer.proto). */
export const defaultVisualScorer: VisualScorerOptions = { areaWeight: 1, sharpnessWeight: 0, colorfulnessWeight: 0 };

const leastWeight = 1e-4;
const hueBins = 10;

/**
 * How much a region stands out, about 0…1: by its visible share of the picture and, on wish, its colours.
 *
 * @param picture Its pixels are read only where colours count; else a size is enough.
 * @param region Shares of the picture, 0…1; may reach outside.
 * @param options Weights.
 * @returns 0 where nothing of it is visible.
 * @throws NearsideError 'invalid-input' when sharpness has a weight, or colours have one and there are no pixels.
 * @see MediaPipe AutoFlip, quality/visual_scorer.cc, CalculateScore
 */
export function visualScore(picture: Picture | Size, region: Rect, options: Partial<VisualScorerOptions> = {}): number {
  // Cut to whole px in single precision, as there.
  const pixels = (share: number, length: number) => Math.trunc(Math.fround(Math.fround(share) * length));
  const { width, height } = picture;
  const whole = {
    x: pixels(region.x, width),
    y: pixels(region.y, height),
    width: pixels(region.width, width),
    height: pixels(region.height, height),
  };
  return visualScoreOfPixels(picture, whole, options);
}

/**
 * {@link visualScore} of a region in px.
 *
 * @param picture Its pixels are read only where colours count; else a size is enough.
 * @param region Whole px; may reach outside.
 * @param options Weights.
 * @returns 0 where nothing of it is visible.
 * @throws NearsideError 'invalid-input' as {@link visualScore}.
 */
export function visualScoreOfPixels(
  picture: Picture | Size,
  region: Rect,
  options: Partial<VisualScorerOptions> = {},
): number {
  const { areaWeight, sharpnessWeight, colorfulnessWeight } = { ...defaultVisualScorer, ...options };
  const visible = clampRect(region, { x: 0, y: 0, width: picture.width, height: picture.height });
  const area = visible ? visible.width * visible.height : 0;
  if (!visible || area === 0) return 0;
  if (sharpnessWeight > leastWeight)
    throw invalidInput('visual-scorer', 'sharpness is not measured', 'Set its weight to 0.');
  let score = (areaWeight * area) / (picture.width * picture.height);
  if (colorfulnessWeight > leastWeight) {
    if (!('data' in picture)) throw invalidInput('visual-scorer', 'colours need the pixels of the picture');
    score += colorfulnessWeight * colorfulness(cropPicture(picture, visible));
  }
  return score / (areaWeight + sharpnessWeight + colorfulnessWeight);
}

/** Entropy, in bits, of the hues; more saturated pixels count 2, 4, … 128 times. */
function colorfulness({ data }: Picture): number {
  const hues = new Float64Array(hueBins);
  let sum = 0;
  for (let at = 0; at < data.length; at += 3) {
    const red = data[at] as number;
    const green = data[at + 1] as number;
    const blue = data[at + 2] as number;
    const most = Math.max(red, green, blue);
    const least = Math.min(red, green, blue);
    if (least >= 250 || most <= 5) continue;
    const { hue, saturation } = hueAndSaturation(red, green, blue);
    const bin = Math.trunc((hue * hueBins) / 180);
    const weight = 2 ** (saturation >> 5);
    hues[bin] = (hues[bin] as number) + weight;
    sum += weight;
  }
  let entropy = 0;
  for (const value of hues) if (value > 0) entropy -= (value / sum) * Math.log2(value / sum);
  return entropy;
}

/** As OpenCV's 8-bit HSV: hue in steps of two degrees, 0…179; saturation 0…255. */
function hueAndSaturation(red: number, green: number, blue: number) {
  const most = Math.max(red, green, blue);
  const range = most - Math.min(red, green, blue);
  if (range === 0) return { hue: 0, saturation: 0 };
  const sixth =
    most === red ? (green - blue) / range : most === green ? 2 + (blue - red) / range : 4 + (red - green) / range;
  return { hue: (Math.round(sixth * 30) + 180) % 180, saturation: Math.round((255 * range) / most) };
}
