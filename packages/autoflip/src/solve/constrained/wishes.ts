import type { AxisProblem } from '../axis-problem.ts';
import type { SplineGrid } from './spline.ts';

/** A wish for the centre, for about one knot of the grid. */
export interface Wish {
  readonly timeSec: number;
  /** px. */
  readonly position: number;
  /** px that are wanted around it. */
  readonly length: number;
  /** Seconds that it stands for, times its weight over the largest. */
  readonly weightSec: number;
}

/** A focus point says nothing about times further away than this, seconds: nobody knows what was there. */
const reachSec = 0.5;

/**
 * Gathers focus points by the knot that they are nearest to, each weighted by the time it stands for: so neither the
 * number of key frames nor a variable frame rate changes what the path costs.
 *
 * @param toSec From µs to the grid's seconds.
 */
export function gatherWishes(problem: AxisProblem, grid: SplineGrid, toSec: (timeUs: number) => number): Wish[] {
  const { focus } = problem;
  const heaviest = focus.reduce((most, { weight }) => Math.max(most, weight), 0);
  if (heaviest <= 0) return [];
  const end = grid.startSec + grid.cells * grid.stepSec;
  const wishes: Wish[] = [];
  let knot = -1;
  let sum = { weight: 0, time: 0, position: 0, length: 0 };
  const flush = (): void => {
    if (sum.weight > 0) {
      wishes.push({
        timeSec: sum.time / sum.weight,
        position: sum.position / sum.weight,
        length: sum.length,
        weightSec: sum.weight,
      });
    }
    sum = { weight: 0, time: 0, position: 0, length: 0 };
  };
  for (const [index, point] of focus.entries()) {
    const time = toSec(point.timeUs);
    const before = index > 0 ? (time - toSec(focus[index - 1]!.timeUs)) / 2 : time - grid.startSec;
    const after = index + 1 < focus.length ? (toSec(focus[index + 1]!.timeUs) - time) / 2 : end - time;
    const span = Math.min(Math.max(before, 0), reachSec) + Math.min(Math.max(after, 0), reachSec);
    const weight = (span * point.weight) / heaviest;
    const nearest = Math.round((time - grid.startSec) / grid.stepSec);
    if (nearest !== knot) {
      flush();
      knot = nearest;
    }
    sum.weight += weight;
    sum.time += weight * time;
    sum.position += weight * point.position;
    sum.length = Math.max(sum.length, point.length ?? 0);
  }
  flush();
  return wishes;
}
