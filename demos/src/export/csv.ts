/** CSV by RFC 4180, in UTF-8 without a byte order mark. */
import type { PredictionMode } from '@nearside/magika/decide';
import { pathOf, verdictOf, type Row, type Verdict } from '../rows/row.ts';
import { describeMismatch } from '../rows/words.ts';

const columns: Readonly<Record<string, (verdict: Verdict) => string | number | undefined>> = {
  path: ({ row }) => pathOf(row),
  bytes: ({ row }) => (row.kind === 'answered' ? row.sizeBytes : undefined),
  label: ({ identification }) => identification?.label,
  description: ({ identification }) => identification?.description,
  mime_type: ({ identification }) => identification?.mimeType,
  group: ({ identification }) => identification?.group,
  score: ({ identification }) => identification?.score,
  model_label: ({ identification }) => identification?.modelLabel,
  overwrite_reason: ({ identification }) => identification?.overwriteReason,
  warning: (verdict) => (verdict.mismatch ? describeMismatch(verdict) : undefined),
  error: ({ row }) => (row.kind === 'failed' ? `${row.failure.code}: ${row.failure.message}` : undefined),
};

/** A table with a header line, in pieces; every line, the last one too, ends in CR LF. */
export function* csvPieces(rows: readonly Row[], mode: PredictionMode): Generator<string, void, void> {
  const reads = Object.values(columns);
  yield line(Object.keys(columns));
  for (const row of rows) {
    const verdict = verdictOf(row, mode);
    yield line(reads.map((read) => read(verdict)));
  }
}

function line(cells: readonly (string | number | undefined)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = disarm(value);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * A file may be named `=HYPERLINK(…)`, and a spreadsheet would run it: an apostrophe in front makes it text.
 *
 * @see OWASP, CSV Injection
 */
function disarm(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}
