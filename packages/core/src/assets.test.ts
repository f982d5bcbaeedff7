import { afterEach, describe, expect, it, vi } from 'vitest';
import { resolveAsset, type Asset, type AssetBase } from './assets.ts';

const script: Asset = {
  name: 'x.worker.js',
  url: new URL('https://app.example/assets/x.worker-abc.js'),
  kind: 'script',
};
const data: Asset = { name: 'x.onnx', url: new URL('https://app.example/assets/x-abc.onnx'), kind: 'data' };

afterEach(() => vi.unstubAllGlobals());

describe('resolveAsset', () => {
  it.each<{ name: string; base: AssetBase | undefined; script: string; data: string }>([
    { name: 'no base: where the bundler put it', base: undefined, script: script.url.href, data: data.url.href },
    {
      name: 'a path of the page',
      base: '/ns/',
      script: 'https://app.example/ns/x.worker.js',
      data: 'https://app.example/ns/x.onnx',
    },
    {
      name: 'a folder without its slash',
      base: 'ns',
      script: 'https://app.example/page/ns/x.worker.js',
      data: 'https://app.example/page/ns/x.onnx',
    },
    {
      name: 'another origin: data only',
      base: 'https://cdn.example/ns',
      script: script.url.href,
      data: 'https://cdn.example/ns/x.onnx',
    },
    {
      name: 'a function',
      base: (name, url) => (name.endsWith('.onnx') ? `https://cdn.example/${name}` : url),
      script: script.url.href,
      data: 'https://cdn.example/x.onnx',
    },
  ])('$name', (row) => {
    vi.stubGlobal('location', { href: 'https://app.example/page/' });
    expect(resolveAsset(script, row.base)).toBe(row.script);
    expect(resolveAsset(data, row.base)).toBe(row.data);
  });

  it('makes a path-only URL absolute, as Turbopack needs', () => {
    vi.stubGlobal('location', { href: 'https://app.example/page/' });
    const pathOnly = { toString: () => '/_next/static/media/x.onnx' } as URL;
    expect(resolveAsset({ ...data, url: pathOnly })).toBe('https://app.example/_next/static/media/x.onnx');
  });

  it('refuses a script of another origin, and says what to do', () => {
    vi.stubGlobal('location', { href: 'https://app.example/' });
    const elsewhere = () => resolveAsset(script, (name) => `https://cdn.example/${name}`);
    expect(elsewhere).toThrow(expect.objectContaining({ code: 'policy', hint: expect.stringContaining('assetBase') }));
  });

  it('refuses a script that a bundler inlined', () => {
    const inlined = () => resolveAsset({ ...script, url: new URL('data:text/javascript,0') });
    expect(inlined).toThrow(
      expect.objectContaining({ code: 'invalid-input', hint: expect.stringContaining('assetsInlineLimit') }),
    );
  });

  it('leaves file: URLs alone where there is no page', () => {
    expect(resolveAsset({ ...data, url: new URL('file:///app/x.onnx') })).toBe('file:///app/x.onnx');
  });
});
