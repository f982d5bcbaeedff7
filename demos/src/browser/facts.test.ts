import { describe, expect, it } from 'vitest';
import type { CapabilityReport } from '@nearside/core';
import { factsOf } from './facts.ts';

const report: CapabilityReport = {
  takenAt: '2026-11-24T12:00:00.000Z',
  tasks: [],
  platform: {
    userAgent: 'a browser',
    crossOriginIsolated: false,
    workers: true,
    locks: true,
    broadcastChannel: true,
    serviceWorker: true,
    jspi: false,
    trustedTypes: true,
    deviceMemoryGiB: undefined,
    saveData: true,
    storage: {
      opfs: 'refused: a private window',
      cacheApi: true,
      indexedDb: true,
      persisted: undefined,
      quotaBytes: undefined,
      usageBytes: 5_000_000,
    },
    codecs: { decode: { h264: true, av1: false }, encode: {} },
  },
  capabilities: {
    realm: 'window',
    secureContext: true,
    wasm: true,
    wasmSimd: true,
    wasmThreads: false,
    hardwareConcurrency: 2,
    webgpu: { available: true, vendor: '', architecture: '', fallback: true, features: [], limits: {} },
    webnn: { available: false, reason: 'this realm has no WebNN' },
  },
};

const facts = new Map(factsOf(report).flatMap((group) => group.facts.map(({ name, ...fact }) => [name, fact])));

describe('the facts of a browser', () => {
  it('say what is missing, and why', () => {
    expect(facts.get('Private files')).toEqual({ has: false, note: 'refused: a private window' });
    expect(facts.get('Cache')).toEqual({ has: true, note: '' });
    expect(facts.get('WebNN')).toEqual({ has: false, note: 'this realm has no WebNN' });
  });

  it('say when a GPU is software, and has no name', () => {
    expect(facts.get('WebGPU')).toEqual({ has: true, note: 'unnamed adapter, in software: slow' });
  });

  it('say what the browser does not tell', () => {
    expect(facts.get('Memory')?.note).toBe('not told');
    expect(facts.get('Room')?.note).toBe('not told');
    expect(facts.get('Kept when the disk is full')).toEqual({ has: false, note: 'not told' });
  });

  it('name the codecs that work', () => {
    expect(facts.get('Decodes')?.note).toBe('h264');
    expect(facts.get('Encodes')?.note).toBe('nothing: no WebCodecs');
  });
});
