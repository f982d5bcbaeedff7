import { labToRgb, rgbToLab, type Lab, type Rgb } from './lab-color.ts';
import { PiecewiseLinear } from './piecewise-linear.ts';

/** The background colour of a scene over time. */
export interface SolidBackground {
  /** CIELAB at a time, µs. */
  labAt(timeUs: number): Lab;
  /** 0…255 at a time, µs. */
  rgbAt(timeUs: number): Rgb;
}

/**
 * The background colour of a scene, where most of its frames have one; between them it is interpolated in CIELAB.
 *
 * @param frames Time and colour of the scene's frames, in order; undefined where a frame has none.
 * @param minFraction Share of frames that must have one, 0…1.
 * @returns undefined where too few have.
 * @see MediaPipe AutoFlip, quality/utils.cc, FindSolidBackgroundColor
 */
export function solidBackground(
  frames: readonly { readonly timeUs: number; readonly color: Rgb | undefined }[],
  minFraction: number,
): SolidBackground | undefined {
  const channels = [new PiecewiseLinear(), new PiecewiseLinear(), new PiecewiseLinear()] as const;
  for (const { timeUs, color } of frames) {
    if (!color) continue;
    const lab = rgbToLab(color);
    channels.forEach((channel, index) => channel.add(timeUs, lab[index] as number));
  }
  const found = channels[0].size;
  if (found === 0 || found / frames.length < minFraction) return undefined;
  const labAt = (timeUs: number): Lab => [channels[0].at(timeUs), channels[1].at(timeUs), channels[2].at(timeUs)];
  return { labAt, rgbAt: (timeUs) => labToRgb(labAt(timeUs)) };
}
