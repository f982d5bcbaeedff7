/** What the rows and ratios of a benchmark are made of. Pure. */

/** A row of a benchmark's result. */
export interface Row {
  /** What was measured. */
  what: string;
  /** Whose. */
  who: string;
  unit: string;
  min: number;
  median: number;
  max: number;
  n: number;
}

/**
 * The middle value; of an even number of values the mean of the two in the middle.
 *
 * @throws RangeError when there is none, or one of them is no number.
 */
export function median(values: readonly number[]): number {
  const sorted = checked(values).toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}

/** Sums values up as a row. */
export function toRow(what: string, who: string, unit: string, values: readonly number[]): Row {
  return {
    what,
    who,
    unit,
    min: Math.min(...checked(values)),
    median: median(values),
    max: Math.max(...values),
    n: values.length,
  };
}

/**
 * Theirs ÷ ours, pair by pair: both of a pair were measured one after the other, so what the machine did at the time
 * is in both.
 *
 * @throws RangeError when the numbers of values differ, or one of ours is not above 0.
 */
export function pairedRatios(theirs: readonly number[], ours: readonly number[]): number[] {
  if (theirs.length !== ours.length) throw new RangeError(`${theirs.length} values do not pair with ${ours.length}`);
  return checked(theirs).map((value, index) => {
    const own = ours[index] as number;
    if (!(own > 0)) throw new RangeError(`${own} cannot be divided by`);
    return value / own;
  });
}

function checked(values: readonly number[]): readonly number[] {
  if (values.length === 0) throw new RangeError('there are no values');
  if (!values.every(Number.isFinite)) throw new RangeError(`not all are numbers: ${values.join(', ')}`);
  return values;
}
