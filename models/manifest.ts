import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../packages/core/src/manifest.ts';

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
 * @throws Error naming everything that is wrong with it.
 */
export function readManifest(folder: string): Manifest {
  const manifest = readManifestJson(folder);
  const problems = manifestProblems(manifest);
  if (problems.length > 0) throw new Error(`manifest of ${folder}: ${problems.join('; ')}`);
  return manifest as Manifest;
}

/** What keeps `manifest` from being core's `Manifest`, for a person to read; empty when it is one. */
export function manifestProblems(manifest: unknown): string[] {
  if (!isRecord(manifest)) return ['it is no object'];
  const { schema, id, version, licence, artefacts, golden, ...others } = manifest;
  return [
    ...claim(schema === 1, 'schema is not 1'),
    ...claim(matches(id, /^[a-z0-9_.-]+\/[a-z0-9_.-]+$/), 'id is not of the form family/name'),
    ...claim(matches(version, /^\d+(\.\d+)*$/), 'version is not of the form 1.2'),
    ...claim(matches(licence, /^[\w.+() -]+$/), 'licence is no SPDX expression'),
    ...Object.keys(others).map((key) => `'${key}' is unknown`),
    ...artefactsProblems(artefacts),
    ...goldenProblems(golden),
  ];
}

function artefactsProblems(artefacts: unknown): string[] {
  if (!Array.isArray(artefacts) || artefacts.length === 0) return ['there are no artefacts'];
  const providers = artefacts.map((artefact: unknown) => (isRecord(artefact) ? artefact['provider'] : undefined));
  return [
    ...claim(new Set(providers).size === providers.length, 'a provider has two artefacts'),
    ...artefacts.flatMap((artefact: unknown, index) => {
      if (!isRecord(artefact)) return [`artefact ${index} is no object`];
      const { provider, files } = artefact;
      return [
        ...claim(matches(provider, /^[a-z0-9-]+$/), `artefact ${index} names no provider`),
        ...claim(Array.isArray(files) && files.length > 0 && files.every(isModelFile), `artefact ${index}: bad files`),
      ];
    }),
  ];
}

function isModelFile(file: unknown): boolean {
  // A path stays inside the model's folder: no leading slash, no '..'.
  return (
    isRecord(file) &&
    matches(file['path'], /^(?!.*\.\.)[\w-][\w./-]*$/) &&
    Number.isSafeInteger(file['bytes']) &&
    Number(file['bytes']) > 0 &&
    matches(file['sha256'], /^[0-9a-f]{64}$/)
  );
}

function goldenProblems(golden: unknown): string[] {
  if (!isRecord(golden)) return ['there is no golden sample'];
  const { input, output, tolerance } = golden;
  return [
    ...claim(
      typeof tolerance === 'number' && tolerance > 0 && tolerance < 1,
      'golden.tolerance is not between 0 and 1',
    ),
    ...claim(isTensorRecord(input), 'golden.input holds a bad tensor or none'),
    ...claim(isTensorRecord(output), 'golden.output holds a bad tensor or none'),
  ];
}

function isTensorRecord(tensors: unknown): boolean {
  return isRecord(tensors) && Object.keys(tensors).length > 0 && Object.values(tensors).every(isTensorJson);
}

function isTensorJson(tensor: unknown): boolean {
  if (!isRecord(tensor)) return false;
  const { type, dims, data } = tensor;
  if (type !== 'int32' && type !== 'float32') return false;
  if (!Array.isArray(dims) || !dims.every((dim) => Number.isSafeInteger(dim) && dim > 0)) return false;
  const values = dims.reduce((product: number, dim: number) => product * dim, 1);
  if (typeof data !== 'string') return false;
  const bytes = Buffer.from(data, 'base64');
  return bytes.byteLength === values * 4 && bytes.toString('base64') === data;
}

function claim(holds: boolean, otherwise: string): string[] {
  return holds ? [] : [otherwise];
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
