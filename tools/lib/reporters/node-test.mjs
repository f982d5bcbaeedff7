/**
 * Counts the tests of `node --test`, and prints the failures. Plain JavaScript: it runs on the oldest Node that the
 * packages support, which does not strip types; hence it also writes its report (the form of report.ts) by itself.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** @param {AsyncIterable<import('node:test/reporters').TestEvent>} events */
export default async function* countTests(events) {
  /** @type {import('./report.ts').SuiteReport} */
  const report = { passed: 0, failed: [], skipped: [] };
  for await (const { type, data } of events) {
    if (type === 'test:stderr') yield data.message;
    if ((type !== 'test:pass' && type !== 'test:fail') || data.details.type === 'suite') continue;
    // A file is reported like a test only when it failed outside its tests.
    if (data.skip !== undefined) report.skipped.push({ name: data.name, reason: String(data.skip) });
    else if (type === 'test:pass') report.passed++;
    else {
      report.failed.push(data.name);
      yield `FAILED ${data.name}\n${data.details.error.stack}\n${data.details.error.cause?.stack ?? ''}\n`;
    }
  }
  const file = process.env.NEARSIDE_REPORT;
  if (!file) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(report));
}
