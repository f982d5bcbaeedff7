import type { Size } from '../geometry.ts';
import { invalidInput } from '../invalid-input.ts';

/**
 * Whether a frame is at most (`upper`) or at least (`lower`) as wide as a ratio.
 *
 * @param frame px.
 * @param target W and H of the ratio.
 * @param type Which side of it passes.
 * @param options `failIfAny`: a frame that does not pass is an error.
 * @throws NearsideError 'invalid-input' when a side of the target is not above 0, or as asked.
 * @see MediaPipe AutoFlip, calculators/video_filtering_calculator.cc
 */
export function passesAspectFilter(
  frame: Size,
  target: Size,
  type: 'upper' | 'lower',
  { failIfAny = false }: { readonly failIfAny?: boolean } = {},
): boolean {
  if (!(target.width > 0 && target.height > 0))
    throw invalidInput('aspect-filter', `${target.width}:${target.height} is no ratio`);
  const ratio = frame.width / frame.height;
  const limit = target.width / target.height;
  const passes = type === 'upper' ? ratio <= limit : ratio >= limit;
  if (!passes && failIfAny)
    throw invalidInput('aspect-filter', `${frame.width} × ${frame.height} is beyond ${target.width}:${target.height}`);
  return passes;
}
