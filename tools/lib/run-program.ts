/** Runs a program as a child and waits for it. */
import { spawn, type StdioOptions } from 'node:child_process';
import { join } from 'node:path';
import { readManifest, root } from './workspace.ts';

/** How a program is run. */
export interface RunOptions {
  /** The folder it runs in; the checkout's root unless given. */
  cwd?: string;
  /** Variables beside our own. */
  env?: Record<string, string>;
  /** `show`: all output goes to our stderr (stdout is for summaries); `inherit`: as our own; `keep`: only returned. */
  output?: 'show' | 'inherit' | 'keep';
  /** After so many seconds it is ended, and counts as failed. */
  timeoutS?: number;
}

const stdio = { show: ['ignore', 2, 2], inherit: ['inherit', 1, 2], keep: ['ignore', 'pipe', 'pipe'] } satisfies Record<
  string,
  StdioOptions
>;

/** How a program ended. */
export interface RunResult {
  /** Exit code; 1 where it was ended by a signal or could not be started. */
  code: number;
  /** What it printed on both streams, in the order it came; empty when shown. */
  output: string;
}

/** Runs an executable; never rejects. */
export function runProgram(executable: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  const { cwd = root, env = {}, output = 'show', timeoutS } = options;
  return new Promise((resolve) => {
    const child = spawn(executable, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: stdio[output],
      ...(timeoutS === undefined ? {} : { timeout: timeoutS * 1000 }),
    });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => chunks.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}

/** Runs one of our own programs (a path from the root) under this Node. */
export function runScript(path: string, args: string[] = [], options: RunOptions = {}): Promise<RunResult> {
  return runProgram(process.execPath, [join(root, path), ...args], options);
}

/** Runs the command of an installed package under this Node; `node_modules/.bin` holds batch files on Windows. */
export function runTool(packageName: string, args: string[] = [], options: RunOptions = {}): Promise<RunResult> {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = readManifest(folder);
  const command = packageName.slice(packageName.lastIndexOf('/') + 1);
  const path = typeof bin === 'string' ? bin : (bin?.[command] ?? Object.values(bin ?? {})[0]);
  if (path === undefined) throw new Error(`${packageName} has no command`);
  return runProgram(process.execPath, [join(folder, path), ...args], options);
}
