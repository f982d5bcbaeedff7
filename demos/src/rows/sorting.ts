/** A stable merge sort that can stop for breath, and grow. */

/** Items that are sorted in one go: well under a millisecond each hundred, also by a collator. */
const runLength = 512;

/**
 * Sorts; `inSlices` runs it.
 *
 * @param items Unchanged.
 * @returns A new array; items that are equal keep their order.
 */
export function* sortSteps<T>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
): Generator<void, readonly T[], void> {
  let runs: (readonly T[])[] = [];
  for (let from = 0; from < items.length; from += runLength) {
    runs.push(items.slice(from, from + runLength).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: (readonly T[])[] = [];
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(yield* mergeSteps(runs[at] as readonly T[], runs[at + 1] ?? [], compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

/** Merges two sorted lists; of equal items the first list's come first. */
export function* mergeSteps<T>(
  first: readonly T[],
  second: readonly T[],
  compare: (a: T, b: T) => number,
): Generator<void, readonly T[], void> {
  const merged: T[] = [];
  let a = 0;
  let b = 0;
  while (a < first.length && b < second.length) {
    const takesSecond = compare(first[a] as T, second[b] as T) > 0;
    merged.push((takesSecond ? second[b++] : first[a++]) as T);
    if (merged.length % runLength === 0) yield;
  }
  return merged.concat(first.slice(a), second.slice(b));
}

/**
 * Puts a few sorted items into a long sorted list: compares only on the way to each one's place.
 *
 * @returns A new array; of equal items the list's come first.
 */
export function insertSorted<T>(list: readonly T[], few: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  const pieces: (readonly T[])[] = [];
  let from = 0;
  for (const item of few) {
    const at = placeAfter(list, item, from, compare);
    pieces.push(list.slice(from, at), [item]);
    from = at;
  }
  return [...pieces, list.slice(from)].flat() as T[];
}

/** Index after the last that is not greater. */
function placeAfter<T>(list: readonly T[], item: T, from: number, compare: (a: T, b: T) => number): number {
  let low = from;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(list[middle] as T, item) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}
