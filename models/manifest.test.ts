import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeTensors, type Manifest } from '../packages/core/src/manifest/manifest.ts';
import { manifestProblems, readManifest } from './manifest.ts';
import { defaultLayout } from './source.ts';

const manifest = readManifest(join(defaultLayout().models, 'magika', 'standard_v3_3'));

describe('the manifest of standard_v3_3', () => {
  it('is well-formed, and the same model for both ONNX Runtime providers', () => {
    expect(manifestProblems(manifest)).toEqual([]);
    const [, ...onnx] = manifest.artefacts;
    expect(manifest.artefacts.map(({ provider }) => provider)).toEqual(['kernel', 'ort-wasm', 'ort-webgpu']);
    expect(new Set(onnx.map(({ files }) => JSON.stringify(files))).size).toBe(1);
  });

  it('has a golden sample of byte tokens and of scores that sum to 1', () => {
    const { bytes } = decodeTensors(manifest.golden.input);
    const scores = decodeTensors(manifest.golden.output)['target_label'];
    expect(bytes).toMatchObject({ type: 'int32', dims: [1, 2048] });
    expect(scores).toMatchObject({ type: 'float32', dims: [1, 214] });
    expect([...bytes!.data].every((token) => token >= 0 && token <= 256)).toBe(true);
    expect([...scores!.data].reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 5);
  });
});

describe('manifestProblems', () => {
  const file = manifest.artefacts[0]!.files[0]!;
  const withFile = (change: object): object => ({
    ...manifest,
    artefacts: [{ provider: 'ort-wasm', files: [{ ...file, ...change }] }],
  });
  const withTensor = (change: object): object => {
    const tensor = { type: 'int32', dims: [1], data: 'AAAAAA==', ...change };
    return { ...manifest, golden: { ...manifest.golden, input: { bytes: tensor } } satisfies object };
  };

  it('finds nothing in what the cases below are made from', () => {
    expect(manifestProblems(withFile({}))).toEqual([]);
    expect(manifestProblems(withTensor({}))).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['no object', 'manifest'],
    ['an unknown schema', { ...manifest, schema: 2 }],
    ['an unknown key', { ...manifest, url: 'elsewhere' }],
    ['an id without a family', { ...manifest, id: 'standard_v3_3' }],
    ['no artefacts', { ...manifest, artefacts: [] }],
    ['two artefacts of one provider', { ...manifest, artefacts: [manifest.artefacts[0], manifest.artefacts[0]] }],
    ['an artefact without files', { ...manifest, artefacts: [{ provider: 'ort-wasm', files: [] }] }],
    ['a path that leaves the folder', withFile({ path: 'a/../../model.onnx' })],
    ['an absolute path', withFile({ path: '/model.onnx' })],
    ['a size of 0', withFile({ bytes: 0 })],
    ['an upper-case hash', withFile({ sha256: file.sha256.toUpperCase() })],
    ['no golden sample', { ...manifest, golden: undefined }],
    ['a tolerance of 0', { ...manifest, golden: { ...manifest.golden, tolerance: 0 } satisfies Manifest['golden'] }],
    ['data that does not fill the dims', withTensor({ dims: [2] })],
    ['data that is no base64', withTensor({ data: 'AAAA*A==' })],
    ['an unknown type', withTensor({ type: 'float16' })],
  ])('refuses %s', (_, bad) => {
    expect(manifestProblems(bad)).toHaveLength(1);
  });
});
