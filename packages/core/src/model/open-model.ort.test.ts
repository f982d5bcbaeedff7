// Real numbers from ONNX Runtime, spoilt on their way: what a bad driver does.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { CreateProvider, TensorMap } from '../execution-provider.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { openModel, type OpenModel, type OpenModelContext } from './open-model.ts';
import type { LocalProvider } from './provider-ways.ts';
import { createProvider } from '../providers/ort-wasm.ts';
import { tinyAnswer, tinyFeeds, tinyManifest, tinyOnnx } from '../testing/tiny-onnx.ts';

const wasmPath = createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm');
const manifest = tinyManifest(['ort-wasm']);
let wasm: Uint8Array<ArrayBuffer>;
beforeAll(() => void (wasm = new Uint8Array(readFileSync(wasmPath))));

/** ONNX Runtime itself, its outputs changed from the `from`-th run on (the golden sample is run 0). */
function spoilt(name: string, change: (value: number) => number, from = 0): LocalProvider {
  const create: CreateProvider = async (context) => {
    const provider = await createProvider({ ...context, files: { wasm } });
    let runs = 0;
    return {
      ...provider,
      async load(files) {
        const session = await provider.load(files);
        const run = async (feeds: TensorMap) => {
          const output = await session.run(feeds);
          if (runs++ >= from) output['y']?.data.forEach((value, at, data) => (data[at] = change(value)));
          return output;
        };
        return { run, dispose: () => session.dispose() };
      },
    };
  };
  return { name, version: '1', requires: ['wasm-simd'], artefact: 'ort-wasm', create };
}

function open(...localProviders: LocalProvider[]): Promise<OpenModel> {
  return openAs(manifest, ...localProviders);
}

async function openAs(described: Manifest, ...localProviders: LocalProvider[]): Promise<OpenModel> {
  const folder = mkdtempSync(join(tmpdir(), 'nearside-model-'));
  writeFileSync(join(folder, 'tiny.onnx'), tinyOnnx());
  const context: OpenModelContext = {
    localProviders,
    taskProviders: [],
    providers: [],
    modelFiles: { 'tiny.onnx': pathToFileURL(join(folder, 'tiny.onnx')).href },
    trustedTypesPolicy: 'nearside',
    wish: {},
    signal: new AbortController().signal,
    report: () => undefined,
    ask: () => Promise.reject(new Error('no question is expected')),
  };
  try {
    const model = await openModel(described, context);
    onTestFinished(() => model.dispose());
    return model;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const good = spoilt('good', (value) => value);

describe('X12 P9 a provider that is wrong', () => {
  it.each([
    { name: 'NaN', change: () => Number.NaN, figure: 'NaN' },
    { name: 'zeros', change: () => 0, figure: '3.4641' }, // √12, the largest of the sample's outputs
    { name: 'numbers wrong by 1e-2', change: (value: number) => value + 0.01, figure: '0.00999' },
  ])('by $name is refused by the golden sample, figure and all; the next one runs', async ({ change, figure }) => {
    const model = await open(spoilt('bad', change), good);
    expect(model.explanation.provider.name).toBe('good');
    expect(model.explanation.refused).toEqual([
      { provider: 'bad', step: 'golden', reason: expect.stringContaining(`off by ${figure}`) },
    ]);
    expect(await model.run(tinyFeeds([1, 0, 0, 0]))).toMatchObject({ y: { data: tinyAnswer([1, 0, 0, 0]) } });
  });

  it('by NaN in mid-session rejects that call as the provider’s failure, never as an answer', async () => {
    const model = await open(spoilt('tired', () => Number.NaN, 2));
    await model.run(tinyFeeds([1, 1, 1, 1]));
    await expect(model.run(tinyFeeds([1, 1, 1, 1]))).rejects.toMatchObject({
      code: 'provider-failed',
      stage: 'run',
      message: "tired gave NaN as value 0 of 3 of 'y'",
    });
  });

  it('by NaN for a provider that is right but fed NaN is the caller’s mistake', async () => {
    const model = await open(good);
    await expect(model.run(tinyFeeds([Number.NaN, 0, 0, 0]))).rejects.toMatchObject({ code: 'invalid-input' });
    expect(await model.run(tinyFeeds([0, 0, 0, 0]))).toMatchObject({ y: { data: Float32Array.of(0, 1, 2) } });
  });
});

it('H2 a model of another input shape than its manifest says is model-invalid, naming the input', async () => {
  const wide = { type: 'float32', dims: [1, 5], data: btoa('\0'.repeat(20)) } as const;
  const described = { ...manifest, golden: { ...manifest.golden, input: { x: wide } } };
  await expect(openAs(described, good)).rejects.toMatchObject({
    code: 'model-invalid',
    message: expect.stringContaining("the input 'x' has dims [1,4], not [1,5]"),
  });
});
