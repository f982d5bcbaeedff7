import type { AxisFocus } from '../axis-problem.ts';

/** A movement is taken to go on for at most this long, µs: a little more than between two key frames of the reference. */
const longestUs = 250_000;

/**
 * The focus points, and one more at the first and at the last frame where the nearest point is not far from it, in the
 * direction and at the speed that the three points at that end have. A scene rarely begins and ends with a key frame, and
 * somebody fast has left the window by then.
 */
export function extendedFocus(focus: readonly AxisFocus[], timesUs: readonly number[]): AxisFocus[] {
  const before = continued(focus.slice(0, 3), timesUs[0]!);
  const after = continued(focus.slice(-3).toReversed(), timesUs.at(-1)!);
  return [...(before ? [before] : []), ...focus, ...(after ? [after] : [])];
}

/** @param points From the end inwards. */
function continued(points: readonly AxisFocus[], timeUs: number): AxisFocus | undefined {
  const [end, , inner] = points;
  if (!end || !inner || end.timeUs === timeUs || end.timeUs === inner.timeUs) return undefined;
  const isBeyond = Math.sign(timeUs - end.timeUs) === Math.sign(end.timeUs - inner.timeUs);
  const isNear = Math.abs(timeUs - end.timeUs) <= longestUs && Math.abs(end.timeUs - inner.timeUs) <= 4 * longestUs;
  if (!isBeyond || !isNear) return undefined;
  const speed = (end.position - inner.position) / (end.timeUs - inner.timeUs);
  return { ...end, timeUs, position: end.position + speed * (timeUs - end.timeUs) };
}
