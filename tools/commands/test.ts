/**
 * `npm test [-- --full] [--only SUITE[,SUITE]] [--json FILE]`: every suite in turn, one browser at a time. The last
 * line on stdout is `N passed, N failed[, N skipped]`.
 */
import { globSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildPackages, buildSite } from '../lib/build.ts';
import { findBrowser, type BrowserName } from '../lib/find-browser.ts';
import { bringNode } from '../lib/node-runtime.mjs';
import { writeOutcome } from '../lib/outcome.ts';
import type { SuiteReport } from '../lib/reporters/report.ts';
import { runProgram, runTool, type RunResult } from '../lib/run-program.ts';
import { runSuite, type SuiteOutcome } from '../lib/run-suite.ts';
import { root } from '../lib/workspace.ts';

const { values: options } = parseArgs({
  options: { full: { type: 'boolean', default: false }, only: { type: 'string' }, json: { type: 'string' } },
});
const full: boolean = options.full;

interface Suite {
  name: string;
  /** What is built before it. */
  build: () => Promise<void>;
  browser?: BrowserName;
  run: (env: Record<string, string>) => Promise<RunResult>;
}

const suites: Suite[] = [
  { name: 'unit', build: buildPackages, run: vitest('node') },
  { name: 'node-20', build: buildPackages, run: nodeTest },
  { name: 'browser', build: buildPackages, browser: 'chromium', run: vitest('browser') },
  { name: 'e2e', build: buildSite, browser: 'chromium', run: playwright('chromium') },
  { name: 'e2e-firefox', build: buildSite, browser: 'firefox', run: playwright('firefox') },
  { name: 'consumers', build: buildPackages, browser: 'chromium', run: playwright('consumers') },
];

const names = options.only?.split(',') ?? suites.map(({ name }) => name);
const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0)
  throw new Error(`no suite ${unknown.join(', ')}; there are ${suites.map(({ name }) => name).join(', ')}`);

const outcomes: SuiteOutcome[] = [];
for (const suite of suites.filter(({ name }) => names.includes(name))) {
  const missing = await findMissing(suite);
  const buildAndRun: Suite['run'] = async (env) => {
    await suite.build();
    return suite.run(env);
  };
  const outcome = missing === undefined ? await runSuite(suite.name, buildAndRun) : skipSuite(suite.name, missing);
  outcomes.push(outcome);
  console.log(`${suite.name}: ${countLine(outcome)} in ${outcome.minutes.toFixed(1)} min`);
}

const total: SuiteReport = {
  passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
  failed: outcomes.flatMap(({ name, failed }) => failed.map((test) => `${name}: ${test}`)),
  skipped: outcomes.flatMap((outcome) =>
    outcome.skipped.map(({ name, reason }) => ({ name: `${outcome.name}: ${name}`, reason })),
  ),
};
const skipNotes = total.skipped.map(({ name, reason }) => `skipped: ${name}: ${reason}`);
for (const note of skipNotes) console.log(note);
for (const test of total.failed) console.log(`FAILED: ${test}`);
writeOutcome(options.json, {
  suite: 'test',
  figures: { passed: total.passed, failed: total.failed.length, skipped: total.skipped.length },
  rows: outcomes,
  notes: skipNotes,
});
console.log(countLine(total));
process.exitCode = total.failed.length > 0 ? 1 : 0;

function countLine({ passed, failed, skipped }: SuiteReport): string {
  return `${passed} passed, ${failed.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
}

/** Why a suite cannot run on this machine, if so. */
async function findMissing({ name, browser }: Suite): Promise<string | undefined> {
  if (name === 'node-20' && !bringNode('oldest'))
    return `npm has no Node 20.19 for ${process.platform}-${process.arch}`;
  // Chromium is what the tests need; Firefox is brought only for the full run.
  const install = full || browser === 'chromium';
  if (browser && !(await findBrowser(browser, { install }))) return `no ${browser} on this machine`;
  return undefined;
}

function skipSuite(name: string, reason: string): SuiteOutcome {
  return { name, minutes: 0, passed: 0, failed: [], skipped: [{ name: `the suite ${name}`, reason }] };
}

function vitest(project: string): Suite['run'] {
  const reporters = ['--reporter=default', '--reporter=./tools/lib/reporters/vitest.ts'];
  return (env) => runTool('vitest', ['run', '--project', project, ...reporters], { env });
}

/** The built packages on the oldest Node that they support. */
async function nodeTest(env: Record<string, string>): Promise<RunResult> {
  const files = globSync('packages/*/test-node/*.test.mjs', { cwd: root }).toSorted();
  const oldest = bringNode('oldest');
  if (!oldest || files.length === 0) return { code: 0, output: '' }; // which counts as a suite without tests
  const reporter = '--test-reporter=./tools/lib/reporters/node-test.mjs';
  return runProgram(oldest, ['--test', reporter, '--test-reporter-destination=stderr', ...files], { env });
}

function playwright(project: string): Suite['run'] {
  const reporters = '--reporter=list,./tools/lib/reporters/playwright.ts';
  return (env) =>
    runTool('@playwright/test', ['test', '--config', 'e2e/playwright.config.ts', '--project', project, reporters], {
      env: { ...env, ...(full ? { NEARSIDE_FULL: '1' } : {}) },
    });
}
