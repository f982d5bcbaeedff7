/**
 * Installs our packed packages and the bundler of a template's lock file, as `npm ci` does for a user. What was
 * installed is kept in a cache, under a digest of everything that went into it; older ones of a name go.
 *
 * For a new release of a bundler: change the template's package.json, copy it beside a `nearside-core.tgz` and a
 * `nearside-magika.tgz` one folder up, and run `npm install --package-lock-only --omit-lockfile-registry-resolved`.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '../../../tools/lib/digest.ts';
import { runNpm } from '../../../tools/lib/node-runtime.mjs';
import { readManifest, root } from '../../../tools/lib/workspace.ts';

const packages = ['autoflip', 'core', 'llm', 'magika'];
const packed = ['dist', 'bin', 'LICENSE', 'NOTICE', 'README.md', 'THIRD-PARTY-NOTICES', 'package.json'];
const installOptions = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];

/** Where what was installed is kept; outside the checkout, so no package of ours is found above. */
export const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'nearside', 'consumers');

/**
 * Installs what a template asks for.
 *
 * @param template Folder with package.json and package-lock.json.
 * @param name What to call it in the cache.
 * @returns The folder with node_modules.
 */
export function install(template: string, name: string): string {
  const tarballs = pack();
  const [manifest, lock] = ['package.json', 'package-lock.json'].map((file) =>
    readFileSync(join(template, file), 'utf8'),
  );
  const digest = createHash('sha256').update(`${tarballs}\0${manifest}\0${lock}`).digest('hex');
  const folder = keep(name, digest, (staging) => {
    for (const one of packages) copyFileSync(join(tarballs, tarball(one)), join(staging, tarball(one)));
    const app = join(staging, 'app');
    mkdirSync(app);
    writeFileSync(join(app, 'package.json'), manifest ?? '');
    writeFileSync(join(app, 'package-lock.json'), lockOurs(lock ?? '', manifest ?? ''));
    runNpm(process.execPath, app, ['ci', ...installOptions]);
  });
  return join(folder, 'app');
}

/** @returns The folder with the tarballs that would be published, without their versions in their names. */
function pack(): string {
  const content = packages.flatMap((one) => packed.map((file) => `packages/${one}/${file}`));
  return keep('tarballs', digestOf(root, content), (staging) => {
    for (const one of packages) {
      const source = join(root, 'packages', one);
      runNpm(process.execPath, source, ['pack', '--silent', '--ignore-scripts', '--pack-destination', staging]);
      const { version } = readManifest(source);
      renameSync(join(staging, `nearside-${one}-${version}.tgz`), join(staging, tarball(one)));
    }
  });
}

/** As the templates' package.json name them, one folder above their own. */
function tarball(one: string): string {
  return `nearside-${one}.tgz`;
}

/** The lock file holds what others published; what it says of our own packages is replaced by what they say now. */
function lockOurs(text: string, manifest: string): string {
  const lock = JSON.parse(text) as { packages: Record<string, object> };
  const { dependencies: wanted } = JSON.parse(manifest) as { dependencies: Record<string, string> };
  for (const one of packages.filter((name) => Object.hasOwn(wanted, `@nearside/${name}`))) {
    const { version, dependencies, bin } = readManifest(join(root, 'packages', one));
    lock.packages[`node_modules/@nearside/${one}`] = {
      version,
      dependencies,
      bin,
      resolved: `file:../${tarball(one)}`,
    };
  }
  return JSON.stringify(lock);
}

/** The cached folder for a name and digest, which `make` fills where it is not there. */
function keep(name: string, digest: string, make: (staging: string) => void): string {
  const folder = join(cache, `${name}-${digest.slice(0, 16)}`);
  if (existsSync(folder)) return folder;
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
  return folder;
}
