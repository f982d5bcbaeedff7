/**
 * `npm run conformance -- autoflip --cases DIR [--json FILE]`: every case of every JSON file in DIR, on our steps; pictures
 * are looked for in DIR/images. A file or list of unknown form fails; a case whose picture is missing is skipped and
 * named. The last line counts them.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeOutcome } from '../../tools/lib/outcome.ts';
import { runFolder, type Row } from './autoflip/run-cases.ts';

const { values: options } = parseArgs({ options: { cases: { type: 'string' }, json: { type: 'string' } } });

try {
  main();
} catch (error) {
  console.error(`nearside: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

function main(): void {
  if (options.cases === undefined) throw new Error('--cases DIR is needed');
  const rows = runFolder(resolve(options.cases));
  for (const row of rows) {
    if (row.status === 'passed') continue;
    console.error(`nearside: ${row.status} ${row.file} ${row.form} ${row.id}: ${row.problems.slice(0, 5).join('; ')}`);
  }
  const count = (status: Row['status']) => rows.filter((row) => row.status === status).length;
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
  const notes = rows.filter(({ status }) => status === 'skipped').flatMap(({ problems }) => problems);
  const figures = { cases: rows.length, passed, failed, skipped };
  writeOutcome(options.json, { suite: 'autoflip', figures, rows, notes: [...new Set(notes)] });
  console.log(`nearside: autoflip: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  if (failed > 0) process.exitCode = 1;
}
