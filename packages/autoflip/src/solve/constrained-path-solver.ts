import type { AxisProblem } from './axis-problem.ts';
import { extendedFocus } from './constrained/extended-focus.ts';
import { minimizeHinges } from './constrained/minimize-hinges.ts';
import {
  comfortableSlack,
  defaultPathCosts,
  exceedsLimits,
  pathProgram,
  type PathCosts,
  type PathRequest,
} from './constrained/path-program.ts';
import { requiredSpans } from './constrained/required-spans.ts';
import { splineGrid, splineValue } from './constrained/spline.ts';
import { standingCenter } from './constrained/standing-center.ts';
import { withoutOutliers } from './constrained/without-outliers.ts';

export { defaultPathCosts, type PathCosts };

/** Between two knots at most, seconds: a camera that needs a second to start is drawn well by three points a second. */
const longestStepSec = 1 / 3;

/**
 * Finds the steadiest path of a window's centre that keeps what is required in it and the subject comfortably so.
 *
 * In order: a standing camera, where one holds everything comfortably; else the cubic spline of least cost
 * ({@link PathCosts}) that stays in the frame and within the limits of velocity and acceleration at every instant. Spans
 * required in a frame are within the window in that frame, wherever any such path allows it; where none does, the sum of
 * what sticks out is the least (a span longer than the window is centred). Deterministic; nothing depends on where time
 * or space begins, nor on the units.
 *
 * @param asked Unchanged.
 * @param costs For experiments; the defaults suit every scale, being relative to the frame.
 * @returns The centre at every frame, px, dims [frames].
 * @see ./constrained/minimize-hinges.ts for how it is found, docs/adr/0010-camera-path.md for why so
 */
export function solveConstrainedPath(asked: AxisProblem, costs: PathCosts = defaultPathCosts): Float64Array {
  const { timesUs, frameLength, windowLength, windowLengths, prior } = asked;
  const standAt = (center: number): Float64Array => new Float64Array(timesUs.length).fill(center);
  if (timesUs.length === 0 || windowLength >= frameLength) return standAt(frameLength / 2);
  const problem = { ...asked, focus: extendedFocus(withoutOutliers(asked.focus, windowLength), timesUs) };
  const required = requiredSpans(problem);
  const standing = standingCenter(problem, required, comfortableSlack);
  if (standing !== undefined) return standAt(standing);

  const firstUs = Math.min(timesUs[0]!, prior?.timeUs ?? Infinity);
  const toSec = (timeUs: number): number => (timeUs - firstUs) / 1e6;
  const grid = splineGrid(0, toSec(timesUs.at(-1)!), longestStepSec);
  const controls = cheapestSpline({ problem, required, grid, toSec, costs });
  const path = new Float64Array(timesUs.length);
  for (let index = 0; index < path.length; index += 1) {
    const half = (windowLengths?.[index] ?? windowLength) / 2;
    const center = frameLength * (0.5 + splineValue(grid, controls, toSec(timesUs[index]!)));
    // It is within, but for the rounding of these sums.
    path[index] = Math.min(Math.max(center, half), frameLength - half);
  }
  return path;
}

/** Control points, in frame lengths from the frame's middle. */
function cheapestSpline(request: PathRequest): Float64Array {
  const cheapest = (isLimited: boolean): Float64Array => {
    const program = pathProgram(request, isLimited);
    const controls = new Float64Array(program.size);
    minimizeHinges(program, controls, { tolerance: 1e-4, maxIterations: 60 });
    return controls;
  };
  // The limits are rarely reached, and without them the search is a quarter shorter.
  const free = cheapest(false);
  return exceedsLimits(request, free) ? cheapest(true) : free;
}
