import type { Rect } from '../geometry.ts';

/** Whom one key frame shows, with how much each counts there. */
export interface SubjectSample {
  /** µs. */
  readonly timeUs: number;
  /** In any order; each id once. */
  readonly subjects: readonly SubjectSeen[];
}

/** One subject in one key frame. */
export interface SubjectSeen {
  /** The identifier of its track. */
  readonly id: number;
  /** px of the source, or any unit that the window has too. */
  readonly box: Rect;
  /** How much it counts now, 0 or more: importance, times whatever is known of who speaks or plays. */
  readonly weight: number;
}
