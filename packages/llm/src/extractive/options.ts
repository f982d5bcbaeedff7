/** What a summary may be asked to be, and what that means in sentences and words. */
import { NearsideError } from '@nearside/core';
import type { Budget } from './select.ts';

/** What a summary is for: the names of the platform's own Summarizer. */
export type SummaryType = 'key-points' | 'tldr' | 'teaser' | 'headline';

/** How long it is, within its type. */
export type SummaryLength = 'short' | 'medium' | 'long';

/** How to summarise. */
export interface ExtractiveOptions {
  /** Default `key-points`. */
  readonly type?: SummaryType;
  /** Default `short`. */
  readonly length?: SummaryLength;
  /** Never more words than this, whatever the type says; at least 1. */
  readonly maxWords?: number;
  /**
   * Instead of a type's length: whole units are added, the most useful first, until so many words are reached, so the
   * last may exceed it; at least 1. What evaluations use.
   */
  readonly targetWords?: number;
  /** Never more sentences than this, whatever the type says; at least 1. */
  readonly maxSentences?: number;
  /** A question or topic: what answers it comes first. */
  readonly context?: string;
  /** Language of the text, BCP 47. Default: detected. */
  readonly language?: string;
}

/** Sentences and words by type and length. A tldr is a sentence, a short paragraph, a paragraph. */
const limits: Readonly<
  Record<SummaryType, Readonly<Record<SummaryLength, readonly [sentences: number, words: number]>>>
> = {
  'key-points': { short: [3, 90], medium: [5, 150], long: [7, 210] },
  tldr: { short: [1, 40], medium: [3, 75], long: [5, 125] },
  teaser: { short: [1, 30], medium: [2, 50], long: [4, 90] },
  headline: { short: [1, 12], medium: [1, 17], long: [1, 22] },
};

/**
 * The budget that options ask for.
 *
 * @throws NearsideError 'invalid-input' when a type or length is unknown, or a number is no whole one of at least 1.
 */
export function budgetOf(options: ExtractiveOptions): Budget {
  const { type = 'key-points', length = 'short', maxWords, targetWords, maxSentences } = options;
  const [sentences, words] = (Object.hasOwn(limits, type) && limits[type][length]) || [0, 0];
  if (sentences === 0) throw invalid(`there is no summary of type ${String(type)} and length ${String(length)}`);
  for (const [name, value] of Object.entries({ maxWords, targetWords, maxSentences })) {
    if (value !== undefined && !(Number.isInteger(value) && value >= 1)) {
      throw invalid(`${name} is ${String(value)}, and must be a whole number of at least 1`);
    }
  }
  const most = Math.min(targetWords === undefined ? words : Infinity, maxWords ?? Infinity);
  const units = maxSentences ?? (targetWords === undefined ? sentences : Infinity);
  return {
    targetWords: Math.min(targetWords ?? most, most),
    maxWords: most,
    maxUnits: targetWords === undefined ? Math.min(units, sentences) : units,
  };
}

function invalid(message: string): NearsideError {
  return new NearsideError('invalid-input', message, { stage: 'options' });
}
