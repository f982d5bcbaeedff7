/**
 * Brings an exact Node from npm into a cache outside the checkout. Plain JavaScript without dependencies: this runs on
 * the machine's own Node (20.19 or newer), before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';

/**
 * The releases we use, with the registry's SHA-512 of each package; `npm ci` refuses any other bytes. A platform
 * that npm has no such release for is absent.
 *
 * @type {Record<'tools' | 'oldest', Record<string, { version: string, integrity: string }>>}
 */
const releases = {
  // For developing: tsdown asks for 24.11 or newer.
  tools: {
    'linux-x64': {
      version: '24.21.0',
      integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    },
    'linux-arm64': {
      version: '24.21.0',
      integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
    },
    'darwin-x64': {
      version: '24.18.1',
      integrity: 'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
    },
    'win-x64': {
      version: '24.21.0',
      integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
    },
  },
  // For testing: the oldest line that the published packages promise to run on (`engines`).
  oldest: {
    'linux-x64': {
      version: '20.19.6',
      integrity: 'sha512-nSaDjLjUZdsLMDckfinsQl+hvKifYUuzO7swyacVzrKAIi0ByaORSE1DpaRTjxfCq3mETV/3uTlKXStzd2nJWQ==',
    },
    'linux-arm64': {
      version: '20.19.6',
      integrity: 'sha512-T28TZKZJ9yyf/ZZI1hVnzkvD3HhVrVe8O/5oSNO2WtlYVshqJrWuGnOOOk/7R3xF7psP2aVzHnbtQ1Q5UeWKmA==',
    },
  },
};

/**
 * @param {'tools' | 'oldest'} line
 * @returns {string | undefined} The path of that Node's executable, or undefined where npm has none for this platform.
 * @throws {Error} When npm cannot install it.
 */
export function bringNode(line) {
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const release = releases[line][platform];
  if (!release) return undefined;

  const packageName = `node-${platform}`;
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'nearside');
  const folder = join(cache, `node-${release.version}`);
  const executable = join(
    folder,
    'node_modules',
    packageName,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (existsSync(executable)) return executable;

  console.error(`nearside: bringing Node ${release.version} from npm into ${folder}`);
  mkdirSync(cache, { recursive: true });
  const staging = mkdtempSync(join(cache, 'installing-'));
  try {
    installPackage(staging, packageName, release);
    // A rename is atomic: an interrupted or a second, simultaneous set-up never leaves half a Node.
    if (!existsSync(folder)) renameSync(staging, folder);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return executable;
}

/**
 * @param {string} folder
 * @param {string} packageName
 * @param {{ version: string, integrity: string }} release
 */
function installPackage(folder, packageName, { version, integrity }) {
  const manifest = { name: 'nearside-node', version: '0.0.0', dependencies: { [packageName]: version } };
  const lock = {
    ...manifest,
    lockfileVersion: 3,
    packages: { '': manifest, [`node_modules/${packageName}`]: { version, integrity } },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  runNpm(process.execPath, folder, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
}

/**
 * Runs the machine's npm client under the given Node; what it says goes to stderr.
 *
 * @param {string} node Path of the Node to run it with.
 * @param {string} folder Where to run it.
 * @param {string[]} args
 * @throws {Error} When npm fails.
 */
export function runNpm(node, folder, args) {
  const client = process.env.npm_execpath;
  const isNpm = client !== undefined && basename(client) === 'npm-cli.js';
  const [command, ...before] = isNpm ? [node, client] : ['npm'];
  const { status, error } = spawnSync(command, [...before, ...args], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: !isNpm && process.platform === 'win32', // there npm is a batch file
  });
  if (status !== 0) throw new Error(`npm ${args[0]} failed in ${folder}`, { cause: error });
}
