import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isCached } from './obtain.ts';
import { filesFolderOf, type Layout, readSources, vendoredFiles } from './source.ts';

/** A model that this checkout knows of. */
export interface ListedModel {
  readonly name: string;
  /** All its files together. */
  readonly bytes: number;
  /** SPDX expression. */
  readonly licence: string;
  /** Where it is: in the checkout, only in the cache (as a package or obtained), or not here. */
  readonly state: 'vendored' | 'cached' | 'absent';
}

/** Every model, by name. It looks whether files are there; `verify` tells whether they are right. */
export function listModels(layout: Layout): ListedModel[] {
  return readSources(layout).map((source) => {
    const folder = filesFolderOf(source, layout);
    const isHere = vendoredFiles(source).every((file) => existsSync(join(folder, file.path)));
    return {
      name: source.name,
      bytes: vendoredFiles(source).reduce((sum, file) => sum + file.bytes, 0),
      licence: source.licence,
      state: isHere && source.keep !== 'cache' ? 'vendored' : isHere || isCached(source, layout) ? 'cached' : 'absent',
    };
  });
}
