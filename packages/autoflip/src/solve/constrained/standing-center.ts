import type { AxisFocus, AxisProblem, AxisSpan } from '../axis-problem.ts';

/**
 * Where a camera can stand through the whole scene with everything required in the window and every wish met comfortably:
 * of such places the one nearest to the weighted median of the wishes (the frame's middle without any).
 *
 * @param slack How far from a wish is comfortable, px.
 * @returns px; undefined where there is no such place, or where the camera comes from elsewhere.
 */
export function standingCenter(
  problem: AxisProblem,
  required: readonly AxisSpan[],
  slack: (problem: AxisProblem, focus: AxisFocus) => number,
): number | undefined {
  const { frameLength, windowLength, windowLengths, focus, prior } = problem;
  const longest = windowLengths?.reduce((most, length) => Math.max(most, length), windowLength) ?? windowLength;
  const [first, last] = [longest / 2, frameLength - longest / 2];
  let [lowest, highest] = [first, last];
  if (prior) {
    if (prior.velocity !== 0) return undefined;
    lowest = Math.max(lowest, prior.position);
    highest = Math.min(highest, prior.position);
  }
  for (const { from, to } of required) {
    lowest = Math.max(lowest, to - windowLength / 2);
    highest = Math.min(highest, from + windowLength / 2);
  }
  if (lowest > highest) return undefined;
  for (const point of focus) {
    const reach = slack(problem, point);
    // A wish that is not met anywhere in the frame is met best at the frame's edge.
    lowest = Math.max(lowest, Math.min(point.position - reach, last));
    highest = Math.min(highest, Math.max(point.position + reach, first));
  }
  if (lowest > highest) return undefined;
  return Math.min(Math.max(weightedMedian(focus) ?? frameLength / 2, lowest), highest);
}

/** The mean of the lower and the upper weighted median, so that mirrored wishes have the mirrored answer. */
function weightedMedian(focus: readonly AxisFocus[]): number | undefined {
  const sorted = focus.toSorted((a, b) => a.position - b.position);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let below = 0;
  for (const [index, { position, weight }] of sorted.entries()) {
    below += weight;
    if (below > half * (1 + 1e-12)) return position;
    if (below >= half * (1 - 1e-12)) return (position + (sorted[index + 1]?.position ?? position)) / 2;
  }
  return undefined;
}
