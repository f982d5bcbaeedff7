import { modelLabels } from '@nearside/magika/decide';

/** A label with the model's score of it. */
export interface LabelScore {
  readonly label: string;
  readonly score: number;
}

/** The labels with the largest scores, best first. */
export function topLabels(scores: Float32Array, count: number): LabelScore[] {
  return modelLabels()
    .map((label, index) => ({ label, score: scores[index] ?? 0 }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, count);
}
