/** Brings what the benchmarks compare with; none of it is needed for anything else. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { obtain } from '../../models/obtain.ts';
import type { Source } from '../../models/source.ts';
import { runNpm } from '../../tools/lib/node-runtime.mjs';
import { root } from '../../tools/lib/workspace.ts';

const folder = join(root, 'bench', 'peers');

/** The npm packages of bench/peers. */
export interface NpmPeers {
  /** Absolute path of a file in a peer's package. */
  file: (path: string) => string;
  /** Version of a peer. */
  version: (name: string) => string;
}

/**
 * Installs the npm peers as their lock file says, without running their scripts.
 *
 * @throws Error when npm cannot.
 */
export function bringNpmPeers(): NpmPeers {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const record = join(folder, 'node_modules', '.nearside-installed');
  if (!existsSync(record) || readFileSync(record, 'utf8') !== lock) {
    console.error('nearside: installing the peers of bench/peers/package-lock.json');
    // Optional is only tfjs-node, whose native part a script would have to download.
    runNpm(process.execPath, folder, ['ci', '--ignore-scripts', '--omit=optional', '--loglevel=error']);
    writeFileSync(record, lock);
  }
  const file = (path: string): string => join(folder, 'node_modules', path);
  const version = (name: string): string =>
    (createRequire(import.meta.url)(file(`${name}/package.json`)) as { version: string }).version;
  return { file, version };
}

const rustWheel: Source = {
  name: 'magika-cli',
  licence: 'Apache-2.0',
  folder: '1.0.3',
  package: {
    name: 'magika',
    version: '1.0.3',
    file: 'magika-1.0.3-py3-none-manylinux_2_28_x86_64.whl',
    bytes: 16_244_594,
    sha256: '3e9b49134e8116ee40b431664dcbed9e199413efddcce1a173c734b4e0521529',
  },
  files: [
    {
      from: 'magika-1.0.3.data/scripts/magika',
      path: 'magika',
      bytes: 34_314_632,
      sha256: '5e5f0adb80dbbf29f01365650b05c8ddf8ae372bfcfb843fb9e112f6f6860baf',
    },
  ],
};

/**
 * Obtains the reference's command line, written in Rust, from its wheel.
 *
 * @returns The executable's path.
 * @throws Error where there is none for this machine, or it cannot be had.
 */
export function bringRustCli(): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('its wheel is for Linux on x64 only');
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'nearside', 'peers');
  const executable = join(cache, rustWheel.name, rustWheel.folder, 'magika');
  obtain(rustWheel, { models: cache, cache, generated: cache }, { download: pipDownload, log: logLine });
  chmodSync(executable, 0o755);
  const { status, error } = spawnSync(executable, ['--version'], { stdio: 'ignore' });
  if (status !== 0) throw new Error('its executable does not start on this machine', { cause: error });
  return executable;
}

function pipDownload({ name, version }: Source['package'], destination: string): void {
  const what = [`${name}==${version}`, '--no-deps', '--only-binary=:all:', '--platform', 'manylinux_2_28_x86_64'];
  const how = ['--dest', destination, '--disable-pip-version-check', '--quiet'];
  const { status } = spawnSync('python3', ['-m', 'pip', 'download', ...what, ...how], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`pip could not download ${name}==${version}`);
}

function logLine(line: string): void {
  console.error(`nearside: ${line}`);
}
