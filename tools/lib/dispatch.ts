/** Hands a command over to the program of its suite. */
import { existsSync, globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runProgram } from './run-program.ts';
import { root } from './workspace.ts';

/**
 * Runs `FOLDER/SUITE.ts`, where SUITE is the first argument of this process and the rest are the program's own; its
 * exit code becomes ours.
 *
 * @param folder Path from the root.
 */
export async function dispatch(folder: string): Promise<void> {
  const [suite, ...args] = process.argv.slice(2);
  const program = join(root, folder, `${suite}.ts`);
  if (suite === undefined || !existsSync(program)) {
    const suites = globSync(`${folder}/*.ts`, { cwd: root }).map((path) => basename(path, '.ts'));
    const there = suites.filter((name) => !name.includes('.')).toSorted();
    console.error(
      `nearside: no suite ${suite ?? 'given'}; there ${there.length ? `are ${there.join(', ')}` : 'is none yet'}`,
    );
    process.exitCode = 1;
    return;
  }
  const { code } = await runProgram(process.execPath, [program, ...args], { output: 'inherit' });
  process.exitCode = code;
}
