/** The scripts of the faults' page: the page's own leaves our packages to the import map, workers stand alone. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../../../tools/lib/bundle.ts';
import { cacheFolder } from '../../../tools/lib/workspace.ts';

const source = join(import.meta.dirname, '..', 'page');

/** Where the bundles are: `page.js`, and a script for each `*.worker.ts` and `*.provider.ts` of the folder `page`. */
export const bundleFolder = join(cacheFolder, 'faults');

let built: Promise<void> | undefined;

/**
 * Bundles once a process.
 *
 * @throws Error where a script does not build.
 */
export function bundleScripts(): Promise<void> {
  return (built ??= bundleAll());
}

async function bundleAll(): Promise<void> {
  await bundle(join(source, 'page.ts'), bundleFolder, [/^@nearside\//]);
  for (const script of globSync('*.{worker,provider}.ts', { cwd: source }))
    await bundle(join(source, script), bundleFolder);
}
