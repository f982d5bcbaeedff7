import type { AxisFocus, AxisProblem, AxisSpan } from '../axis-problem.ts';
import { HingeProgram } from './hinge-program.ts';
import { startVelocityWeights, valueWeights, type SplineGrid } from './spline.ts';
import { gatherWishes, type Wish } from './wishes.ts';

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

// Exact penalties: far above what any wish can gain, so that they are only paid where there is no other way.
const requiredRate = 2000;
const priorRate = 20_000;

/** Share of the frame that a required span is kept inside of the window's edge: a penalty is met to a tolerance only. */
const spareShare = 1e-4;

/** Share of the room between a subject and the window's edge in which it is comfortable. */
const comfort = 0.5;

/** Share of that room after which the subject counts as cut: between two key frames it may be a little further. */
const nearlyCut = 0.9;

/** A path's problem as the program of its spline. */
export interface PathRequest {
  readonly problem: AxisProblem;
  /** {@link AxisProblem.required}, at the problem's frames. */
  readonly required: readonly AxisSpan[];
  readonly grid: SplineGrid;
  /** From µs to the grid's seconds. */
  readonly toSec: (timeUs: number) => number;
  readonly costs: PathCosts;
}

/** How far the centre may be from a wish, px, with the subject still comfortably in the window. */
export function comfortableSlack(problem: AxisProblem, focus: Pick<AxisFocus, 'length'>): number {
  return comfort * wholeSlack(problem, focus);
}

function wholeSlack({ windowLength }: AxisProblem, { length = 0 }: Pick<AxisFocus, 'length'>): number {
  return (nearlyCut * Math.max(0, windowLength - length)) / 2;
}

/**
 * The cost of a spline's control points, which are in frame lengths from the frame's middle: so neither the unit of length
 * nor the side matters.
 *
 * @param isLimited Whether the limits of velocity and acceleration are part of it.
 */
export function pathProgram(request: PathRequest, isLimited: boolean): HingeProgram {
  const { problem, required, grid, toSec } = request;
  const { frameLength, windowLength, prior } = problem;
  const program = new HingeProgram(grid.cells + 3);
  addMotion(program, request, isLimited);
  for (const [k, room] of rooms(request).entries()) {
    program.row(k, [1]);
    program.above(room, Infinity);
    program.below(-room, Infinity);
  }
  for (const wish of gatherWishes(problem, grid, toSec)) addWish(program, request, wish);
  const position = (px: number): number => px / frameLength - 0.5;
  for (const { timeUs, from, to } of required) {
    const { first, weights } = valueWeights(grid, toSec(timeUs));
    const lowest = position(to - windowLength / 2);
    const highest = position(from + windowLength / 2);
    const spare = Math.min(spareShare, Math.max(0, highest - lowest) / 2);
    program.row(first, weights);
    program.below(lowest + spare, requiredRate);
    program.above(highest - spare, requiredRate);
  }
  if (prior) {
    for (const [row, want] of [
      [valueWeights(grid, 0), position(prior.position)],
      [startVelocityWeights(grid), prior.velocity / frameLength],
    ] as const) {
      program.row(row.first, row.weights);
      program.above(want, priorRate);
      program.below(want, priorRate);
    }
  }
  return program;
}

/** How far each control point may be from the frame's middle: as far as the window may where the point counts. */
function rooms({ problem, grid, toSec }: PathRequest): Float64Array {
  const { timesUs, frameLength, windowLength, windowLengths } = problem;
  const room = (length: number): number => (frameLength - length) / 2 / frameLength;
  const all = new Float64Array(grid.cells + 3).fill(room(windowLength));
  windowLengths?.forEach((length, index) => {
    const { first } = valueWeights(grid, toSec(timesUs[index]!));
    // Never quite zero: the search starts strictly within.
    for (let k = first; k < first + 4; k += 1) all[k] = Math.min(all[k]!, Math.max(room(length), 1e-9));
  });
  return all;
}

/** The most that neighbouring control points may differ, and that their differences may, in frame lengths. */
function controlLimits({ problem, grid }: PathRequest): { velocity: number; acceleration: number } {
  const { limits, frameLength } = problem;
  // Never quite zero: the search starts strictly within every limit.
  return {
    velocity: Math.max((limits.maxVelocity / frameLength) * grid.stepSec, 1e-9),
    acceleration: Math.max((limits.maxAcceleration / frameLength) * grid.stepSec ** 2, 1e-9),
  };
}

/** Whether a spline exceeds the limits of velocity or acceleration anywhere. */
export function exceedsLimits(request: PathRequest, controls: Float64Array): boolean {
  const { velocity, acceleration } = controlLimits(request);
  for (let k = 0; k + 1 < controls.length; k += 1) {
    const step = controls[k + 1]! - controls[k]!;
    if (Math.abs(step) > velocity) return true;
    if (k > 0 && Math.abs(step - controls[k]! + controls[k - 1]!) > acceleration) return true;
  }
  return false;
}

function addMotion(program: HingeProgram, request: PathRequest, isLimited: boolean): void {
  const { costs, grid } = request;
  const { velocity, acceleration } = controlLimits(request);
  const add = (limit: number, rate: number): void => {
    if (isLimited && limit < Infinity) {
      program.above(limit, Infinity);
      program.below(-limit, Infinity);
    }
    program.above(0, rate);
    program.below(0, rate);
  };
  for (let k = 0; k + 1 < program.size; k += 1) {
    program.row(k, [-1, 1]);
    add(velocity, costs.travel);
  }
  for (let k = 0; k + 2 < program.size; k += 1) {
    program.row(k, [1, -2, 1]);
    add(acceleration, costs.change / grid.stepSec);
    program.square(costs.ease / grid.stepSec ** 3);
  }
}

function addWish(program: HingeProgram, { problem, grid, costs }: PathRequest, wish: Wish): void {
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
