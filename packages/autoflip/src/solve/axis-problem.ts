/** What a path solver is asked: where the centre of the window goes along one axis, during one scene. Pixels, µs. */
export interface AxisProblem {
  /** Frames of the scene, strictly increasing; the answer has a value for each. Dims [frames]. */
  readonly timesUs: readonly number[];
  /** Length of the frame (less its borders) along the axis, px. */
  readonly frameLength: number;
  /** Length of the window along the axis, px; at most `frameLength`. */
  readonly windowLength: number;
  /** Where it changes: the window's length at each frame, px, at least `windowLength`; dims [frames]. */
  readonly windowLengths?: Float64Array | undefined;
  /** Where the centre would best be, px from the frame's edge; sorted by time; may be empty. */
  readonly focus: readonly AxisFocus[];
  /** Spans that must be within the window, sorted by time. */
  readonly required: readonly AxisSpan[];
  /** How the scene before ended, where it was only cut for its length: the path goes on from there. */
  readonly prior?: AxisState;
  /** The camera's limits. */
  readonly limits: AxisLimits;
}

/** A wish for the centre at one time. */
export interface AxisFocus {
  /** µs. */
  readonly timeUs: number;
  /** Pixels from the frame's edge. */
  readonly position: number;
  /** How much it counts, above 0. */
  readonly weight: number;
  /** Length of what is wanted around the position, px: how far from the centre it is still well in the window. Default 0. */
  readonly length?: number;
}

/** A span that must be visible at one time; between two of them it is interpolated where they are near in time. */
export interface AxisSpan {
  /** µs. */
  readonly timeUs: number;
  /** The lower end, pixels from the frame's edge. */
  readonly from: number;
  /** The upper end, pixels from the frame's edge. */
  readonly to: number;
}

/** Where the camera is and how fast. */
export interface AxisState {
  /** µs. */
  readonly timeUs: number;
  /** Centre, pixels from the frame's edge. */
  readonly position: number;
  /** px a second. */
  readonly velocity: number;
}

/** What the camera never exceeds. */
export interface AxisLimits {
  /** Pixels a second. */
  readonly maxVelocity: number;
  /** Pixels a second squared. */
  readonly maxAcceleration: number;
}

/**
 * Answers an {@link AxisProblem}: the centre at every frame, px, dims [frames], within
 * [windowLength / 2, frameLength − windowLength / 2].
 */
export type AxisSolver = (problem: AxisProblem) => Float64Array;
