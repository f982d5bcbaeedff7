/**
 * The fault matrix in `npm test`: its main rows, with deadlines at three times; all of them with `--full`. What a row
 * does and why is in rows/; `npm run faults` runs them with the deadlines as they are promised.
 */
import { test } from '@playwright/test';
import { RequestLog, runRow, SharedBrowsers } from './harness/run-row.ts';
import { rows } from './rows.ts';

const browsers = new SharedBrowsers();
const log = new RequestLog();
test.afterAll(() => browsers.close());

const isFull = process.env['NEARSIDE_FULL'] === '1';
const limitMs = 150_000;

for (const row of rows.filter(({ inEveryTest }) => isFull || inEveryTest)) {
  test(`${row.id} ${row.title}`, async () => {
    test.setTimeout(limitMs + 60_000);
    const { error } = await runRow(row, { browsers, log, patience: 3, limitMs });
    if (error) throw error;
  });
}
