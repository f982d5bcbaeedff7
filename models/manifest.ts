import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { messageOf } from '../packages/core/src/errors.ts';
import type { Manifest } from '../packages/core/src/manifest/manifest.ts';
import { readManifest as readAnyManifest } from '../packages/core/src/manifest/read-manifest.ts';

/**
 * A model's manifest: `manifest.json`, with `golden.json` (which a program writes) as its `golden`.
 *
 * @param folder The model's folder.
 * @throws Error when a file is missing or no JSON.
 */
export function readManifestJson(folder: string): unknown {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  return Object.assign({}, read('manifest.json'), { golden: read('golden.json') });
}

/**
 * The same, checked.
 *
 * @throws Error naming what is wrong with it.
 */
export function readManifest(folder: string): Manifest {
  const manifest = readManifestJson(folder);
  const problems = manifestProblems(manifest);
  if (problems.length > 0) throw new Error(`manifest of ${folder}: ${problems.join('; ')}`);
  return manifest as Manifest;
}

/**
 * What keeps `manifest` from being core's `Manifest`, for a person to read; empty when it is one. Core reads it as it reads
 * anybody's, and is lenient with keys that it does not know; what we publish ourselves has none.
 */
export function manifestProblems(manifest: unknown): string[] {
  try {
    const read = readAnyManifest(manifest);
    return [
      ...claim(isDeepStrictEqual(read, manifest), 'it has keys that nobody reads'),
      ...claim(read.golden.tolerance > 0, 'golden.tolerance is 0'),
    ];
  } catch (error) {
    return [messageOf(error)];
  }
}

function claim(holds: boolean, otherwise: string): string[] {
  return holds ? [] : [otherwise];
}
