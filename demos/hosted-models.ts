/**
 * Models that a host offers beside the page: each a folder with a `manifest.json` and the files that it names. They are
 * listed when the site is built, so a site without any asks for nothing, and the digests are those of the build.
 */
import { cpSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Lists the models of a folder for the page, as `hostedManifests`, and copies them to `models/` of the built site. The
 * build fails on a manifest that is not one.
 *
 * @param folder Need not exist. While developing, only `models` at the site's own root is served.
 */
export function hostedModels(folder: string): Plugin {
  const found = globSync('*/manifest.json', { cwd: folder }).toSorted();
  let outFolder = '';
  return {
    name: 'nearside-hosted-models',
    config: async () => ({ define: { hostedManifests: JSON.stringify(await describeAll(folder, found)) } }),
    configResolved({ root, build }) {
      outFolder = resolve(root, build.outDir);
    },
    writeBundle() {
      for (const path of found.map(dirname)) {
        cpSync(join(folder, path), join(outFolder, 'models', path), { recursive: true, dereference: true });
      }
    },
  };
}

async function describeAll(folder: string, paths: readonly string[]): Promise<object[]> {
  if (paths.length === 0) return [];
  const { readManifest } = await import('@nearside/core/manifests');
  return paths.map((path) => {
    try {
      // The golden sample is for who runs the model: the page only keeps it.
      const { id, version, licence, artefacts } = readManifest(readFileSync(join(folder, path)));
      return { id, version, licence, artefacts, sources: [{ base: `models/${dirname(path)}/` }] };
    } catch (error) {
      throw new Error(`${join(folder, path)}: ${String(error)}`, { cause: error });
    }
  });
}
