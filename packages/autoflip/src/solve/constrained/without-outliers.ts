import type { AxisFocus } from '../axis-problem.ts';

/** Neighbours further away than this say nothing of a point, µs. */
const neighbourUs = 600_000;

/** So far from both neighbours, as a share of the window, is no peak of a movement. */
const outlierShare = 0.15;

/**
 * The focus points, but one that is far from those before and after it is moved to the nearer of them: one such detection
 * is an error, two are a movement. Steps and steady movements stay as they are.
 *
 * @param windowLength Same unit as the positions.
 */
export function withoutOutliers(focus: readonly AxisFocus[], windowLength: number): AxisFocus[] {
  return focus.map((point, index) => {
    const before = focus[index - 1];
    const after = focus[index + 1];
    if (!before || !after || after.timeUs - before.timeUs > 2 * neighbourUs) return point;
    const { position: a } = before;
    const { position: b } = after;
    const position = Math.max(Math.min(a, b), Math.min(Math.max(a, b), point.position));
    return Math.abs(position - point.position) > outlierShare * windowLength ? { ...point, position } : point;
  });
}
