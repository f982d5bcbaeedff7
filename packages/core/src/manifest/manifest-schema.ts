/**
 * What a manifest must look like. Every list and text is measured before it is looked into, and the first thing that is
 * wrong ends the look: time and memory are bounded by what was handed in. Schemas are made when they are asked for: importing this does nothing.
 */
import * as v from 'valibot';
import type { Requirement } from '../execution-provider.ts';
import {
  maxArtefacts,
  maxChunkBytes,
  maxChunks,
  maxFileBytes,
  maxFiles,
  maxManifestBytes,
  maxRank,
  maxRequirements,
  maxSources,
  maxTensors,
  maxTensorValues,
  maxTextLength,
  maxUrlLength,
  minChunkBytes,
} from './manifest-limits.ts';
import { digestForm, isWebUrl, pathForm, reservedKeys } from './check-form.ts';
import type { Artefact, FileChunks, Golden, Manifest, ManifestSource, ModelFile, TensorJson } from './manifest.ts';
import { maxUnchunkedBytes } from '../store/chunks.ts';

type Schema<T> = v.GenericSchema<unknown, T>;
/** One of the limits, under its name: `{ maxFiles }`. */
type Limit = Readonly<Record<string, number>>;

const valueOf = (limit: Limit) => Object.values(limit)[0] as number;
const over = (limit: Limit) => `more than ${Object.keys(limit)[0]} (${valueOf(limit)})`;

/** An object whose unknown keys are left out. */
function object<E extends v.ObjectEntries>(entries: E) {
  return v.pipe(
    v.custom<Record<string, unknown>>(isRecord, 'no object'),
    v.check((input) => Object.keys(input).every((key) => !reservedKeys.has(key)), 'has a reserved key'),
    v.object(entries, 'missing'),
  );
}

function list<T>(item: Schema<T>, limit: Limit, least = 1): Schema<T[]> {
  return v.pipe(
    v.custom<unknown[]>(Array.isArray, 'no list'),
    v.check(({ length }) => length <= valueOf(limit), over(limit)),
    v.check(({ length }) => length >= least, 'empty'),
    v.array(item),
  );
}

/** Values by name. */
function named<T>(value: Schema<T>, limit: Limit): Schema<Record<string, T>> {
  const isName = (key: string) => key.length <= maxTextLength && !reservedKeys.has(key);
  return v.pipe(
    v.custom<Record<string, unknown>>(isRecord, 'no object'),
    v.check((input) => Object.keys(input).length <= valueOf(limit), over(limit)),
    v.check((input) => Object.keys(input).length > 0, 'empty'),
    v.check((input) => Object.keys(input).every(isName), `has a reserved key, or one of ${over({ maxTextLength })}`),
    v.record(v.string(), value),
  );
}

function text(form: RegExp, problem: string, limit: Limit = { maxTextLength }): Schema<string> {
  return v.pipe(
    v.string('no text'),
    v.check(({ length }) => length <= valueOf(limit), over(limit)),
    v.check((value) => form.test(value), problem),
  );
}

function count(limit: Limit): Schema<number> {
  return v.pipe(
    v.number('no number'),
    v.check((value) => Number.isSafeInteger(value) && value > 0, 'no whole number above 0'),
    v.check((value) => value <= valueOf(limit), over(limit)),
  );
}

const digest = (): Schema<string> => text(digestForm, 'no SHA-256 of 64 lower-case hexadecimal digits');

const wholeNumber = (): Schema<number> =>
  v.pipe(
    v.number('no number'),
    v.check((value) => Number.isSafeInteger(value), 'no whole number'),
  );

const tolerance = (): Schema<number> =>
  v.pipe(
    v.number('no number'),
    v.check((value) => value >= 0 && value < Infinity, 'no tolerance'),
  );

const chunks = (): Schema<FileChunks> =>
  v.pipe(
    object({ bytes: count({ maxChunkBytes }), sha256: list(digest(), { maxChunks }) }),
    v.check(({ bytes }) => bytes >= minChunkBytes, `less than minChunkBytes (${minChunkBytes})`),
  );

const modelFile = (): Schema<ModelFile> =>
  v.pipe(
    object({
      path: text(pathForm, 'no plain relative path'),
      bytes: count({ maxFileBytes }),
      sha256: digest(),
      chunks: v.exactOptional(chunks()),
    }),
    v.check(
      (file) => file.chunks !== undefined || file.bytes <= maxUnchunkedBytes,
      `more than maxUnchunkedBytes (${maxUnchunkedBytes}) without chunks`,
    ),
    v.check(
      (file) => !file.chunks || file.chunks.sha256.length === Math.ceil(file.bytes / file.chunks.bytes),
      'its chunks do not cover it',
    ),
  );

const requirement = (): Schema<Requirement> =>
  v.union(
    [
      v.picklist(['wasm-simd', 'webgpu', 'webnn']),
      object({ gpuFeature: text(/^[\w-]+$/, 'no name') }),
      // The name of a key, too.
      object({
        gpuLimit: v.pipe(
          text(/^\w+$/, 'no name'),
          v.check((name) => !reservedKeys.has(name)),
        ),
        atLeast: wholeNumber(),
      }),
    ],
    'no requirement that is known here',
  );

const artefact = (): Schema<Artefact> =>
  object({
    provider: text(/^[a-z0-9][a-z0-9-]*$/, 'no name of a provider'),
    files: v.pipe(
      list(modelFile(), { maxFiles }),
      v.check((files) => allDifferent(files.map(({ path }) => path)), 'has a path twice'),
    ),
    tolerance: v.exactOptional(tolerance()),
    requires: v.exactOptional(list(requirement(), { maxRequirements }, 0)),
  });

const tensor = (): Schema<TensorJson> =>
  v.pipe(
    object({
      type: v.picklist(['int32', 'float32'], 'no element type'),
      dims: list(count({ maxTensorValues }), { maxRank }, 0),
      data: text(/^[A-Za-z0-9+/]*={0,2}$/, 'no base64', { maxManifestBytes }),
    }),
    v.check(({ dims }) => valuesOf(dims) <= maxTensorValues, over({ maxTensorValues })),
    v.check(({ dims, data }) => bytesIn(data) === valuesOf(dims) * 4, 'its data does not fill its dims'),
  );

const golden = (): Schema<Golden> =>
  object({
    input: named(tensor(), { maxTensors }),
    output: named(tensor(), { maxTensors }),
    tolerance: tolerance(),
  });

const source = (): Schema<ManifestSource> =>
  object({
    base: v.pipe(
      text(/^[^\s\\]+$/, 'no URL', { maxUrlLength }),
      v.check((base) => isWebUrl(base), 'no http(s) URL without a password'),
    ),
    redirect: v.exactOptional(v.literal('follow', "neither 'follow' nor absent")),
  });

/** Makes the schema of the whole. */
export const manifestSchema = (): Schema<Manifest> =>
  v.pipe(
    object({
      schema: v.literal(1, 'is not 1, the only one that is known here'),
      id: text(/^[a-z0-9][a-z0-9_.-]*\/[a-z0-9][a-z0-9_.-]*$/, 'not of the form family/name'),
      version: text(/^\w[\w.+-]*$/, 'no version'),
      licence: text(/^[\w.+() -]+$/, 'no SPDX expression'),
      artefacts: v.pipe(
        list(artefact(), { maxArtefacts }),
        // A provider may have several forms, best first: which one runs is decided by what they require.
        v.check((artefacts) => allDifferent(artefacts.map(nameOf)), 'has the same form twice'),
        v.check((artefacts) => pathsAgree(artefacts), 'has two files of the same path'),
      ),
      golden: golden(),
      sources: v.exactOptional(list(source(), { maxSources }, 0)),
    }),
  );

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function allDifferent(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

/** What tells the forms of a model apart: the provider, and what it is given. */
function nameOf({ provider, files }: Artefact): string {
  return [provider, ...files.map(({ path, sha256: hash }) => `${path} ${hash}`).sort()].join('\n');
}

/** A path names one file, whichever form of the model has it: it is the key to its URL. */
function pathsAgree(artefacts: readonly Artefact[]): boolean {
  const contents = new Map<string, string>();
  return artefacts.every(({ files }) =>
    files.every(({ path, bytes, sha256: hash }) => {
      const content = `${bytes} ${hash}`;
      const known = contents.get(path) ?? content;
      contents.set(path, known);
      return known === content;
    }),
  );
}

function valuesOf(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/** Of what base64 stands for; a fraction where it is cut short. */
function bytesIn(data: string): number {
  return (data.length / 4) * 3 - (/=*$/.exec(data) as RegExpExecArray)[0].length;
}
