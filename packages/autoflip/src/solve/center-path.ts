import type { AxisState } from './axis-problem.ts';

/** Where the centre of the window is at every frame, px of the border-less frame; dims [frames] each. */
export interface CenterPath {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Where the window of the scene before was at its end, and how fast; centre, px. */
export interface PriorWindow {
  readonly x: AxisState;
  readonly y: AxisState;
}
