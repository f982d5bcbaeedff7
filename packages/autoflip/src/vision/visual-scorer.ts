import type { Rect, Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';
import { clamp } from '../rectangles.ts';
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
  const { areaWeight, sharpnessWeight, colorfulnessWeight } = { ...defaultVisualScorer, ...options };
  const visible = visiblePixels(region, picture);
  const area = visible.width * visible.height;
  if (area === 0) return 0;
  if (sharpnessWeight > leastWeight)
    throw invalidInput('visual-scorer', 'sharpness is not measured', 'Set its weight to 0.');
  let score = (areaWeight * area) / (picture.width * picture.height);
  if (colorfulnessWeight > leastWeight) {
    if (!('data' in picture)) throw invalidInput('visual-scorer', 'colours need the pixels of the picture');
    score += colorfulnessWeight * colorfulness(cropPicture(picture, visible));
  }
  return score / (areaWeight + sharpnessWeight + colorfulnessWeight);
}

/** In whole px, cut off as the reference does, from single precision. */
function visiblePixels(region: Rect, { width, height }: Size): Rect {
  const pixels = (share: number, length: number) => Math.trunc(Math.fround(Math.fround(share) * length));
  const left = pixels(region.x, width);
  const top = pixels(region.y, height);
  const x = clamp(left, 0, width);
  const y = clamp(top, 0, height);
  return {
    x,
    y,
    width: Math.max(0, clamp(left + pixels(region.width, width), 0, width) - x),
    height: Math.max(0, clamp(top + pixels(region.height, height), 0, height) - y),
  };
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
