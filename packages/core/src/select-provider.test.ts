import { describe, expect, it } from 'vitest';
import type { Capabilities, WebGpuCapability } from './capabilities.ts';
import type { Requirement } from './execution-provider.ts';
import type { Manifest } from './manifest.ts';
import { selectProvider } from './select-provider.ts';

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
  return { ...base, webgpu, ...overrides };
}

function adapter(fallback: boolean): WebGpuCapability {
  return { available: true, fallback, vendor: '', architecture: '', features: [], maxBufferSizeBytes: 1 };
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
      name: 'counts a software adapter as none',
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
      name: 'names the missing SIMD',
      candidates: [wasm],
      realm: realm({ wasmSimd: false }),
      order: [],
      refused: [{ provider: 'wasm', step: 'capability', reason: expect.stringContaining('without SIMD') }],
    },
    {
      name: 'names the missing WebAssembly',
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
