/** What every suite's reporter writes, whichever runner it plugs into: node-test.mjs, playwright.ts, vitest.ts. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A test that did not run, and why. */
export interface Skip {
  name: string;
  reason: string;
}

/** Exact counts of a suite. */
export interface SuiteReport {
  passed: number;
  /** Names of failed tests, and files that could not be loaded. */
  failed: string[];
  skipped: Skip[];
}

/** The environment variable that names the file to write. */
export const reportVariable = 'NEARSIDE_REPORT';

/** Writes a report where run-suite.ts looks for it; a runner started by hand has no such place. */
export function writeReport(report: SuiteReport): void {
  const file = process.env[reportVariable];
  if (!file) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(report));
}
