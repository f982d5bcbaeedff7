/** A fresh application outside the checkout: a template of ours with everything it needs installed. */
import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../../../tools/lib/run-program.ts';
import { readManifest, root } from '../../../tools/lib/workspace.ts';
import { cache, install } from './install.ts';

const templates = join(root, 'e2e/consumers/apps');

/** An application that was just made. */
export interface App {
  folder: string;
  /**
   * Runs the command of an installed package, as `npx` would.
   *
   * @throws Error with its output when it fails.
   */
  run: (packageName: string, args: string[], env?: Record<string, string>) => Promise<void>;
  /** Version of an installed package. */
  version: (packageName: string) => string;
  /** The program behind the command of an installed package. */
  command: (packageName: string) => string;
  remove: () => void;
}

/**
 * Makes an application.
 *
 * @param name A folder of `apps/`.
 * @param dependenciesOf The one whose package.json and lock file it takes; its own unless given.
 */
export function createApp(name: string, dependenciesOf: string = name): App {
  const installed = install(join(templates, dependenciesOf), dependenciesOf);
  const home = mkdtempSync(join(cache, `run-${name}-`));
  const folder = join(home, 'app');
  // Links cost nothing: the cache is on the same disk. Only these files are shared with it, and nobody writes to them.
  linkTree(join(installed, 'node_modules'), join(folder, 'node_modules'));
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(join(templates, dependenciesOf, file), join(folder, file));
  }
  cpSync(join(templates, name), folder, { recursive: true });
  const sources = ['src', 'app', '.'].find((one) => existsSync(join(folder, one))) ?? '.';
  cpSync(join(templates, 'shared'), join(folder, sources), { recursive: true });

  const command = (packageName: string): string => {
    const packageFolder = join(folder, 'node_modules', packageName);
    const { bin = {} } = readManifest(packageFolder);
    return join(packageFolder, typeof bin === 'string' ? bin : (Object.values(bin)[0] ?? ''));
  };
  return {
    folder,
    command,
    version: (packageName) => readManifest(join(folder, 'node_modules', packageName)).version,
    async run(packageName, args, env = {}) {
      const program = [command(packageName), ...args];
      const { code, output } = await runProgram(process.execPath, program, { cwd: folder, env, output: 'keep' });
      if (code !== 0) throw new Error(`${packageName} ${args.join(' ')} ended with ${code}:\n${output}`);
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}
