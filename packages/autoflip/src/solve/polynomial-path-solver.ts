import { invalidInput } from '../invalid-input.ts';
import { clamp } from '../rectangles.ts';
import type { FocusPoint } from './focus-points.ts';
import { fitPolynomial, type Sample } from './levenberg-marquardt.ts';

/** One axis of the problem. */
export interface PolynomialPathProblem {
  /** Focus coordinates of each frame along the axis, as shares of the frame; weights play no part. */
  readonly focus: readonly (readonly number[])[];
  /** Those of frames before, which the path should join. */
  readonly prior?: readonly (readonly number[])[];
  /** Pixels of the frame along the axis, above 0. */
  readonly frameLength: number;
  /** px, along the axis; at most `frameLength`. */
  readonly windowLength: number;
}

/**
 * Focus coordinates along one axis.
 *
 * @param points Of each frame.
 * @param axis Which.
 */
export function focusAlong(points: readonly (readonly FocusPoint[])[], axis: 'x' | 'y'): number[][] {
  return points.map((frame) => frame.map((point) => point[axis]));
}

/**
 * One quartic in the frame's number through a whole scene: smooth, but without limits of velocity, and it swings where
 * the motion is complex.
 *
 * @param problem One axis.
 * @returns Centre of the window less centre of the frame, px, for the prior frames and then the scene's.
 * @throws NearsideError 'invalid-input' when the window is longer than the frame or there is no frame.
 * @see MediaPipe AutoFlip, quality/polynomial_regression_path_solver.cc, ComputeCameraPath
 */
export function polynomialOffsets({
  focus,
  prior = [],
  frameLength,
  windowLength,
}: PolynomialPathProblem): Float64Array {
  if (windowLength > frameLength) throw invalidInput('path', `a window of ${windowLength} px in ${frameLength}`);
  const all = [...prior, ...focus];
  if (all.length === 0) throw invalidInput('path', 'there are no focus points');
  const offsets = new Float64Array(all.length);
  if (windowLength === frameLength) return offsets;
  const [k, a, b, c, d] = fitPolynomial(
    all.flatMap((values, t): Sample[] => values.map((value) => ({ t, value }))),
  ) as unknown as [number, number, number, number, number];
  const reach = (frameLength - windowLength) / 2;
  // Single precision, as there: a crop is later cut to whole px, and 314.99999 would be 314.
  const f = Math.fround;
  return offsets.map((_, t) =>
    clamp(f((f(k + t * (a + t * (b + t * (c + t * d)))) - 0.5) * frameLength), -reach, reach),
  );
}
