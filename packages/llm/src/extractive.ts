/** Summaries at once, without a model: the most telling sentences of a text, quoted, each with its place. */
import type { ExtractiveOptions } from './extractive/options.ts';
import { runAtOnce, runInSlices } from './extractive/run-steps.ts';
import { summarizing, type ExtractiveSummary } from './extractive/summarize.ts';

export { detectLanguage, type DetectedLanguage } from './extractive/detect-language.ts';
export type { ExtractiveOptions, SummaryLength, SummaryType } from './extractive/options.ts';
export { splitUnits } from './extractive/split-units.ts';
export type { ExtractiveSummary, QuotedSentence } from './extractive/summarize.ts';
export type { Span, Unit, UnitKind } from './extractive/unit.ts';

/**
 * Summarises a text. Synchronous, deterministic, without network, DOM or model; the text is not changed.
 *
 * @param text Plain text or Markdown; a transcript with a line a turn (`Name: …`) is recognised.
 * @param options Type, length, question, language; all optional.
 * @returns Whole sentences in the text's order; one of them is shortened only where none is short enough. Empty for a
 *   text without a word.
 * @throws NearsideError 'invalid-input' when options are wrong or `text` is no string.
 */
export function summarizeWithSources(text: string, options: ExtractiveOptions = {}): ExtractiveSummary {
  return runAtOnce(summarizing(text, options));
}

/**
 * The same, in slices of some milliseconds, so that a page stays alive and may abort.
 *
 * @param text As for {@link summarizeWithSources}, whose answer it gives.
 * @param options Beside those of {@link summarizeWithSources} a signal.
 * @throws NearsideError 'invalid-input' as above, or the signal's reason.
 */
export async function summarizeWithSourcesAsync(
  text: string,
  { signal, ...options }: ExtractiveOptions & { readonly signal?: AbortSignal } = {},
): Promise<ExtractiveSummary> {
  return runInSlices(summarizing(text, options), signal);
}
