import { afterEach, describe, expect, it, vi } from 'vitest';
import { probeCapabilities } from './capabilities.ts';

afterEach(() => vi.unstubAllGlobals());

/** As a browser's: the limits are getters of the prototype. */
const limits = Object.create({
  get maxBufferSize() {
    return 1024;
  },
}) as object;

function withNavigator(parts: object): void {
  vi.stubGlobal('navigator', { hardwareConcurrency: 2, ...parts });
}

const adapter = {
  info: { vendor: 'acme', architecture: 'one' },
  features: new Set(['shader-f16']),
  limits,
};

describe('probeCapabilities', () => {
  it('asks for no GPU unless it is told to', async () => {
    const requestAdapter = vi.fn();
    const createContext = vi.fn();
    withNavigator({ gpu: { requestAdapter }, ml: { createContext } });
    const { webgpu, webnn } = await probeCapabilities({ webgpu: false });
    expect(webgpu).toMatchObject({ available: false, reason: expect.stringContaining('not probed') });
    expect(webnn).toMatchObject({ available: false, reason: expect.stringContaining('not probed') });
    expect([requestAdapter, createContext].flatMap(({ mock }) => mock.calls)).toEqual([]);
  });

  it('is plain data: features and limits of the adapter cross to a page', async () => {
    withNavigator({ gpu: { requestAdapter: async () => adapter } });
    const capabilities = await probeCapabilities({ webgpu: true });
    expect(structuredClone(capabilities).webgpu).toEqual({
      available: true,
      fallback: false,
      vendor: 'acme',
      architecture: 'one',
      features: ['shader-f16'],
      limits: { maxBufferSize: 1024 },
    });
  });

  it.each([
    { name: 'by its flag', info: { vendor: 'acme', architecture: '', isFallbackAdapter: true } },
    { name: 'by its name', info: { vendor: 'google', architecture: 'swiftshader', isFallbackAdapter: false } },
  ])('X7 knows a software adapter $name', async ({ info }) => {
    withNavigator({ gpu: { requestAdapter: async () => ({ ...adapter, info }) } });
    expect((await probeCapabilities({ webgpu: true })).webgpu).toMatchObject({ available: true, fallback: true });
  });

  it.each([
    { name: 'no WebGPU', gpu: undefined, reason: 'this realm has no WebGPU' },
    { name: 'X6 no adapter', gpu: { requestAdapter: async () => null }, reason: 'no adapter' },
    {
      name: 'an adapter that throws',
      gpu: { requestAdapter: () => Promise.reject(new Error('busy')) },
      reason: 'busy',
    },
  ])('says why: $name', async ({ gpu, reason }) => {
    withNavigator({ gpu });
    const { webgpu } = await probeCapabilities({ webgpu: true });
    expect(webgpu).toMatchObject({ available: false, reason: expect.stringContaining(reason) });
  });

  it('says of WebNN that a context was made, and gives it back', async () => {
    const destroy = vi.fn();
    withNavigator({ ml: { createContext: async () => ({ destroy }) } });
    expect((await probeCapabilities({ webgpu: false, webnn: true })).webnn).toEqual({ available: true });
    expect(destroy).toHaveBeenCalledOnce();
  });

  it.each([
    { name: 'none', ml: undefined, reason: 'this realm has no WebNN' },
    {
      name: 'no context',
      ml: { createContext: () => Promise.reject(new Error('WebNN is not supported on this platform.')) },
      reason: 'WebNN is there, but makes no context: WebNN is not supported on this platform.', // Chromium on Linux
    },
  ])('says of WebNN why not: $name', async ({ ml, reason }) => {
    withNavigator({ ml });
    expect((await probeCapabilities({ webgpu: false, webnn: true })).webnn).toEqual({ available: false, reason });
  });
});
