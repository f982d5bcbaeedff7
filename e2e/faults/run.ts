/**
 * The fault matrix: `npm run faults [-- --only ID,…] [--peers] [--json FILE] [--markdown FILE]`. Each fault is injected
 * for real, its outcome checked, and a healthy call made after it without a reload. The last line on stdout is
 * `N passed, N failed, N skipped`.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { writeOutcome } from '../../tools/lib/outcome.ts';
import { toMarkdown } from './harness/markdown.ts';
import { RequestLog, runRow, SharedBrowsers, type RowOutcome } from './harness/run-row.ts';
import { rows, waiting } from './rows.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    peers: { type: 'boolean', default: false },
    json: { type: 'string' },
    markdown: { type: 'string' },
  },
});

const limitMs = 150_000;

const ids = options.only?.split(',').map((id) => id.trim().toUpperCase());
const known = [...rows, ...waiting].map(({ id }) => id);
const unknown = ids?.filter((id) => !known.includes(id)) ?? [];
if (unknown.length > 0) {
  console.error(`nearside: no id ${unknown.join(', ')}; there are ${known.join(', ')}`);
  process.exit(1);
}
const wished = (id: string): boolean => ids?.includes(id) ?? true;

const outcomes: RowOutcome[] = [];
const browsers = new SharedBrowsers();
const log = new RequestLog();
try {
  for (const row of rows.filter(({ id }) => wished(id))) {
    console.error(`nearside: ${row.id}: ${row.title}`);
    const outcome = await runRow(row, { browsers, log, patience: 1, limitMs });
    outcomes.push(outcome);
    print(outcome);
  }
} finally {
  await browsers.close();
}
const skipped = waiting.filter(({ id }) => wished(id));
for (const { id, title, why } of skipped) console.log(`skipped ${id} ${title}: ${why}`);

const notes = outcomes.flatMap(({ id, notRun }) => notRun.map(({ part, why }) => `${id}: not run: ${part}: ${why}`));
if (options.peers) {
  const { comparePeers } = await import('./peers/compare-peers.ts');
  const comparison = await comparePeers();
  for (const line of comparison.lines) console.log(line);
  notes.push(...comparison.notes, ...comparison.lines);
  for (const note of comparison.notes) console.log(note);
}
const failed = outcomes.filter(({ status }) => status === 'failed').length;
const passed = outcomes.length - failed;
const figures = { passed, failed, skipped: skipped.length };
const printable = outcomes.map(({ error, ...rest }) => ({ ...rest, ...(error && { error: error.message }) }));
writeOutcome(options.json, { suite: 'faults', figures, rows: printable, notes });
if (options.markdown !== undefined) writeFileSync(options.markdown, toMarkdown(outcomes, skipped));
console.log(`faults: ${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = failed > 0 ? 1 : 0;

function print({ id, title, status, saw, deadlines, notRun, error, seconds }: RowOutcome): void {
  console.log(`${status} ${id} ${title} (${seconds.toFixed(1)} s)`);
  for (const text of saw) console.log(`    ${text}`);
  for (const { what, ms, limitMs: limit } of deadlines) console.log(`    ${what}: ${Math.round(ms)} ms of ${limit} ms`);
  for (const { part, why } of notRun) console.log(`    skipped: ${part}: ${why}`);
  if (error) console.log(`    ${error.stack ?? error.message}`);
}
