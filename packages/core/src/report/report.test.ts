import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ortWasm } from '../ort-wasm.ts';
import { ortWebgpu } from '../ort-webgpu.ts';
import { createRuntime } from '../runtime.ts';
import { tinyManifest } from '../testing/tiny-onnx.ts';
import { formatReport } from './format-report.ts';

const manifest = tinyManifest(['ort-wasm', 'ort-webgpu']);

describe('runtime.report', () => {
  it('says in Node what is here, which provider each task takes, and why not the others', async () => {
    const report = await createRuntime().report([
      { task: 'tiny', manifest, providers: [ortWebgpu, ortWasm] },
      { task: 'none', manifest: tinyManifest([]), providers: [ortWasm] },
    ]);
    expect(report.capabilities).toMatchObject({ realm: 'node', wasmSimd: true, webgpu: { available: false } });
    expect(report.platform.storage.opfs).toBe('this browser has none');
    expect(report.tasks).toEqual([
      {
        task: 'tiny',
        model: 'nearside/tiny',
        takes: { name: 'ort-wasm', version: ortWasm.version },
        refused: [{ provider: 'ort-webgpu', step: 'capability', reason: 'this realm has no WebGPU' }],
      },
      {
        task: 'none',
        model: 'nearside/tiny',
        takes: undefined,
        refused: [{ provider: 'ort-wasm', step: 'artefact', reason: 'nearside/tiny has no artefact for it' }],
      },
    ]);
    expect(structuredClone(report)).toEqual(report);
  });

  it('is text for a bug report: each fact on a line, each task with its refusals', async () => {
    const text = formatReport(
      await createRuntime().report([{ task: 'tiny', manifest, providers: [ortWebgpu, ortWasm] }]),
    );
    expect(text).toMatch(/^Nearside capability report, \d{4}-\d\d-\d\dT/);
    expect(text).toMatch(/^SIMD +yes$/m);
    expect(text).toMatch(/^WebGPU +no: this realm has no WebGPU$/m);
    expect(text).toContain('\ntiny (nearside/tiny): ort-wasm 1.30.0\n  not ort-webgpu (capability): this realm has no');
  });
});

describe('a page that may not use what it has', () => {
  it('E1 is reported too: a sandboxed frame throws where its storage is only looked at', async () => {
    const forbidden = (name: string) => ({
      configurable: true,
      get(): never {
        throw new DOMException(`${name}: the context is sandboxed`, 'SecurityError');
      },
    });
    const navigator = Object.defineProperties({ userAgent: 'test' }, { serviceWorker: forbidden('serviceWorker') });
    vi.stubGlobal('navigator', navigator);
    for (const name of ['caches', 'indexedDB']) Object.defineProperty(globalThis, name, forbidden(name));
    onTestFinished(() => {
      for (const name of ['caches', 'indexedDB']) Reflect.deleteProperty(globalThis, name);
      vi.unstubAllGlobals();
    });
    const { platform } = await createRuntime().report([]);
    expect(platform).toMatchObject({
      userAgent: 'test',
      serviceWorker: false,
      storage: { cacheApi: 'refused: caches: the context is sandboxed', indexedDb: false },
    });
  });
});
