import type { AxisProblem, AxisSpan } from '../axis-problem.ts';

/** Spans further apart than this are not joined, µs: in between nothing is required. */
const longestGapUs = 500_000;

/**
 * The spans that are required at the problem's frames: those given, and between two that are near in time, what lies
 * between them. Clipped to the frame; one longer than the window shrinks to a point: centring is the best that can be done. Where
 * the window is longer than usual, a span is as much shorter, so that all are as of the usual window; it may be less than 0.
 */
export function requiredSpans(problem: AxisProblem): AxisSpan[] {
  const { timesUs, frameLength, windowLength, windowLengths, required } = problem;
  const spans: AxisSpan[] = [];
  if (required.length === 0) return spans;
  let next = 0;
  for (const [index, timeUs] of timesUs.entries()) {
    while (next < required.length && required[next]!.timeUs < timeUs) next += 1;
    const after = required[next];
    const before = required[next - 1];
    const span =
      after?.timeUs === timeUs
        ? after
        : after && before && after.timeUs - before.timeUs <= longestGapUs
          ? between(before, after, timeUs)
          : undefined;
    if (!span) continue;
    const length = windowLengths?.[index] ?? windowLength;
    const { from, to } = fit(span, frameLength, length, timeUs);
    const longer = (length - windowLength) / 2;
    spans.push({ timeUs, from: from + longer, to: to - longer });
  }
  return spans;
}

function between(before: AxisSpan, after: AxisSpan, timeUs: number): AxisSpan {
  const share = (timeUs - before.timeUs) / (after.timeUs - before.timeUs);
  return {
    timeUs,
    from: before.from + share * (after.from - before.from),
    to: before.to + share * (after.to - before.to),
  };
}

function fit(span: AxisSpan, frameLength: number, windowLength: number, timeUs: number): AxisSpan {
  const from = Math.max(0, Math.min(span.from, frameLength));
  const to = Math.max(from, Math.min(span.to, frameLength));
  if (to - from <= windowLength) return { timeUs, from, to };
  const center = (from + to) / 2;
  return { timeUs, from: center - windowLength / 2, to: center + windowLength / 2 };
}
