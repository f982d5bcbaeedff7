/** Where things are: the checkout's root, its published packages and the folder for what tools remember. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The checkout's root folder. */
export const root = dirname(dirname(import.meta.dirname));

/** The demo site's configuration; it names the site's own root folder. */
export const viteConfig = join(root, 'vite.config.ts');

/** What tools write for themselves; `npm ci` clears it. */
export const cacheFolder = join(root, 'node_modules', '.cache', 'nearside');

/** The parts of a package.json that our tools read. */
export interface PackageManifest {
  name: string;
  version: string;
  license?: string;
  private?: boolean;
  bin?: string | Record<string, string>;
  exports?: Record<string, string | Record<string, string>>;
  dependencies?: Record<string, string>;
}

/** A folder with a package.json. */
export interface Package {
  /** Absolute path. */
  folder: string;
  manifest: PackageManifest;
}

/** Reads the package.json of a folder. */
export function readManifest(folder: string): PackageManifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageManifest;
}

/** The published packages, each after the packages that it depends on. */
export function publishedPackages(): Package[] {
  const packages = globSync('packages/*/package.json', { cwd: root })
    .toSorted()
    .map((path) => dirname(join(root, path)))
    .map((folder): Package => ({ folder, manifest: readManifest(folder) }));
  const ordered = new Set<Package>();
  const place = (one: Package): void => {
    for (const name of Object.keys(one.manifest.dependencies ?? {})) {
      const dependency = packages.find(({ manifest }) => manifest.name === name);
      if (dependency && !ordered.has(dependency)) place(dependency);
    }
    ordered.add(one);
  };
  packages.forEach(place);
  return [...ordered];
}
