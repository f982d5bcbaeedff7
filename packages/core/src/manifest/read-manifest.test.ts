import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readManifestJson } from '../../../../models/manifest.ts';
import { defaultLayout, folderOf, readSources } from '../../../../models/source.ts';
import * as limits from './manifest-limits.ts';
import type { Manifest } from './manifest.ts';
import { readManifest } from './read-manifest.ts';
import { maxUnchunkedBytes } from '../store/chunks.ts';

const sha256 = 'a'.repeat(64);
const base64 = (bytes: number) => Buffer.alloc(bytes).toString('base64');
const tensor = { type: 'float32', dims: [2], data: base64(8) } as const;
const file = { path: 'weights/model.onnx', bytes: 10, sha256 };
const manifest: Manifest = {
  schema: 1,
  id: 'family/name',
  version: '1.2',
  licence: 'Apache-2.0',
  artefacts: [{ provider: 'ort-wasm', files: [file], tolerance: 0.01 }],
  golden: { input: { x: tensor }, output: { y: tensor }, tolerance: 1e-4 },
  sources: [{ base: 'https://models.example/a/' }, { base: '/models', redirect: 'follow' }],
};
const withFile = (changes: object) => ({
  ...manifest,
  artefacts: [{ provider: 'ort-wasm', files: [{ ...file, ...changes }] }],
});
const withTensor = (changes: object) => ({
  ...manifest,
  golden: { ...manifest.golden, input: { x: { ...tensor, ...changes } } },
});

const refusal = (json: unknown) => {
  try {
    readManifest(json);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('readManifest', () => {
  it('gives a copy of a good one, from an object, text or bytes', () => {
    const text = JSON.stringify(manifest);
    for (const json of [manifest, text, new TextEncoder().encode(text)]) expect(readManifest(json)).toEqual(manifest);
    expect(readManifest(manifest).artefacts).not.toBe(manifest.artefacts);
  });

  it.each(
    readSources(defaultLayout()).map((source) => ({ name: source.name, folder: folderOf(source, defaultLayout()) })),
  )('reads our own $name', ({ folder }) => {
    const json = readManifestJson(folder);
    expect(readManifest(JSON.stringify(json))).toEqual(json);
  });

  it('keeps several forms of one provider, best first, with what each requires', () => {
    const half = {
      provider: 'ort-webgpu',
      files: [{ ...file, path: 'half.onnx' }],
      requires: ['webgpu', { gpuFeature: 'shader-f16' }, { gpuLimit: 'maxBufferSize', atLeast: 2 ** 28 }],
    };
    const whole = { provider: 'ort-webgpu', files: [file] };
    expect(readManifest({ ...manifest, artefacts: [half, whole] }).artefacts).toEqual([half, whole]);
  });

  it.each([
    'webgpu',
    [['webgpu']],
    [{ gpuFeature: '../x' }],
    [{ gpuFeature: 'a'.repeat(257) }],
    [{ gpuLimit: 'maxBufferSize' }],
    [{ gpuLimit: 'maxBufferSize', atLeast: Infinity }],
    [{ gpuLimit: '__proto__', atLeast: 1 }],
    [{ gpuLimit: 'constructor', atLeast: 1 }],
    Array(limits.maxRequirements + 1).fill('webgpu'),
  ])('H1 the requirements %j are refused', (requires) => {
    const json = { ...manifest, artefacts: [{ ...manifest.artefacts[0], requires }] };
    expect(refusal(json)).toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining('artefacts.0.requires'),
    });
  });

  it('leaves unknown keys out', () => {
    expect(readManifest({ ...manifest, notes: 'new', golden: { ...manifest.golden, seed: 1 } })).toEqual(manifest);
  });

  it.each([
    { name: 'no object', json: [], message: 'no object' },
    { name: 'no JSON', json: '{', message: 'no JSON' },
    { name: 'no UTF-8', json: Uint8Array.of(0xff), message: 'no JSON' },
    { name: 'nothing', json: undefined, message: 'no object' },
    { name: 'too deep to be of use', json: '['.repeat(1_000_000), message: 'no JSON' },
    { name: 'another schema', json: { ...manifest, schema: 2 }, message: 'schema: is not 1' },
    { name: 'a missing key', json: { ...manifest, golden: undefined }, message: 'golden: no object' },
    { name: 'an absent key', json: { schema: 1 }, message: 'id: missing' },
    { name: 'an id that climbs', json: { ...manifest, id: '../name' }, message: 'id: ' },
    { name: 'a version with a path', json: { ...manifest, version: '../1' }, message: 'version: ' },
    { name: 'a licence with markup', json: { ...manifest, licence: '<b>' }, message: 'licence: ' },
    {
      name: 'a long licence',
      json: { ...manifest, licence: 'a'.repeat(257) },
      message: 'licence: more than maxTextLength',
    },
    { name: 'no artefacts', json: { ...manifest, artefacts: [] }, message: 'artefacts: empty' },
    {
      name: 'one form twice',
      json: { ...manifest, artefacts: [manifest.artefacts[0], { ...manifest.artefacts[0], requires: ['webgpu'] }] },
      message: 'artefacts: has the same form twice',
    },
    {
      name: 'one form twice, in another order of its files',
      json: {
        ...manifest,
        artefacts: [
          { provider: 'a', files: [file, { ...file, path: 'b' }] },
          { provider: 'a', files: [{ ...file, path: 'b' }, file] },
        ],
      },
      message: 'artefacts: has the same form twice',
    },
    {
      name: 'a path of two sizes',
      json: {
        ...manifest,
        artefacts: [
          { provider: 'a', files: [file] },
          { provider: 'b', files: [{ ...file, bytes: 11 }] },
        ],
      },
      message: 'artefacts: has two files of the same path',
    },
    {
      name: 'two files of one path',
      json: {
        ...manifest,
        artefacts: [
          { provider: 'a', files: [file] },
          { provider: 'b', files: [{ ...file, sha256: 'b'.repeat(64) }] },
        ],
      },
      message: 'artefacts: has two files of the same path',
    },
    {
      name: 'a requirement of another release',
      json: { ...manifest, artefacts: [{ provider: 'a', files: [file], requires: ['quantum'] }] },
      message: 'artefacts.0.requires.0: no requirement that is known here',
    },
  ])('refuses $name', ({ json, message }) => {
    expect(refusal(json)).toMatchObject({ code: 'model-invalid', message: expect.stringContaining(message) });
  });
});

describe('H1 a hostile manifest', () => {
  it.each([
    { name: 'at the top', text: JSON.stringify(manifest).replace('{', '{"__proto__":{"polluted":1},') },
    { name: 'in a file', text: JSON.stringify(manifest).replace('{"path"', '{"__proto__":{"polluted":1},"path"') },
    { name: 'as a tensor', text: JSON.stringify(manifest).replace('{"x":', '{"__proto__":{},"x":') },
    { name: 'as constructor', text: JSON.stringify(manifest).replace('{"x":', '{"constructor":{},"x":') },
  ])('H1 __proto__ $name is refused, and reaches no prototype', ({ text }) => {
    expect(refusal(text)).toMatchObject({ code: 'model-invalid', message: expect.stringContaining('reserved key') });
    expect('polluted' in {}).toBe(false);
  });

  it.each([
    '../x',
    'a/../x',
    '/x',
    '//x',
    'a//b',
    'a\\b',
    'C:x',
    '%2e%2e/x',
    '',
    '.',
    '..',
    'a/',
    'javascript:x',
    'a\0b',
    'a\n',
    '__proto__',
    'constructor',
  ])('H1 the path %j is refused', (path) => {
    expect(refusal(withFile({ path }))).toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining('artefacts.0.files.0.path: no plain relative path'),
    });
  });

  it.each([
    'javascript:alert(1)',
    'blob:https://a.example/x',
    'data:,x',
    'file:///etc/',
    'https://user:key@a.example/',
    'a b',
    '\\\\a',
  ])('H1 the source %j is refused', (base) => {
    expect(refusal({ ...manifest, sources: [{ base }] })).toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining('sources.0.base: '),
    });
  });

  it.each([-1, 0, 0.5, 2 ** 53, Number.NaN, Infinity, '10', null])('H1 a file of %s bytes is refused', (bytes) => {
    expect(refusal(withFile({ bytes }))).toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining('artefacts.0.files.0.bytes: no '),
    });
  });

  it.each([
    { limit: 'maxFileBytes', json: withFile({ bytes: limits.maxFileBytes + 1 }) },
    { limit: 'maxUnchunkedBytes', json: withFile({ bytes: maxUnchunkedBytes + 1 }) },
    { limit: 'minChunkBytes', json: withFile({ chunks: { bytes: 1, sha256: Array(10).fill(sha256) } }) },
    { limit: 'maxChunkBytes', json: withFile({ chunks: { bytes: limits.maxChunkBytes + 1, sha256: [sha256] } }) },
    {
      limit: 'maxChunks',
      json: withFile({ chunks: { bytes: limits.minChunkBytes, sha256: { length: 0 } } }),
      problem: 'no list',
    },
    {
      limit: 'maxChunks',
      json: withFile({ chunks: { bytes: limits.minChunkBytes, sha256: Array(limits.maxChunks + 1).fill(sha256) } }),
    },
    {
      limit: 'maxArtefacts',
      json: { ...manifest, artefacts: Array(limits.maxArtefacts + 1).fill(manifest.artefacts[0]) },
    },
    {
      limit: 'maxSources',
      json: { ...manifest, sources: Array.from({ length: limits.maxSources + 1 }, () => ({ base: '/' })) },
    },
    { limit: 'maxUrlLength', json: { ...manifest, sources: [{ base: 'a'.repeat(limits.maxUrlLength + 1) }] } },
    { limit: 'maxTextLength', json: withFile({ path: 'a'.repeat(limits.maxTextLength + 1) }) },
    { limit: 'maxRank', json: withTensor({ dims: Array(limits.maxRank + 1).fill(1) }) },
    { limit: 'maxTensorValues', json: withTensor({ dims: [limits.maxTensorValues + 1] }) },
    { limit: 'maxTensorValues', json: withTensor({ dims: Array(8).fill(limits.maxTensorValues) }) },
    {
      limit: 'maxTensors',
      json: {
        ...manifest,
        golden: {
          ...manifest.golden,
          output: Object.fromEntries(
            Array.from({ length: limits.maxTensors + 1 }, (_, index) => [`y${index}`, tensor]),
          ),
        },
      },
    },
    { limit: 'maxManifestBytes', json: ' '.repeat(limits.maxManifestBytes + 1) },
  ])('H1 $limit is a limit, and is named', ({ limit, json, problem = limit }) => {
    expect(refusal(json)).toMatchObject({ code: 'model-invalid', message: expect.stringContaining(problem) });
  });

  it('H1 1e9 entries are not looked at', () => {
    // A sparse list of that length: whoever walks it does not come back in the time of a test.
    const files = Object.assign([], { length: 1e9 });
    expect(refusal({ ...manifest, artefacts: [{ provider: 'a', files }] })).toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining('artefacts.0.files: more than maxFiles (1024)'),
    });
  });

  it.each([
    { name: 'a path twice', json: { ...manifest, artefacts: [{ provider: 'a', files: [file, file] }] } },
    {
      name: 'chunks that do not cover the file',
      json: withFile({ chunks: { bytes: 65_536, sha256: [sha256, sha256] } }),
    },
    { name: 'data that does not fill its dims', json: withTensor({ dims: [3] }) },
    { name: 'data without its padding', json: withTensor({ data: 'AAAAAAAAAAA' }) },
    { name: 'data with too little padding', json: withTensor({ data: 'AAAAAAAAAAAA' }) },
    { name: 'data that is no base64', json: withTensor({ data: '<script>AAA=' }) },
    { name: 'a negative tolerance', json: { ...manifest, golden: { ...manifest.golden, tolerance: -1 } } },
  ])('H1 $name is refused', ({ json }) => expect(refusal(json)).toMatchObject({ code: 'model-invalid' }));
});

describe('readManifest, whatever it is given', () => {
  const isTyped = (json: unknown) => {
    const error = refusal(json);
    const isClean = Object.keys(Object.prototype).length === 0 && !('polluted' in {});
    return isClean && (error === undefined || (error as { code?: unknown }).code === 'model-invalid');
  };

  it('gives a manifest or one kind of error, and pollutes nothing', () => {
    const anything = fc.anything({ withNullPrototype: true, withSparseArray: true, withBigInt: true, withDate: true });
    const texts = fc.oneof(fc.string(), fc.json(), fc.uint8Array());
    expect(fc.check(fc.property(fc.oneof(anything, texts), isTyped), { numRuns: 1000 }).counterexample).toBeNull();
  });

  it('also where one thing in a good manifest is replaced by anything', () => {
    const paths = [...leaves(manifest)];
    const hostile = fc.oneof(fc.jsonValue(), fc.constantFrom('__proto__', '../', 'javascript:1', -1, 2 ** 53, null));
    const replaced = fc.property(fc.constantFrom(...paths), hostile, (path, value) =>
      isTyped(replaceAt(manifest, path, value)),
    );
    expect(fc.check(replaced, { numRuns: 2000 }).counterexample).toBeNull();
  });

  it('reads back what it gave', () => {
    const digest = fc.stringMatching(/^[0-9a-f]{64}$/);
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9_.-]{0,20}$/);
    const files = fc.uniqueArray(
      fc.record({
        path: fc.stringMatching(/^[a-z]\w{0,9}(\/[a-z]\w{0,9}){0,3}$/),
        bytes: fc.integer({ min: 1, max: 8 << 20 }),
        sha256: digest,
      }),
      {
        selector: ({ path }) => path,
        minLength: 1,
        maxLength: 5,
      },
    );
    const good = fc.record({ family: name, model: name, files }).map(({ family, model, files: some }) => ({
      ...manifest,
      id: `${family}/${model}`,
      artefacts: [{ provider: 'ort-wasm', files: some }],
    }));
    const roundTrips = fc.property(good, (one) => {
      const read = readManifest(JSON.stringify(one));
      return (
        JSON.stringify(readManifest(read)) === JSON.stringify(read) && JSON.stringify(read) === JSON.stringify(one)
      );
    });
    expect(fc.check(roundTrips).counterexample).toBeNull();
  });
});

/** The path to everything in a JSON value. */
function* leaves(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* leaves(inner, [...path, key]);
}

function replaceAt(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...(value as object) };
  return Object.assign(copy, { [key]: replaceAt((value as Record<string, unknown>)[key], rest, by) });
}
