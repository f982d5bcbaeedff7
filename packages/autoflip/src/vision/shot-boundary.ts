import type { ShotBoundaryOptions } from '../options.ts';

/**
 * Finds cuts, one frame after the other: a frame is one when its motion is above a threshold, or stands out among the
 * frames before. With the default `minShotMeasure` of 10 the second test never decides, since motion divided by the
 * largest of a window that holds it is at most 1: the reference's defect, kept.
 *
 * @see MediaPipe AutoFlip, calculators/shot_boundary_calculator.cc
 */
export class ShotBoundaryDetector {
  readonly #options: ShotBoundaryOptions;
  readonly #history: number[] = [];
  // As if there had been a cut at time 0, as in the reference.
  #lastShotUs = 0;

  /** @param options Thresholds. */
  constructor(options: ShotBoundaryOptions) {
    this.#options = options;
  }

  /**
   * Whether a frame begins a new scene.
   *
   * @param motion 1 − correlation of its histogram and the one before; undefined for the first frame.
   * @param timeUs Increasing.
   */
  next(motion: number | undefined, timeUs: number): boolean {
    if (motion === undefined) return false;
    const { windowSize, minShotMeasure, minMotionWithShotMeasure, minMotion, minShotSpan } = this.#options;
    this.#history.push(motion);
    if (this.#history.length < windowSize) return false;
    const measure = motion / Math.max(...this.#history);
    this.#history.shift();
    const isCandidate = (measure > minShotMeasure && motion > minMotionWithShotMeasure) || motion > minMotion;
    if (!isCandidate) return false;
    const isTooSoon = timeUs - this.#lastShotUs < minShotSpan * 1e6;
    // Also a cut that comes too soon starts the time anew.
    this.#lastShotUs = timeUs;
    return !isTooSoon;
  }
}
