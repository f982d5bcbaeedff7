/** Bundles one script of a test's or benchmark's own, as a page without a bundler can load it. */
import { basename, dirname } from 'node:path';
import { build } from 'vite';

/**
 * Bundles a script.
 *
 * @param entry Absolute path.
 * @param outFolder Where `NAME.js` is written.
 * @param external What is left to the page's import map; default: nothing, for a worker.
 * @throws Error where it does not build.
 */
export async function bundle(entry: string, outFolder: string, external: RegExp[] = []): Promise<void> {
  const name = basename(entry).replace(/\.[jt]s$/, '');
  await build({
    configFile: false,
    root: dirname(entry),
    logLevel: 'error',
    build: {
      target: 'es2022',
      outDir: outFolder,
      emptyOutDir: false,
      minify: false,
      lib: { entry, formats: ['es'], fileName: () => `${name}.js` },
      rolldownOptions: { external },
    },
  });
}
