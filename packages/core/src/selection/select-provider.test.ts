import { describe, expect, it } from 'vitest';
import type { Capabilities, WebGpuCapability } from '../capabilities.ts';
import type { Requirement } from '../execution-provider.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { selectProvider, usableArtefact } from './select-provider.ts';

const manifest: Manifest = {
  schema: 1,
  id: 'test/model',
  version: '1',
  licence: 'Apache-2.0',
  artefacts: [
    { provider: 'wasm', files: [] },
    { provider: 'gpu', files: [] },
  ],
  golden: { input: {}, output: {}, tolerance: 0 },
};
const wasm = { name: 'wasm', requires: ['wasm-simd'] as readonly Requirement[] };
const gpu = { name: 'gpu', requires: ['wasm-simd', 'webgpu'] as readonly Requirement[] };
const neural = { name: 'wasm', requires: ['webnn'] as readonly Requirement[] };
const half = { name: 'gpu', requires: ['webgpu', { gpuFeature: 'shader-f16' }] as readonly Requirement[] };
const large = {
  name: 'gpu',
  requires: ['webgpu', { gpuLimit: 'maxBufferSize', atLeast: 2048 }] as readonly Requirement[],
};
const other = { name: 'other', requires: [] as readonly Requirement[] };

function realm(overrides: Partial<Capabilities> = {}): Capabilities {
  const webgpu = { available: false, reason: 'no WebGPU' } as const;
  const base = {
    realm: 'worker',
    wasm: true,
    wasmSimd: true,
    wasmThreads: false,
    hardwareConcurrency: 2,
    secureContext: true,
  } as const;
  const webnn = { available: false, reason: 'no WebNN' } as const;
  return { ...base, webgpu, webnn, ...overrides };
}

function adapter(fallback: boolean, features: readonly string[] = []): WebGpuCapability {
  return { available: true, fallback, vendor: '', architecture: '', features, limits: { maxBufferSize: 1024 } };
}

describe('selectProvider', () => {
  it.each([
    {
      name: 'keeps the order of the wish',
      candidates: [gpu, wasm],
      realm: realm({ webgpu: adapter(false) }),
      order: ['gpu', 'wasm'],
      refused: [],
    },
    {
      name: 'says why there is no WebGPU',
      candidates: [gpu, wasm],
      realm: realm(),
      order: ['wasm'],
      refused: [{ provider: 'gpu', step: 'capability', reason: 'no WebGPU' }],
    },
    {
      name: 'X7 no shader-f16: the next provider, and the feature in the reason',
      candidates: [half, wasm],
      realm: realm({ webgpu: adapter(false) }),
      order: ['wasm'],
      refused: [{ provider: 'gpu', step: 'capability', reason: 'the WebGPU adapter here has no shader-f16' }],
    },
    {
      name: 'takes an adapter that has the feature',
      candidates: [half],
      realm: realm({ webgpu: adapter(false, ['shader-f16']) }),
      order: ['gpu'],
      refused: [],
    },
    {
      name: 'X7 limits too small: the next provider, and both figures in the reason',
      candidates: [large, wasm],
      realm: realm({ webgpu: adapter(false) }),
      order: ['wasm'],
      refused: [
        {
          provider: 'gpu',
          step: 'capability',
          reason: 'the WebGPU adapter here has a maxBufferSize of 1024, and 2048 is needed',
        },
      ],
    },
    {
      name: 'says why there is no WebNN',
      candidates: [neural],
      realm: realm(),
      order: [],
      refused: [{ provider: 'wasm', step: 'capability', reason: 'no WebNN' }],
    },
    {
      name: 'X7 only a fallback adapter: counts a software adapter as none',
      candidates: [gpu, wasm],
      realm: realm({ webgpu: adapter(true) }),
      order: ['wasm'],
      refused: [{ provider: 'gpu', step: 'capability', reason: expect.stringContaining('software adapter') }],
    },
    {
      name: 'takes a software adapter on wish',
      candidates: [gpu],
      realm: realm({ webgpu: adapter(true) }),
      wish: { allowFallbackAdapter: true },
      order: ['gpu'],
      refused: [],
    },
    {
      name: 'passes over what failed in mid-session, with its reason',
      candidates: [gpu, wasm],
      realm: realm({ webgpu: adapter(false) }),
      wish: { exclude: [{ provider: 'gpu', reason: 'it lost its device' }] },
      order: ['wasm'],
      refused: [{ provider: 'gpu', step: 'failed', reason: 'it lost its device' }],
    },
    {
      name: 'refuses what the model has no artefact for',
      candidates: [other, wasm],
      realm: realm(),
      order: ['wasm'],
      refused: [{ provider: 'other', step: 'artefact', reason: 'test/model has no artefact for it' }],
    },
    {
      name: 'X10 names the missing SIMD',
      candidates: [wasm],
      realm: realm({ wasmSimd: false }),
      order: [],
      refused: [{ provider: 'wasm', step: 'capability', reason: expect.stringContaining('without SIMD') }],
    },
    {
      name: 'X10 names the missing WebAssembly',
      candidates: [wasm],
      realm: realm({ wasm: false, wasmSimd: false }),
      order: [],
      refused: [{ provider: 'wasm', step: 'capability', reason: 'this realm has no WebAssembly' }],
    },
  ])('$name', ({ candidates, realm: capabilities, wish, order, refused }) => {
    const selection = selectProvider(candidates, manifest, capabilities, wish);
    expect(selection.order.map(({ name }) => name)).toEqual(order);
    expect(selection.refused).toEqual(refused);
  });

  it('does the same for the same input', () => {
    const once = () => selectProvider([gpu, other, wasm], manifest, realm());
    expect(once()).toEqual(once());
  });
});

describe('usableArtefact', () => {
  const halved = { provider: 'gpu', files: [], requires: [{ gpuFeature: 'shader-f16' }] } as const;
  const whole = { provider: 'gpu', files: [] } as const;
  const forms: Manifest = { ...manifest, artefacts: [halved, whole] };

  it.each([
    { features: ['shader-f16'], takes: halved },
    { features: [], takes: whole },
  ])('X7 takes the form of the model that the adapter can run: features $features', ({ features, takes }) => {
    expect(usableArtefact(gpu, forms, realm({ webgpu: adapter(true, features) }))).toBe(takes);
  });

  it('X7 refuses a provider where it can run no form, with the reason', () => {
    const only: Manifest = { ...manifest, artefacts: [halved] };
    expect(selectProvider([gpu], only, realm({ webgpu: adapter(false) })).refused).toEqual([
      { provider: 'gpu', step: 'capability', reason: 'the WebGPU adapter here has no shader-f16' },
    ]);
  });
});
