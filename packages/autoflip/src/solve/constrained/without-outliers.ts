import type { AxisFocus } from '../axis-problem.ts';

/** Neighbours further away than this say nothing of a point, µs. */
const neighbourUs = 600_000;

/**
 * The focus points, each at the median of itself and its two neighbours in time: one detection that is far from those
 * before and after it is an error, two are a movement. Steps and steady movements stay as they are.
 */
export function withoutOutliers(focus: readonly AxisFocus[]): AxisFocus[] {
  return focus.map((point, index) => {
    const before = focus[index - 1];
    const after = focus[index + 1];
    if (!before || !after || after.timeUs - before.timeUs > 2 * neighbourUs) return point;
    const { position: a } = before;
    const { position: b } = after;
    const position = Math.max(Math.min(a, b), Math.min(Math.max(a, b), point.position));
    return { ...point, position };
  });
}
