/** Results in sentences. */
import { thresholdFor, type Identification, type PredictionMode } from '@nearside/magika/decide';
import { formatScore, modeNames } from '../format.ts';
import type { Verdict } from './row.ts';

/** The warning of a row; empty where there is none. */
export function describeMismatch({ identification, mismatch }: Pick<Verdict, 'identification' | 'mismatch'>): string {
  if (!identification || !mismatch) return '';
  return `The name ends in .${mismatch.extension} (${mismatch.expected}), but the content is: ${identification.description}.`;
}

/** Why the answer is what it is. */
export function describeReason(identification: Identification, mode: PredictionMode): string {
  const { modelLabel, label, overwriteReason } = identification;
  if (modelLabel === 'undefined') return describeRuled(identification);
  const score = formatScore(identification.score);
  const threshold = thresholdFor(modelLabel, mode);
  const asks = mode === 'best_guess' ? 'Best guess asks for no minimum' : `${nameOf(mode)} asks for ${threshold} here`;
  switch (overwriteReason) {
    case 'none':
      return `The model says ${modelLabel} with a score of ${score}. ${asks}, so that is the answer.`;
    case 'overwrite_map':
      return `The model says ${modelLabel} with a score of ${score}. ${asks}. It is reported as ${label}, which is what ${modelLabel} means to a reader.`;
    case 'low_confidence':
      return `The model leans to ${modelLabel}, but its score of ${score} is too low: ${nameOf(mode).toLowerCase()} asks for ${threshold} here. The answer is the general ${label} instead.`;
    default:
      return overwriteReason satisfies never;
  }
}

function nameOf(mode: PredictionMode): string {
  return modeNames[mode].join(' ').trimEnd();
}

function describeRuled({ label }: Identification): string {
  return label === 'empty'
    ? 'The file has no bytes, so the model was not asked.'
    : `There are fewer than 8 bytes after leading white space: too few for the model, so the answer depends only on whether they are valid text.`;
}
