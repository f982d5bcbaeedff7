import type { PredictionMode } from '@nearside/magika/decide';
import { pathOf, type Verdict } from '../rows/row.ts';
import { describeMismatch } from '../rows/words.ts';

/** The rows as JSON, with the field names of the package's own answers. */
export function toJson(verdicts: readonly Verdict[], mode: PredictionMode): string {
  return `${JSON.stringify({ mode, files: verdicts.map(fileOf) }, undefined, 2)}\n`;
}

function fileOf(verdict: Verdict): object {
  const { row, identification, mismatch } = verdict;
  const path = pathOf(row);
  if (row.kind === 'failed') return { path, error: row.failure };
  return { path, bytes: row.file.size, ...identification, ...(mismatch && { warning: describeMismatch(verdict) }) };
}
