import type { Rect } from '../geometry.ts';
import type { Camera, Subject } from '../plan.ts';

/** What a solver makes of a scene, before it is written into the plan. */
export interface SolvedScene {
  /** One for each frame, px of the source with its borders; real numbers. */
  readonly windows: readonly Rect[];
  readonly camera: Camera;
  /** Whether the windows are larger than the target's ratio allows. */
  readonly isPadded: boolean;
  readonly subjects: readonly Subject[];
}
