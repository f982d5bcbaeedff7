/** What `--engine NAME` may be. */
import { summarizeWithSources, type ExtractiveOptions, type ExtractiveSummary } from '@nearside/llm/extractive';

/** Summarises a document. */
export type Summarize = (document: string, options: ExtractiveOptions) => ExtractiveSummary;

/**
 * Finds an engine.
 *
 * @throws Error when there is none of that name.
 */
export function engineOf(name: string | undefined): Summarize {
  if (name === 'extractive') return summarizeWithSources;
  throw new Error(`no engine ${name ?? 'given'}; there is extractive`);
}
