import { modelLabels } from '@nearside/magika/decide';

/** A label with the model's score of it. */
export interface LabelScore {
  readonly label: string;
  readonly score: number;
}

/**
 * The labels with the largest scores, best first; of equal ones the model's order.
 *
 * @param scores Dims [labels]; unchanged.
 * @param count A few: the scores are passed over once for each.
 */
export function bestLabels(scores: Float32Array, count: number): LabelScore[] {
  const labels = modelLabels();
  const left = scores.slice();
  return Array.from({ length: Math.min(count, left.length) }, () => {
    const at = left.reduce((best, score, index) => (score > (left[best] as number) ? index : best), 0);
    const score = left[at] as number;
    left[at] = -Infinity;
    return { label: labels[at] as string, score };
  });
}
