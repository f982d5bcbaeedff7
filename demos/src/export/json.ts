import type { PredictionMode } from '@nearside/magika/decide';
import { pathOf, verdictOf, type Row, type Verdict } from '../rows/row.ts';
import { describeMismatch } from '../rows/words.ts';

/** The rows as JSON, in pieces, with the field names of the package's own answers. */
export function* jsonPieces(rows: readonly Row[], mode: PredictionMode): Generator<string, void, void> {
  yield `{\n  "mode": ${JSON.stringify(mode)},\n  "files": [`;
  let separator = '\n    ';
  for (const row of rows) {
    const text = JSON.stringify(fileOf(verdictOf(row, mode)), undefined, 2);
    // Line breaks within texts are escaped, so that these are all between them.
    yield separator + text.replaceAll('\n', '\n    ');
    separator = ',\n    ';
  }
  yield rows.length > 0 ? '\n  ]\n}\n' : ']\n}\n';
}

function fileOf(verdict: Verdict): object {
  const { row, identification, mismatch } = verdict;
  const path = pathOf(row);
  if (row.kind === 'failed') {
    const { code, message, hint } = row.failure;
    return { path, error: { code, message, hint } };
  }
  return { path, bytes: row.sizeBytes, ...identification, ...(mismatch && { warning: describeMismatch(verdict) }) };
}
