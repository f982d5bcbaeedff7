/** Text → units → ranked → chosen → quoted, each sentence with its place: the engine's flow. */
import { NearsideError } from '@nearside/core';
import { answerUnits } from './answer.ts';
import { analyze, unitFlags, type Analysis } from './analysis.ts';
import { budgetOf, type ExtractiveOptions } from './options.ts';
import { selectUnits, type Budget } from './select.ts';
import { settingsFor } from './settings.ts';
import { shorten } from './shorten.ts';
import type { Span } from './unit.ts';

/** A sentence of a summary. */
export interface QuotedSentence {
  /** What `sources` point to, joined by a space, with white space folded. */
  readonly text: string;
  /** Always so: this engine only quotes. */
  readonly status: 'quoted';
  /** Where it stands in the text, in order; more than one where something between was left out. */
  readonly sources: readonly Span[];
  /** Numbers and names that are not in the text: none, in a quotation. */
  readonly missing: readonly string[];
}

/** A summary whose every sentence is a quotation. */
export interface ExtractiveSummary {
  /** The sentences: a line each, or one paragraph for a tldr or teaser. */
  readonly text: string;
  /** In the text's order. */
  readonly sentences: readonly QuotedSentence[];
  /** The text's language: ISO 639-1, as given or detected; `und` where nothing tells. */
  readonly language: string;
}

/** How often a summary is made anew because it began with a pronoun whose noun it had not. */
const maxRestarts = 4;

/**
 * Summarises a text step by step: what `summarizeWithSources` and its patient sibling run.
 *
 * @returns A generator that stops often, at most some milliseconds of work apart.
 * @throws NearsideError 'invalid-input' when options are wrong or `text` is no string.
 */
export function* summarizing(text: string, options: ExtractiveOptions): Generator<void, ExtractiveSummary> {
  if (typeof text !== 'string') throw new NearsideError('invalid-input', 'the text is no string', { stage: 'options' });
  const budget = budgetOf(options);
  const analysis = yield* analyze(text, options.language?.split('-')[0]?.toLowerCase());
  const asked = options.context?.trim() ? yield* answerUnits(analysis, options.context, budget) : undefined;
  const chosen = asked ?? (yield* choose(analysis, budget));
  const sentences =
    chosen.length > 0
      ? chosen.map((unit) => quote(analysis, [spanOf(analysis, unit)]))
      : yield* cutBest(analysis, budget, options.context);
  const space = /^(?:zh|ja|th)$/.test(analysis.language) ? '' : ' ';
  const isParagraph = options.type === 'tldr' || options.type === 'teaser';
  return {
    text: sentences.map((sentence) => sentence.text).join(isParagraph ? space : '\n'),
    sentences,
    language: analysis.language,
  };
}

/** Chooses units; again without the first one while that begins with a pronoun, and something else is left. */
function* choose(analysis: Analysis, budget: Budget): Generator<void, number[]> {
  const excluded = new Set<number>();
  let first: number[] | undefined;
  for (let round = 0; round <= maxRestarts; round++) {
    const chosen = yield* selectUnits(analysis, settingsFor(analysis), budget, excluded);
    first ??= chosen;
    const [start] = chosen;
    if (start === undefined) break;
    if (analysis.isConversation || !((analysis.flags[start] ?? 0) & unitFlags.pronoun)) return chosen;
    excluded.add(start);
  }
  return first ?? [];
}

/** Where no unit is short enough: the best one, shortened. */
function* cutBest(analysis: Analysis, budget: Budget, context = ''): Generator<void, QuotedSentence[]> {
  const one = { ...budget, maxWords: Infinity, maxUnits: 1 };
  const asked = yield* answerUnits(analysis, context, one);
  const [best] = asked ?? (yield* choose(analysis, one));
  if (best === undefined) return [];
  const pieces = shorten(analysis.text, spanOf(analysis, best), budget.maxWords, analysis.language);
  return pieces.length > 0 ? [quote(analysis, pieces)] : [];
}

function spanOf({ units }: Analysis, unit: number): Span {
  const { start, end } = units[unit] as Span;
  return { start, end };
}

function quote({ text }: Analysis, sources: readonly Span[]): QuotedSentence {
  const pieces = sources.map(({ start, end }) => text.slice(start, end).replaceAll(/\s+/g, ' '));
  return { text: pieces.join(' '), status: 'quoted', sources, missing: [] };
}
