import { invalidInput } from '../invalid-input.ts';
import type { KinematicOptions, PathKind } from '../options.ts';
import { clamp, roundAway } from '../rectangles.ts';
import type { AxisProblem, AxisSolver, AxisSpan } from './axis-problem.ts';
import { solveConstrainedPath } from './constrained-path-solver.ts';
import { fieldOfViewDeg, KinematicPathSolver } from './kinematic-path-solver.ts';
import { PiecewiseLinear } from './piecewise-linear.ts';
import { polynomialOffsets } from './polynomial-path-solver.ts';

/**
 * The solver for a kind of path. The reference's two know nothing of required spans, so theirs are pushed as far as those
 * need.
 *
 * @param path Which.
 * @param kinematic Options of the kinematic one.
 */
export function axisSolver(path: PathKind, kinematic: KinematicOptions): AxisSolver {
  switch (path) {
    case 'constrained':
      return (problem) => solveConstrainedPath(problem);
    case 'polynomial':
      return (problem) => withRequired(problem, polynomialPath(withinReach(problem)));
    case 'kinematic':
      return (problem) => withRequired(problem, kinematicPath(withinReach(problem), kinematic));
    default:
      throw invalidInput('path', `there is no path '${String(path satisfies never)}'`);
  }
}

/** The reference centres a window on what it can centre it on (scene_camera_motion_analyzer.cc). */
function withinReach(problem: AxisProblem): AxisProblem {
  const half = problem.windowLength / 2;
  const focus = problem.focus.map((point) => ({
    ...point,
    position: clamp(point.position, half, problem.frameLength - half),
  }));
  return { ...problem, focus };
}

/** A quartic through the focus at every frame. */
function polynomialPath({ timesUs, frameLength, windowLength, focus }: AxisProblem): Float64Array {
  if (focus.length === 0) return new Float64Array(timesUs.length).fill(frameLength / 2);
  const line = focusLine(focus);
  return polynomialOffsets({
    focus: timesUs.map((timeUs) => [line.at(timeUs) / frameLength]),
    frameLength,
    windowLength,
  }).map((offset) => offset + frameLength / 2);
}

/** Follows the focus at the frames nearest to it, and goes on in between. */
function kinematicPath(problem: AxisProblem, options: KinematicOptions): Float64Array {
  const { timesUs, frameLength, windowLength, focus } = problem;
  const half = windowLength / 2;
  if (focus.length === 0) return new Float64Array(timesUs.length).fill(frameLength / 2);
  const solver = new KinematicPathSolver(options, half, frameLength - half, frameLength / fieldOfViewDeg);
  let next = 0;
  return Float64Array.from(timesUs, (timeUs, index) => {
    let position: number | undefined;
    while (next < focus.length && (focus[next] as { timeUs: number }).timeUs <= timeUs)
      position = (focus[next++] as { position: number }).position;
    if (index === 0) position ??= (focus[0] as { position: number }).position;
    if (position === undefined) solver.predict(timeUs);
    else solver.observe(roundAway(position), timeUs);
    return solver.state;
  });
}

function focusLine(focus: AxisProblem['focus']): PiecewiseLinear {
  const line = new PiecewiseLinear();
  for (const { timeUs, position } of focus) line.add(timeUs, position);
  return line;
}

/** Moves every centre to where the spans required then are inside; one longer than the window is centred. */
function withRequired(problem: AxisProblem, path: Float64Array): Float64Array {
  const { timesUs, frameLength, windowLength, windowLengths, required } = problem;
  let next = 0;
  return path.map((center, index) => {
    const half = (windowLengths?.[index] ?? windowLength) / 2;
    const timeUs = timesUs[index] as number;
    while (next < required.length && (required[next] as AxisSpan).timeUs < timeUs) next++;
    const span = spanAt(required[next - 1], required[next], timeUs);
    const low = span ? span.to - half : half;
    const high = span ? span.from + half : frameLength - half;
    const wanted = low <= high ? clamp(center, low, high) : (low + high) / 2;
    return clamp(wanted, half, frameLength - half);
  });
}

// As the constrained solver: spans further apart than this are not joined.
const longestGapUs = 500_000;

function spanAt(before: AxisSpan | undefined, after: AxisSpan | undefined, timeUs: number): AxisSpan | undefined {
  if (after?.timeUs === timeUs) return after;
  if (!before || !after || after.timeUs - before.timeUs > longestGapUs) return undefined;
  const part = (timeUs - before.timeUs) / (after.timeUs - before.timeUs);
  return {
    timeUs,
    from: before.from + part * (after.from - before.from),
    to: before.to + part * (after.to - before.to),
  };
}
