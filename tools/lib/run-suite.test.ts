import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SuiteReport } from './reporters/report.ts';
import { runSuite } from './run-suite.ts';

/** A runner that writes this report, or none, and ends with this code. */
function runner(code: number, report?: SuiteReport) {
  return async ({ NEARSIDE_REPORT: file = '' }: Record<string, string>) => {
    mkdirSync(dirname(file), { recursive: true });
    if (report) writeFileSync(file, JSON.stringify(report));
    return { code, output: '' };
  };
}

describe('runSuite', () => {
  it('takes the counts of the report', async () => {
    const report = { passed: 2, failed: [], skipped: [{ name: 'a', reason: 'no GPU' }] };
    expect(await runSuite('self-test', runner(0, report))).toMatchObject(report);
  });

  it('counts a crash as a failure', async () => {
    const { failed } = await runSuite('self-test', runner(7, { passed: 2, failed: [], skipped: [] }));
    expect(failed).toEqual(['the runner ended with exit code 7']);
  });

  it('counts a failed preparation as a failure', async () => {
    const run = () => Promise.reject(new Error('the build failed'));
    expect((await runSuite('self-test', run)).failed).toEqual(['the build failed']);
  });

  it('counts a suite without tests as a failure, not as the last run', async () => {
    expect((await runSuite('self-test', runner(0))).failed).toEqual(['no test was run']);
  });
});
