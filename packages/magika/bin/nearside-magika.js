#!/usr/bin/env node
/**
 * Starts the command. An installed package has its dist and is started as it is; in the repository's checkout what is
 * stale is built first. NEARSIDE_AS_BUILT=1 takes the checkout's dist as it is, too.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

const packageFolder = join(import.meta.dirname, '..');
const root = join(packageFolder, '..', '..');
const built = join(packageFolder, 'dist', 'cli.js');

// Sources and tools are never published.
const isCheckout = existsSync(join(packageFolder, 'src', 'cli.ts')) && existsSync(join(root, 'tools', 'run.mjs'));
if (isCheckout && !process.env.NEARSIDE_AS_BUILT && isStale()) build();

const { main } = await import('../dist/cli.js');
process.exitCode = await main(process.argv.slice(2));

/**
 * By time stamps, in a few milliseconds, where the build itself compares contents.
 *
 * @returns {boolean}
 */
function isStale() {
  if (!existsSync(built)) return true;
  const builtMs = statSync(built).mtimeMs;
  const inputs = ['package-lock.json', 'tsconfig.base.json', 'packages/core', 'packages/magika', 'models/magika'];
  return inputs.some((input) => isNewer(join(root, input), builtMs));
}

/**
 * Whether a file, or any file in a folder, was changed since.
 *
 * @param {string} path
 * @param {number} sinceMs
 * @returns {boolean}
 */
function isNewer(path, sinceMs) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats !== undefined && stats.mtimeMs > sinceMs;
  return readdirSync(path, { withFileTypes: true }).some(({ name }) => {
    const isInput = !['dist', 'node_modules', 'test-node'].includes(name) && !name.endsWith('.test.ts');
    return isInput && isNewer(join(path, name), sinceMs);
  });
}

function build() {
  // Where Node runs TypeScript, the packages alone; else all, by the program that brings a Node that does.
  const program = process.features.typescript ? ['tools/build-packages.ts'] : ['tools/run.mjs', 'build'];
  const { status } = spawnSync(process.execPath, program, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    console.error("nearside-magika: the packages could not be built: 'npm run build' in the checkout says why");
    process.exit(1);
  }
  // The build leaves alone what is up to date: without this it would be asked again each time.
  utimesSync(built, new Date(), new Date());
}
