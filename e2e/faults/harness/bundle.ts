/** Bundles the scripts of the faults' page: the page's own leaves our packages to the import map, workers stand alone. */
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type InlineConfig } from 'vite';
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
  await bundle('page.ts', [/^@nearside\//]);
  for (const script of globSync('*.{worker,provider}.ts', { cwd: source })) await bundle(script, []);
}

async function bundle(script: string, external: RegExp[]): Promise<void> {
  const config: InlineConfig = {
    configFile: false,
    root: source,
    logLevel: 'warn',
    build: {
      target: 'es2022',
      outDir: bundleFolder,
      emptyOutDir: false,
      minify: false,
      lib: { entry: join(source, script), formats: ['es'], fileName: () => `${basename(script, '.ts')}.js` },
      rolldownOptions: { external },
    },
  };
  await build(config);
}
