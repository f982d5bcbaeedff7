/** Paired bootstrap: how far a mean difference over documents may be chance. */

/** A mean with its 95 % interval. */
export interface Interval {
  mean: number;
  low: number;
  high: number;
}

const draws = 2_000;

/**
 * The mean of paired differences with a percentile interval; the same input gives the same answer.
 *
 * @param differences One a document, at least one.
 */
export function pairedInterval(differences: readonly number[]): Interval {
  let state = 12_345;
  const count = differences.length;
  const means = Array.from({ length: draws }, () => {
    let sum = 0;
    for (let index = 0; index < count; index++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      sum += differences[Math.floor((state / 2 ** 32) * count)] as number;
    }
    return sum / count;
  }).toSorted((a, b) => a - b);
  const mean = differences.reduce((sum, value) => sum + value, 0) / count;
  return { mean, low: means[Math.floor(0.025 * draws)] as number, high: means[Math.ceil(0.975 * draws) - 1] as number };
}
