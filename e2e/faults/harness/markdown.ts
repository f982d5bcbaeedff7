import type { WaitingRow } from './row.ts';
import type { RowOutcome } from './run-row.ts';

/**
 * The matrix as it was run, as a table.
 *
 * @param outcomes Rows that ran.
 * @param waiting Rows that did not.
 */
export function toMarkdown(outcomes: readonly RowOutcome[], waiting: readonly WaitingRow[]): string {
  const lines = outcomes.map(({ id, title, injected, status, saw, deadlines, notRun, error }) => {
    const kept = deadlines.map(({ what, ms, limitMs }) => `${what}: **${Math.round(ms)} ms** (of ${limitMs})`);
    const not = notRun.map(({ part, why }) => `*not run*: ${part}: ${why}`);
    const result = error ? `**failed**: ${error.message.split('\n')[0]}` : status;
    return [id, title, injected, [...saw, ...kept, ...not].join('; '), result];
  });
  const rest = waiting.map(({ id, title, why }) => [id, title, '', '', `skipped: ${why}`]);
  const cells = [
    ['id', 'fault', 'injected by', 'seen', 'result'],
    ['---', '---', '---', '---', '---'],
    ...lines,
    ...rest,
  ];
  return `${cells.map((row) => `| ${row.map(escape).join(' | ')} |`).join('\n')}\n`;
}

function escape(cell: string): string {
  return cell.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}
