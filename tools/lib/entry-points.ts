/** The public entry points of a package, as its `exports` name them. */
import { join } from 'node:path';
import type { Package } from './workspace.ts';

/** One entry of `exports`. */
export interface EntryPoint {
  /** What users import, as `@nearside/core/worker`. */
  specifier: string;
  /** Absolute path of the built module. */
  built: string;
  /** Absolute path of the source that it is built from. */
  source: string;
}

/** The entries of a package that are modules (`./package.json` is none). */
export function entryPoints({ folder, manifest }: Package): EntryPoint[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([subpath, conditions]) => {
    const target = typeof conditions === 'string' ? conditions : conditions['default'];
    if (!target?.endsWith('.js')) return [];
    return {
      specifier: `${manifest.name}${subpath.slice(1)}`,
      built: join(folder, target),
      source: join(folder, target.replace(/^\.\/dist\//, 'src/').replace(/\.js$/, '.ts')),
    };
  });
}
