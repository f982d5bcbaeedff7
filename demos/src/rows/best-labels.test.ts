import { modelLabels } from '@nearside/magika/decide';
import { expect, it } from 'vitest';
import { bestLabels } from './best-labels.ts';

it('has the best first, and leaves the scores alone', () => {
  const scores = new Float32Array(modelLabels().length);
  scores.set([0.25, 0.5, 0, 0.125], 3);
  const before = scores.slice();
  expect(bestLabels(scores, 4)).toEqual([
    { label: modelLabels()[4], score: 0.5 },
    { label: modelLabels()[3], score: 0.25 },
    { label: modelLabels()[6], score: 0.125 },
    { label: modelLabels()[0], score: 0 },
  ]);
  expect(scores).toEqual(before);
});
