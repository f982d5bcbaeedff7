/** Compares cited stretches of a document with the turns that support an answer. */

/** Half-open, in UTF-16 code units. */
export interface Stretch {
  start: number;
  end: number;
}

/**
 * The stretches of gold turns.
 *
 * @param spans First and last turn, 0-based, inclusive; a turn is a line, its speaker included.
 */
export function goldSpans(document: string, spans: readonly [string | number, string | number][]): Stretch[] {
  const turns: Stretch[] = [];
  let start = 0;
  for (const line of document.split('\n')) {
    turns.push({ start, end: start + line.length });
    start += line.length + 1;
  }
  return spans.flatMap(([first, last]) => {
    const [from, to] = [turns[Number(first)], turns[Math.min(Number(last), turns.length - 1)]];
    return from && to ? [{ start: from.start, end: to.end }] : [];
  });
}

/** How many code units are cited, and how many of them lie in a gold stretch; each counts once. */
export function citationOverlap(
  cited: readonly Stretch[],
  gold: readonly Stretch[],
): { cited: number; inside: number } {
  const ours = union(cited);
  const theirs = union(gold);
  const inside = ours.reduce(
    (sum, one) =>
      sum +
      theirs.reduce(
        (part, other) => part + Math.max(0, Math.min(one.end, other.end) - Math.max(one.start, other.start)),
        0,
      ),
    0,
  );
  return { cited: ours.reduce((sum, { start, end }) => sum + end - start, 0), inside };
}

function union(stretches: readonly Stretch[]): Stretch[] {
  const merged: Stretch[] = [];
  for (const { start, end } of stretches.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}
