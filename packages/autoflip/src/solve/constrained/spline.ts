/**
 * A uniform cubic B-spline: from its control points it takes a smooth curve whose value, velocity and acceleration stay
 * between those of the control points, their differences and their second differences. So limits on few control points
 * are limits at every instant.
 *
 * @see C. de Boor, A Practical Guide to Splines, 1978
 */
export interface SplineGrid {
  /** Where the curve starts, seconds. */
  readonly startSec: number;
  /** Between two knots, seconds. */
  readonly stepSec: number;
  /** Stretches between knots; there are three control points more. */
  readonly cells: number;
}

/** The longest grid step up to `longestStepSec` that divides the time in equal parts. */
export function splineGrid(startSec: number, endSec: number, longestStepSec: number): SplineGrid {
  const cells = Math.max(1, Math.ceil((endSec - startSec) / longestStepSec - 1e-9));
  return { startSec, stepSec: Math.max((endSec - startSec) / cells, 1e-6), cells };
}

/** What each of four control points counts at one time. */
export interface SplineWeights {
  /** The first control point that counts. */
  readonly first: number;
  readonly weights: readonly [number, number, number, number];
}

/** Of the curve's value at a time on the grid. */
export function valueWeights(grid: SplineGrid, timeSec: number): SplineWeights {
  const at = Math.min(Math.max((timeSec - grid.startSec) / grid.stepSec, 0), grid.cells);
  const first = Math.min(Math.floor(at), grid.cells - 1);
  const f = at - first;
  const g = 1 - f;
  return {
    first,
    weights: [(g * g * g) / 6, (f * f * (3 * f - 6) + 4) / 6, (g * g * (3 * g - 6) + 4) / 6, (f * f * f) / 6],
  };
}

/** Of the curve's velocity (a second) at the grid's start. */
export function startVelocityWeights(grid: SplineGrid): SplineWeights {
  return { first: 0, weights: [-0.5 / grid.stepSec, 0, 0.5 / grid.stepSec, 0] };
}

/** The curve's value at a time. */
export function splineValue(grid: SplineGrid, controls: Float64Array, timeSec: number): number {
  const { first, weights } = valueWeights(grid, timeSec);
  return (
    weights[0] * controls[first]! +
    weights[1] * controls[first + 1]! +
    weights[2] * controls[first + 2]! +
    weights[3] * controls[first + 3]!
  );
}
