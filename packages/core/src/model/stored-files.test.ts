import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { serveFaults } from '../../../../tools/lib/fault-server.ts';
import type { LoadProgress } from './load-progress.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { LocalProvider } from './provider-ways.ts';
import { createRuntime, type RuntimeOptions } from '../runtime.ts';
import type { HeldModel, ModelStore } from '../store/model-store.ts';
import { StoredFiles } from './stored-files.ts';
import { describeFile } from '../store/describe-file.ts';
import { defineTask } from '../task.ts';

const content = new Uint8Array(9_000_000).map((_, at) => (at * 2654435761) >>> 24);
const base64 = btoa(String.fromCharCode(...new Uint8Array(new Float32Array([1]).buffer)));

interface Sizes {
  sizes(): Promise<Record<string, number>>;
}

/** A provider that loads anything, and remembers what it was given. */
function localProvider(loaded: Record<string, Uint8Array>): LocalProvider {
  return {
    name: 'own',
    version: '1',
    requires: [],
    create: async () => ({
      name: 'own',
      probe: async () => undefined,
      load: async (files) => {
        Object.assign(loaded, files);
        return {
          run: async () => ({ y: { type: 'float32', dims: [1], data: new Float32Array([1]) } }),
          dispose: async () => undefined,
        };
      },
      dispose: async () => undefined,
    }),
  };
}

async function setUp(options: RuntimeOptions = {}) {
  const server = await serveFaults({ files: { '/models/weights': content } });
  onTestFinished(() => server.close());
  const manifest: Manifest = {
    schema: 1,
    id: 'test/large',
    version: '1',
    licence: 'MIT',
    artefacts: [{ provider: 'own', files: [await describeFile('weights', new Blob([content]))] }],
    golden: { input: {}, output: { y: { type: 'float32', dims: [1], data: base64 } }, tolerance: 0 },
    sources: [{ base: `${server.origin}/models/` }],
  };
  const loaded: Record<string, Uint8Array> = {};
  const task = defineTask<Sizes>({
    name: 'sizes',
    version: '1',
    methods: { sizes: { budgetMs: 10_000 } },
    providers: [localProvider(loaded)],
    async start({ openModel, modelFiles }) {
      await openModel(manifest);
      const blobs = await modelFiles(manifest, 'own');
      return { sizes: async () => Object.fromEntries(Object.entries(blobs).map(([path, { size }]) => [path, size])) };
    },
  });
  const runtime = createRuntime({ allowedOrigins: [server.origin], worker: false, ...options });
  const script = { name: 'none.worker.js', url: new URL('file:///none'), kind: 'script' } as const;
  const providers = [{ name: 'own', version: '1', requires: [], files: {} }];
  const lease = runtime.lease(task, { worker: script, providers, options: undefined });
  onTestFinished(() => lease.release());
  return { server, runtime, lease, loaded };
}

describe('a task whose model is large', () => {
  it('gets it through the store, once, with one progress, and holds it as long as it lives', async () => {
    const onConsent = vi.fn(() => true);
    const { server, runtime, lease, loaded } = await setUp({ onConsent });
    const progress: LoadProgress[] = [];
    await lease.start({ onProgress: (one) => progress.push(one) });
    expect(Buffer.compare(Buffer.from(loaded['weights'] ?? []), content)).toBe(0);
    expect(await lease.call('sizes', undefined as never)).toEqual({ weights: content.length });
    expect(new Set(server.requests.map(({ range }) => range?.start)).size).toBe(server.requests.length);
    expect(onConsent).toHaveBeenCalledOnce();
    expect(progress.at(-1)).toEqual({ loadedBytes: content.length, totalBytes: content.length });
    expect(progress.every(({ loadedBytes, totalBytes }) => loadedBytes <= totalBytes)).toBe(true);
    await expect(runtime.models.delete('test/large')).rejects.toMatchObject({ code: 'busy' });
    lease.release();
    expect(await runtime.models.delete('test/large')).toBe(true);
  });

  it('is told with the code that nobody agreed to the download', async () => {
    const { server, lease } = await setUp();
    await expect(lease.start({})).rejects.toMatchObject({ code: 'policy', hint: expect.stringContaining('onConsent') });
    expect(server.requests).toEqual([]);
  });

  it('C1 rejects with the reason when its start is aborted in the download', async () => {
    const { server, lease } = await setUp({ onConsent: () => true });
    server.inject(() => ({ silent: true }));
    const controller = new AbortController();
    const reason = new Error('enough');
    const starting = lease.start({ signal: controller.signal });
    await server.seen(() => true);
    controller.abort(reason);
    await expect(starting).rejects.toBe(reason);
  });
});

it('a task that is started again and again holds its model once', async () => {
  const releases: string[] = [];
  let count = 0;
  const obtain = async (): Promise<HeldModel> => {
    const name = `held ${++count}`;
    return { files: {}, release: () => void releases.push(name) };
  };
  const stored = new StoredFiles({ obtain } as unknown as ModelStore, {});
  const { artefacts, ...model } = { id: 'm', version: '1', licence: 'MIT', artefacts: [{ provider: 'p', files: [] }] };
  const [artefact] = artefacts;
  const context = { signal: new AbortController().signal, report: () => undefined };
  for (let start = 0; start < 3; start++) await stored.answer({ manifest: { ...model, artefacts }, artefact }, context);
  await stored.answer({ manifest: { ...model, id: 'other', artefacts }, artefact }, context);
  expect(releases).toEqual(['held 1', 'held 2']);
  stored.release();
  expect(releases).toEqual(['held 1', 'held 2', 'held 3', 'held 4']);
  await stored.answer({ manifest: { ...model, artefacts }, artefact }, context);
  expect(releases.at(-1)).toBe('held 5');
});
