/** Runs one suite of tests in a process of its own and reads the exact counts that its reporter wrote. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { reportVariable, type SuiteReport } from './reporters/report.ts';
import type { RunResult } from './run-program.ts';
import { cacheFolder } from './workspace.ts';

/** A suite's counts and time. */
export interface SuiteOutcome extends SuiteReport {
  name: string;
  minutes: number;
}

/**
 * Runs a suite. One that ends badly without naming a failed test, or that ran no test at all, counts as one failure:
 * an empty suite must not look like a good one.
 *
 * @param run Starts the runner with the given variables, which tell its reporter where to write. When it rejects (a
 *   build failed, say), that is the failure.
 */
export async function runSuite(
  name: string,
  run: (env: Record<string, string>) => Promise<RunResult>,
): Promise<SuiteOutcome> {
  const file = join(cacheFolder, 'reports', `${name}.json`);
  rmSync(file, { force: true });
  const startMs = performance.now();
  const { code, error } = await run({ [reportVariable]: file }).then(
    (result) => ({ ...result, error: undefined }),
    (reason: unknown) => ({ code: 1, error: reason instanceof Error ? reason.message : String(reason) }),
  );
  const report: SuiteReport = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as SuiteReport)
    : { passed: 0, failed: [], skipped: [] };
  if (code !== 0 && report.failed.length === 0) report.failed.push(error ?? `the runner ended with exit code ${code}`);
  if (report.passed + report.failed.length + report.skipped.length === 0) report.failed.push('no test was run');
  return { name, minutes: (performance.now() - startMs) / 60_000, ...report };
}
