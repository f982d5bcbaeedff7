import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tinyTfjs } from '../testing/tiny-tfjs.ts';
import { readGraphArtefact } from './tensorflow-artefact.ts';

type Files = ReturnType<typeof tinyTfjs>;

const parsed = (): Record<string, unknown> => JSON.parse(new TextDecoder().decode(tinyTfjs()['tiny.json'])) as never;
const bytesOf = (model: unknown) => new TextEncoder().encode(JSON.stringify(model));

/** The tiny model with another list of weights. */
function withWeights(weights: object[], bytes: number, paths: unknown = ['tiny.bin']): Files {
  const model = { ...parsed(), weightsManifest: [{ paths, weights }] };
  return { 'tiny.json': bytesOf(model), 'tiny.bin': new Uint8Array(bytes) };
}

const float = { name: 'W', shape: [2, 3], dtype: 'float32' };

/** What it failed of: 'none' where it did not. */
function codeOf(read: () => unknown): string {
  try {
    read();
    return 'none';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

describe('readGraphArtefact', () => {
  it('gives topology, specs and the weights as they are', () => {
    const files = tinyTfjs();
    const { modelTopology, weightSpecs, weightData } = readGraphArtefact(files);
    expect(modelTopology).toEqual(parsed()['modelTopology']);
    expect(weightSpecs?.map(({ name }) => name)).toEqual(['W', 'b']);
    expect(new Uint8Array(weightData as ArrayBuffer)).toEqual(files['tiny.bin']);
  });

  it('joins pieces in their order, in the folder of the .json, also those that are views', () => {
    const { 'tiny.json': json, 'tiny.bin': whole } = tinyTfjs() as { [name: string]: Uint8Array<ArrayBuffer> };
    const model = JSON.parse(new TextDecoder().decode(json)) as { weightsManifest: { paths: string[] }[] };
    model.weightsManifest[0]!.paths = ['1.bin', '2.bin'];
    const { weightData } = readGraphArtefact({
      'a/2.bin': whole!.subarray(7),
      'a/tiny.json': bytesOf(model),
      'a/1.bin': whole!.subarray(0, 7),
    });
    expect(new Uint8Array(weightData as ArrayBuffer)).toEqual(whole);
  });

  it('does not change what it was given', () => {
    const files = tinyTfjs();
    readGraphArtefact(files);
    expect(files).toEqual(tinyTfjs());
  });

  it.each<[string, Files, RegExp]>([
    ['no file', {}, /exactly one \.json/],
    ['two models', { ...tinyTfjs(), 'other.json': bytesOf({}) }, /exactly one \.json/],
    ['no weights', { 'tiny.json': tinyTfjs()['tiny.json']! }, /'tiny\.bin', which is no file/],
    ['a file too many', { ...tinyTfjs(), 'more.bin': new Uint8Array(1) }, /'more\.bin' is no file/],
    ['no JSON', { 'tiny.json': new Uint8Array([123]) }, /is no JSON/],
    ['a layers model', { 'tiny.json': bytesOf({ format: 'layers-model' }) }, /is a layers-model, no graph model/],
    ['null', { 'tiny.json': bytesOf(null) }, /has no graph/],
    ['no list of weights', { 'tiny.json': bytesOf({ modelTopology: { node: [] } }) }, /has no list of weights/],
    ['a path that is no text', withWeights([float], 24, [7]), /has no list of weights/],
    ['too few bytes', withWeights([float], 23), /need 24 bytes, and its files have 23/],
    ['too many bytes', withWeights([float], 25), /need 24 bytes, and its files have 25/],
    ['text for weights', withWeights([{ ...float, dtype: 'string' }], 24), /of a type that is not known/],
    ['a dimension below 0', withWeights([{ ...float, shape: [-2, -3] }], 24), /'W' has no shape/],
    ['a dimension that is no number', withWeights([{ ...float, shape: ['6'] }], 24), /'W' has no shape/],
    ['dimensions beyond counting', withWeights([{ ...float, shape: [2 ** 40, 2 ** 40] }], 24), /'W' has no shape/],
  ])('refuses %s', (_, files, problem) => {
    expect(() => readGraphArtefact(files)).toThrow(
      expect.objectContaining({ code: 'model-invalid', message: expect.stringMatching(problem) as string }),
    );
  });

  it('counts the bytes that a quantized weight has in the file', () => {
    const half = { ...float, quantization: { dtype: 'float16' } };
    expect(readGraphArtefact(withWeights([half], 12)).weightSpecs).toEqual([half]);
  });

  it('H2 fails in a typed way, or not at all, on any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const files = { 'tiny.json': new TextEncoder().encode(json), 'tiny.bin': new Uint8Array(8) };
        expect(codeOf(() => readGraphArtefact(files))).toMatch(/^(none|model-invalid)$/);
      }),
    );
  });
});
