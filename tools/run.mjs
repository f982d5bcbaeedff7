/**
 * `node tools/run.mjs COMMAND [ARGS]`: does all set-up, then runs tools/commands/COMMAND.ts. Every npm script goes
 * through here, so a fresh clone needs nothing but Node 20.19, npm and git. Each step is skipped when its work is done.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { bringNode, runNpm } from './lib/node-runtime.mjs';

const root = dirname(import.meta.dirname);

/** @returns {string} A Node that runs TypeScript and our tools: this one, or one that npm brings. */
function findNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 11)) return process.execPath;
  const node = bringNode('tools');
  if (!node)
    throw new Error(`no Node 24 on npm for ${process.platform}-${process.arch}: install 24.11 or newer yourself`);
  return node;
}

/** Whether node_modules holds what the lock file says; npm writes its own record last, after a complete install. */
function isInstalled() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = readPackages(join(root, 'package-lock.json'));
  const found = readPackages(record);
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true;
    const there = found[path];
    return there ? there.version === version && there.integrity === integrity : optional === true;
  });
}

/**
 * @param {string} lockFile
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function readPackages(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

/**
 * @param {string} node
 * @param {string} program
 * @param {string[]} args
 */
function runProgram(node, program, args) {
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const child = spawn(node, [program, ...args], { stdio: 'inherit', env: { ...process.env, PATH: path } });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event) {
    // A signal to npm ends its shell, which does not pass it on: a server would outlive the `npm start` that began it.
    const shell = process.ppid;
    setInterval(() => process.ppid !== shell && child.kill(), 500).unref();
  }
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
}

const [command, ...args] = process.argv.slice(2);
const commands = readdirSync(join(root, 'tools', 'commands')).map((file) => file.replace(/\.ts$/, ''));
if (command === undefined || !commands.includes(command)) {
  console.error(`nearside: no command ${command}; there are ${commands.join(', ')}`);
  process.exit(1);
}
try {
  const node = findNode();
  if (!isInstalled()) {
    console.error('nearside: installing the dependencies of package-lock.json');
    runNpm(node, root, ['ci', '--loglevel=error']);
  }
  runProgram(node, join(root, 'tools', 'commands', `${command}.ts`), args);
} catch (error) {
  console.error(`nearside: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
