/**
 * A fresh application outside the checkout: a template of ours, with our packed packages and the bundler of its lock
 * file installed. What was installed is kept in a cache, under a digest of everything that went into it.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  globSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '../../../tools/lib/digest.ts';
import { runNpm } from '../../../tools/lib/node-runtime.mjs';
import { runProgram } from '../../../tools/lib/run-program.ts';
import { readManifest, root } from '../../../tools/lib/workspace.ts';

const packages = ['core', 'magika'];
const templates = join(root, 'e2e/consumers/apps');
const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'nearside', 'consumers');

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
  /** The command line of an installed package, for those that stay. */
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
  const installed = install(dependenciesOf);
  // Beside the cache, so on its disk: links cost nothing. No package.json or node_modules lies above.
  const home = mkdtempSync(join(cache, `run-${name}-`));
  const folder = join(home, 'app');
  linkTree(join(installed, 'node_modules'), join(folder, 'node_modules'));
  copyFileSync(join(templates, dependenciesOf, 'package.json'), join(folder, 'package.json'));
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

/** @returns The folder with package.json and node_modules. */
function install(name: string): string {
  const tarballs = pack();
  const digest = createHash('sha256').update(tarballs);
  for (const file of ['package.json', 'package-lock.json']) digest.update(readFileSync(join(templates, name, file)));
  return keep(name, digest.digest('hex').slice(0, 16), (folder) => {
    for (const one of packages)
      copyFileSync(join(tarballs, `nearside-${one}.tgz`), join(folder, `nearside-${one}.tgz`));
    const app = join(folder, 'app');
    mkdirSync(app);
    copyFileSync(join(templates, name, 'package.json'), join(app, 'package.json'));
    writeFileSync(
      join(app, 'package-lock.json'),
      lockOurs(readFileSync(join(templates, name, 'package-lock.json'), 'utf8')),
    );
    runNpm(process.execPath, app, [
      'ci',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      '--loglevel=error',
    ]);
  });
}

/** The tarballs that would be published, without their versions in their names. */
function pack(): string {
  const content = packages.flatMap((one) => [
    `packages/${one}/dist`,
    `packages/${one}/bin`,
    `packages/${one}/package.json`,
  ]);
  const tarballs = keep('tarballs', digestOf(root, content).slice(0, 16), (folder) => {
    mkdirSync(join(folder, 'app'));
    for (const one of packages) {
      const source = join(root, 'packages', one);
      runNpm(process.execPath, source, ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]);
      renameSync(
        join(folder, `nearside-${one}-${readManifest(source).version}.tgz`),
        join(folder, 'app', `nearside-${one}.tgz`),
      );
    }
  });
  return tarballs;
}

/** The lock file holds what others published; what is said of our own packages is that of the checkout. */
function lockOurs(text: string): string {
  const lock = JSON.parse(text) as { packages: Record<string, { resolved?: string }> };
  for (const one of packages) {
    const { version, dependencies, bin } = readManifest(join(root, 'packages', one));
    lock.packages[`node_modules/@nearside/${one}`] = {
      version,
      dependencies,
      bin,
      resolved: `file:../nearside-${one}.tgz`,
    } as object;
  }
  return JSON.stringify(lock);
}

/** `app` in the cached folder for this name and digest, which `make` fills where it is not there; others of the name go. */
function keep(name: string, digest: string, make: (folder: string) => void): string {
  const folder = join(cache, `${name}-${digest}`);
  if (existsSync(folder)) return join(folder, 'app');
  mkdirSync(cache, { recursive: true });
  const staging = mkdtempSync(join(cache, 'making-'));
  try {
    make(staging);
    for (const old of globSync(`${name}-????????????????`, { cwd: cache }))
      rmSync(join(cache, old), { recursive: true });
    // A rename is atomic: an interrupted run never leaves half an application.
    if (!existsSync(folder)) renameSync(staging, folder);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return join(folder, 'app');
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
