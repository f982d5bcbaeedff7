import type { AxisFocus, AxisProblem } from './axis-problem.ts';
import { extendedFocus } from './constrained/extended-focus.ts';
import { HingeProgram } from './constrained/hinge-program.ts';
import { minimizeHinges } from './constrained/minimize-hinges.ts';
import { requiredSpans } from './constrained/required-spans.ts';
import { splineGrid, splineValue, startVelocityWeights, valueWeights, type SplineGrid } from './constrained/spline.ts';
import { standingCenter } from './constrained/standing-center.ts';
import { gatherWishes, type Wish } from './constrained/wishes.ts';
import { withoutOutliers } from './constrained/without-outliers.ts';

/**
 * What a path costs. A unit is one frame length off for one second, of the wish that counts most; so a rate in seconds
 * says how long the subject may be off before it pays to move the camera that far.
 */
export interface PathCosts {
  /** For each unit that the subject is off the window's centre, however little. Small: recentring is slow. */
  readonly offCenter: number;
  /** For each unit beyond what is comfortable. */
  readonly uncomfortable: number;
  /** For each unit by which the subject is out of the window, or nearly. */
  readonly cut: number;
  /** For each unit travelled. Reversing costs it twice: so the camera does not. */
  readonly travel: number;
  /** For each unit a second that the velocity changes. */
  readonly change: number;
  /** For the square of the acceleration, in units, over time in seconds: rounds starts and stops. */
  readonly ease: number;
}

/** Chosen on the synthetic scenes of `bench/autoflip` (docs/autoflip-solvers.md shows them). */
export const defaultPathCosts: PathCosts = {
  offCenter: 0.08,
  uncomfortable: 0.7,
  cut: 16,
  travel: 0.3,
  change: 0.4,
  ease: 0.02,
};

/** Between two knots at most, seconds: a camera that needs a second to start is drawn well by three points a second. */
const longestStepSec = 1 / 3;

// Exact penalties: far above what any wish can gain, so that they are only paid where there is no other way.
const requiredRate = 2000;
const priorRate = 20_000;

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
  const { timesUs, frameLength, windowLength } = asked;
  const room = Math.max(0, frameLength - windowLength) / 2;
  const middle = frameLength / 2;
  if (timesUs.length === 0 || room <= 0) return new Float64Array(timesUs.length).fill(middle);
  const problem = { ...asked, focus: extendedFocus(withoutOutliers(asked.focus, windowLength), timesUs) };
  const required = requiredSpans(problem);
  const standing = standingCenter(problem, required, comfortableSlack);
  if (standing !== undefined) return new Float64Array(timesUs.length).fill(standing);

  const firstUs = problem.prior ? Math.min(problem.prior.timeUs, timesUs[0]!) : timesUs[0]!;
  const toSec = (timeUs: number): number => (timeUs - firstUs) / 1e6;
  const grid = splineGrid(0, toSec(timesUs.at(-1)!), longestStepSec);
  const program = new HingeProgram(grid.cells + 3);
  const position = (px: number): number => (px - middle) / frameLength;

  addMotion(program, grid, problem, costs);
  for (let k = 0; k < program.size; k += 1) {
    program.row(k, [1]);
    program.above(room / frameLength, Infinity);
    program.below(-room / frameLength, Infinity);
  }
  for (const wish of gatherWishes(problem, grid, toSec)) addWish(program, grid, problem, wish, costs);
  for (const { timeUs, from, to } of required) {
    const { first, weights } = valueWeights(grid, toSec(timeUs));
    program.row(first, weights);
    const lowest = position(to - windowLength / 2);
    const highest = position(from + windowLength / 2);
    // A hair inside: an exact penalty is met to the search's tolerance only.
    const hair = Math.min(spareShare, Math.max(0, highest - lowest) / 2);
    program.below(lowest + hair, requiredRate);
    program.above(highest - hair, requiredRate);
  }
  if (problem.prior) {
    for (const [row, want] of [
      [valueWeights(grid, 0), position(problem.prior.position)],
      [startVelocityWeights(grid), problem.prior.velocity / frameLength],
    ] as const) {
      program.row(row.first, row.weights);
      program.above(want, priorRate);
      program.below(want, priorRate);
    }
  }

  const controls = new Float64Array(program.size);
  minimizeHinges(program, controls, { tolerance: 1e-4, maxIterations: 60 });
  return Float64Array.from(timesUs, (timeUs) => {
    const center = middle + frameLength * splineValue(grid, controls, toSec(timeUs));
    return Math.min(Math.max(center, middle - room), middle + room);
  });
}

/** Share of the frame that a required span is kept inside of the window's edge. */
const spareShare = 1e-4;

/** Share of the room between a subject and the window's edge in which it is comfortable. */
const comfort = 0.5;

/** How far the centre may be from a wish, px, with the subject still comfortably in the window. */
function comfortableSlack(problem: AxisProblem, focus: Pick<AxisFocus, 'length'>): number {
  return comfort * wholeSlack(problem, focus);
}

/** How far the centre may be from a wish, px, with the subject still wholly in the window, and a little room beside it. */
function wholeSlack(problem: AxisProblem, focus: Pick<AxisFocus, 'length'>): number {
  return (0.9 * Math.max(0, problem.windowLength - (focus.length ?? 0))) / 2;
}

function addMotion(program: HingeProgram, grid: SplineGrid, problem: AxisProblem, costs: PathCosts): void {
  const { stepSec } = grid;
  const velocity = (problem.limits.maxVelocity / problem.frameLength) * stepSec;
  const acceleration = (problem.limits.maxAcceleration / problem.frameLength) * stepSec ** 2;
  for (let k = 0; k + 1 < program.size; k += 1) {
    program.row(k, [-1, 1]);
    program.above(velocity, Infinity);
    program.below(-velocity, Infinity);
    program.above(0, costs.travel);
    program.below(0, costs.travel);
  }
  for (let k = 0; k + 2 < program.size; k += 1) {
    program.row(k, [1, -2, 1]);
    program.above(acceleration, Infinity);
    program.below(-acceleration, Infinity);
    program.above(0, costs.change / stepSec);
    program.below(0, costs.change / stepSec);
    program.square(costs.ease / stepSec ** 3);
  }
}

function addWish(program: HingeProgram, grid: SplineGrid, problem: AxisProblem, wish: Wish, costs: PathCosts): void {
  const { first, weights } = valueWeights(grid, wish.timeSec);
  program.row(first, weights);
  const center = wish.position / problem.frameLength - 0.5;
  for (const [slack, rate] of [
    [0, costs.offCenter],
    [comfortableSlack(problem, wish), costs.uncomfortable],
    [wholeSlack(problem, wish), costs.cut],
  ] as const) {
    program.above(center + slack / problem.frameLength, rate * wish.weightSec);
    program.below(center - slack / problem.frameLength, rate * wish.weightSec);
  }
}
