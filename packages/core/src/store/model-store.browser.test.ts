import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { overrideQuota } from '../fixtures/override-quota.ts';
import { chunkBytes, networkOf, testModel } from '../fixtures/stored-model.ts';
import type { ModelManifest } from '../manifest/manifest.ts';
import { createRuntime, type RuntimeOptions } from '../runtime.ts';
import { describeFile } from './describe-file.ts';
import { encodeRecord, keyOf } from './commit-record.ts';
import { originLocks } from './locks.ts';
import { makeRoom } from './make-room.ts';
import { obtainModel, type ObtainTools } from './obtain-model.ts';
import { openOpfsBackend } from './backends/opfs.ts';
import { openCacheBackend } from './backends/cache-api.ts';
import { fileNameOf, Shelf } from './shelf.ts';
import { openStoreChannel } from './store-channel.ts';
import { StoreService } from './store-service.ts';

const fresh = () => `test-${crypto.randomUUID()}`;
const silent = { signal: new AbortController().signal, report: () => undefined };

/** A file that the test's own server has; its bytes are no matter. */
const served = new URL('../fixtures/exercise-task.ts?raw', import.meta.url);

async function servedManifest(id: string): Promise<ModelManifest> {
  const file = await describeFile('served', await (await fetch(served)).blob());
  return { id, version: '1', licence: 'MIT', artefacts: [{ provider: 'p', files: [file] }] };
}

/** Where its file is: a manifest's own path has no query. */
const urls = { served: served.href };

/** The store's script as the test's server has it. */
const scripts = {
  real: new URL('../fixtures/store.worker.ts', import.meta.url),
  missing: new URL('../fixtures/missing.worker.js', import.meta.url),
};

function modelsWith(script: keyof typeof scripts, options: RuntimeOptions = {}) {
  const { models } = createRuntime({ assetBase: () => scripts[script], ...options });
  return models;
}

const toolsWith = (overrides: Partial<ObtainTools> & Pick<ObtainTools, 'download'>): ObtainTools => {
  const channel = openStoreChannel();
  onTestFinished(() => channel.close());
  return {
    channel,
    estimate: async () => undefined,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    warn: () => undefined,
    ...overrides,
  };
};

describe('the store of a page', () => {
  it('works in a worker, and another runtime finds what it stored', async () => {
    const id = fresh();
    const manifest = await servedManifest(id);
    const models = modelsWith('real');
    const held = await models.obtain(manifest, 'p', { urls });
    expect(Object.values(held.files)[0]).toBeInstanceOf(File);
    expect(await models.explain()).toEqual({ storage: 'opfs', refused: [], isInWorker: true });
    expect(await modelsWith('real').availability(manifest, 'p')).toBe('available');
    await expect(modelsWith('real').delete(id)).rejects.toMatchObject({ code: 'busy' });
    held.release();
    expect(await models.delete(id)).toBe(true);
  });

  it('works in the page where its worker cannot start, and says so', async () => {
    const id = fresh();
    const logger = { warn: vi.fn() };
    const models = modelsWith('missing', { logger });
    const held = await models.obtain(await servedManifest(id), 'p', { urls });
    expect(held.files).toBeDefined();
    expect(await models.explain()).toMatchObject({
      storage: 'opfs',
      isInWorker: false,
      workerRefused: expect.stringContaining('could not be loaded'),
    });
    expect(logger.warn).toHaveBeenCalledOnce();
    held.release();
    // Both write the same files: a page with the worker finds it.
    expect(await modelsWith('real').delete(id)).toBe(true);
  });

  it('begins in the place that the page wishes', async () => {
    const id = fresh();
    const models = modelsWith('real', { storage: 'cache' });
    const stored = await models.import(new File(['some bytes'], 'x'), { id, provider: 'p' });
    expect(stored.storage).toBe('cache');
    const held = await models.open(id);
    expect(await held?.files['x']?.text()).toBe('some bytes');
    held?.release();
    expect(await models.delete(id)).toBe(true);
  });

  it('says how much room there is', async () => {
    const { usage, quota, isPersistent } = await modelsWith('real').estimate();
    expect(usage).toBeGreaterThanOrEqual(0);
    expect(quota).toBeGreaterThan(0);
    expect(typeof isPersistent).toBe('boolean');
  });
});

describe('S1 a disk that is full', () => {
  const sizes = [1 << 20];

  it.each([
    { name: 'private files', storage: 'opfs' as const },
    { name: 'Cache storage', storage: 'cache' as const },
  ])('$name: the model is kept in memory, with a warning, and no part of it stays', async ({ storage }) => {
    const model = await testModel(fresh(), sizes);
    const { sources, policy, ...wanted } = model.request;
    const argument = { wanted, sources, allowedOrigins: policy.allowedOrigins, asksHeaders: false };
    const next = await testModel(fresh(), [chunkBytes]);
    const service = new StoreService({ storage, download: networkOf([model, next]), estimate: async () => undefined });
    await service.list();
    const endQuota = await overrideQuota(200_000);
    const report = vi.fn();
    const files = await service.obtain(argument, { ...silent, report });
    expect(new Uint8Array(await (files['part-0'] as Blob).arrayBuffer())).toEqual(model.contents['part-0']);
    expect(report).toHaveBeenCalledWith({ type: 'warning', message: expect.stringContaining('no room') });
    expect((await service.state()).refused).toContainEqual({
      kind: storage,
      reason: expect.stringContaining('no room'),
    });
    const backend = storage === 'opfs' ? await openOpfsBackend() : await openCacheBackend();
    const left = await backend.listFiles();
    expect(model.request.files.some((file) => left.includes(fileNameOf(file)))).toBe(false);
    // And the next one is stored as if nothing had been.
    await endQuota();
    const { sources: from, policy: rules, ...other } = next.request;
    await service.obtain(
      { wanted: other, sources: from, allowedOrigins: rules.allowedOrigins, asksHeaders: false },
      silent,
    );
    expect(await service.list()).toContainEqual(expect.objectContaining({ id: other.id, storage }));
    expect((await service.state()).refused.some(({ kind }) => kind === storage)).toBe(false);
    await service.remove({ id: other.id });
  });
});

describe('room for a model', () => {
  it('is made by giving up what was used longest ago, never what is in use', async () => {
    // A store of its own: what other tests left would go first.
    const shelf = new Shelf(await openOpfsBackend(fresh()), originLocks());
    const models = await Promise.all([fresh(), fresh(), fresh()].map((id) => testModel(id, [3 * chunkBytes])));
    const tools = toolsWith({ download: networkOf(models) });
    for (const { request } of models) await obtainModel(shelf, request, tools);
    const [oldest, middle, newest] = models.map(({ request }) => request.id);
    // A reader in another tab: a lock that is not this page's to give.
    const key = keyOf(models[0]?.request as never);
    let release: () => void = () => undefined;
    const isHeld = new Promise<void>((resolve) => {
      void navigator.locks.request(`nearside-use ${key}`, { mode: 'shared' }, () => {
        resolve();
        return new Promise<void>((end) => (release = end));
      });
    });
    await isHeld;
    const room = { key: 'new', fileNames: [], estimate: async () => ({ usage: 0, quota: 0 }) };
    await makeRoom(shelf, { ...room, needBytes: chunkBytes });
    const left = (await shelf.catalogue.list()).map(({ id }) => id);
    expect(left).toEqual(expect.arrayContaining([oldest, newest]));
    expect(left).not.toContain(middle);
    // There is not so much out of use: then nothing is taken at all.
    await expect(makeRoom(shelf, { ...room, needBytes: 1e12 })).rejects.toMatchObject({ code: 'quota' });
    expect((await shelf.catalogue.list()).map(({ id }) => id)).toContain(newest);
    release();
  });
});

describe('S6 what an older release stored', () => {
  it('is carried over where it is whole, and fetched again where it is not', async () => {
    const backend = await openOpfsBackend();
    const shelf = new Shelf(backend, originLocks());
    const [whole, rotten] = [fresh(), fresh()];
    for (const id of [whole, rotten]) {
      const { request, contents } = await testModel(id, [chunkBytes]);
      const { path, bytes, sha256 } = request.files[0] as (typeof request.files)[0];
      const writer = await backend.openWriter(sha256, { bytes, chunkBytes: bytes });
      await writer.write(0, id === whole ? (contents[path] as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes));
      await writer.close();
      const record = { schema: 0, id, provider: 'test', files: [{ path, bytes, sha256 }] };
      await backend.writeRecord(`model ${encodeURIComponent(id)}#test`, encodeRecord(record));
    }
    const found = await shelf.catalogue.list();
    expect(found).toContainEqual(expect.objectContaining({ schema: 1, id: whole }));
    expect(found).not.toContainEqual(expect.objectContaining({ id: rotten }));
    const { request, contents } = await testModel(whole, [chunkBytes]);
    const refuse = () => Promise.reject(new Error('no network is needed'));
    const files = await obtainModel(shelf, request, toolsWith({ download: refuse }));
    expect(new Uint8Array(await (files['part-0'] as Blob).arrayBuffer())).toEqual(contents['part-0']);
    await new StoreService({ storage: 'opfs' }).remove({ id: whole });
  });

  it('is left alone where a later release stored it', async () => {
    const backend = await openOpfsBackend();
    const shelf = new Shelf(backend, originLocks());
    const [record, name] = [`model ${fresh()}#p#`, fresh()];
    const writer = await backend.openWriter(name, { bytes: 4, chunkBytes: 4 });
    await writer.write(0, Uint8Array.of(1, 2, 3, 4));
    await writer.close();
    await backend.writeRecord(record, encodeRecord({ schema: 2, what: 'is not known here' }));
    const room = { key: 'new', fileNames: [], needBytes: 1, estimate: async () => ({ usage: 0, quota: 0 }) };
    await makeRoom(shelf, room).catch(() => undefined);
    expect(await backend.listFiles()).toContain(name);
    expect(await backend.readRecord(record)).toBeDefined();
    await backend.deleteRecord(record);
    await backend.deleteFile(name);
  });
});

describe('S6 a clock that is a year off', () => {
  it.each([-1, 1])('%d year: what is stored stays usable, and what was used last is evicted last', async (years) => {
    const shelf = new Shelf(await openOpfsBackend(), originLocks());
    const [first, second] = [await testModel(fresh()), await testModel(fresh())];
    const tools = toolsWith({ download: networkOf([first, second]) });
    await obtainModel(shelf, first.request, tools);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + years * 365 * 24 * 3600 * 1000 });
    onTestFinished(() => void vi.useRealTimers());
    await obtainModel(shelf, second.request, tools);
    const orders = await Promise.all([first, second].map(({ request }) => shelf.catalogue.usage(keyOf(request))));
    expect(orders[1]?.order).toBeGreaterThan(orders[0]?.order as number);
    const refuse = () => Promise.reject(new Error('no network is needed'));
    for (const { request } of [first, second]) await obtainModel(shelf, request, toolsWith({ download: refuse }));
    const service = new StoreService({ storage: 'opfs' });
    for (const { request } of [first, second]) await service.remove({ id: request.id });
  });
});

describe('S2 a place that does not work', () => {
  it('fails in the middle: the next one takes the model, with a warning, and explain() says why', async () => {
    const model = await testModel(fresh());
    const { sources, policy, ...wanted } = model.request;
    const argument = { wanted, sources, allowedOrigins: policy.allowedOrigins, asksHeaders: false };
    const service = new StoreService({ storage: 'cache', download: networkOf([model]) });
    await service.list();
    // As Chromium does off the record, above 256 MB.
    const put = vi.spyOn(Cache.prototype, 'put').mockRejectedValue(new DOMException('Unknown error', 'UnknownError'));
    onTestFinished(() => put.mockRestore());
    const report = vi.fn();
    const files = await service.obtain(argument, { ...silent, report });
    expect(new Uint8Array(await (files['part-0'] as Blob).arrayBuffer())).toEqual(model.contents['part-0']);
    expect(report).toHaveBeenCalledWith({ type: 'warning', message: expect.stringContaining('Unknown error') });
    expect(await service.state()).toEqual({
      storage: 'memory',
      refused: [{ kind: 'cache', reason: expect.stringContaining('Unknown error') }],
    });
  });

  it('may not be used at all: the next one is, with the reason', async () => {
    const getDirectory = vi
      .spyOn(StorageManager.prototype, 'getDirectory')
      .mockRejectedValue(new DOMException('not in this mode', 'SecurityError'));
    onTestFinished(() => getDirectory.mockRestore());
    expect(await new StoreService().state()).toEqual({
      storage: 'cache',
      refused: [{ kind: 'opfs', reason: expect.stringContaining('not in this mode') }],
    });
  });
});
