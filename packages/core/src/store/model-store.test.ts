import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { serveFaults, type FaultServer } from '../../../../tools/lib/fault-server.ts';
import type { ModelManifest } from '../manifest/manifest.ts';
import { createRuntime } from '../runtime.ts';
import type { DownloadProgressEvent } from '../monitor.ts';
import { describeFile } from './describe-file.ts';
import type { ModelStoreOptions } from './store-options.ts';

const large = new Uint8Array(9_000_000).map((_, at) => (at * 2654435761) >>> 24);
const small = new Uint8Array(100_000).fill(7);

async function serve(): Promise<FaultServer> {
  const server = await serveFaults({ files: { '/models/large': large, '/models/small': small } });
  onTestFinished(() => server.close());
  return server;
}

async function manifestOf(server: FaultServer, path: 'large' | 'small', id: string = path): Promise<ModelManifest> {
  const file = await describeFile(path, new Blob([path === 'large' ? large : small]));
  return {
    id,
    version: '1',
    licence: 'Apache-2.0',
    artefacts: [{ provider: 'p', files: [file] }],
    sources: [{ base: `${server.origin}/models` }],
  };
}

const modelsOf = (server: FaultServer, options: ModelStoreOptions = {}) =>
  createRuntime({ allowedOrigins: [server.origin], onConsent: () => true, ...options }).models;

/** Not by `toEqual`, which takes seconds for so many bytes. */
async function expectBytes(blob: Blob | undefined, want: Uint8Array): Promise<void> {
  expect(Buffer.compare(Buffer.from((await blob?.arrayBuffer()) ?? []), want)).toBe(0);
}

describe('obtaining a model', () => {
  it('P7 asks before more than 8 MB are downloaded, with size, licence and origin', async () => {
    const server = await serve();
    const onConsent = vi.fn(() => true);
    const models = modelsOf(server, { onConsent });
    const held = await models.obtain(await manifestOf(server, 'large'), 'p');
    await expectBytes(held.files['large'], large);
    expect(onConsent).toHaveBeenCalledExactlyOnceWith({
      bytes: large.length,
      licence: 'Apache-2.0',
      origin: server.origin,
      model: 'large',
      saveData: false,
    });
    // What is stored is no download.
    await models.obtain(await manifestOf(server, 'large'), 'p');
    expect(onConsent).toHaveBeenCalledOnce();
  });

  it('P7 downloads nothing where consent is refused, or nobody can be asked', async () => {
    const server = await serve();
    const manifest = await manifestOf(server, 'large');
    const refused = modelsOf(server, { onConsent: async () => false }).obtain(manifest, 'p');
    await expect(refused).rejects.toMatchObject({ code: 'policy', stage: 'consent' });
    const unasked = createRuntime({ allowedOrigins: [server.origin] }).models.obtain(manifest, 'p');
    await expect(unasked).rejects.toMatchObject({ code: 'policy', hint: expect.stringContaining('onConsent') });
    expect(server.requests).toEqual([]);
  });

  it('asks nobody for a small one', async () => {
    const server = await serve();
    const models = createRuntime({ allowedOrigins: [server.origin] }).models;
    const held = await models.obtain(await manifestOf(server, 'small'), 'p');
    expect(held.files['small']?.size).toBe(small.length);
  });

  it('asks for a small one too, where the user has asked to spare data', async () => {
    const server = await serve();
    vi.stubGlobal('navigator', { connection: { saveData: true } });
    onTestFinished(() => void vi.unstubAllGlobals());
    const onConsent = vi.fn(() => false);
    const obtaining = modelsOf(server, { onConsent }).obtain(await manifestOf(server, 'small'), 'p');
    await expect(obtaining).rejects.toMatchObject({ code: 'policy' });
    expect(onConsent).toHaveBeenCalledWith(expect.objectContaining({ saveData: true, bytes: small.length }));
  });

  it('P7 contacts no origin that the page did not allow', async () => {
    const server = await serve();
    const models = createRuntime({ onConsent: () => true }).models;
    await expect(models.obtain(await manifestOf(server, 'small'), 'p')).rejects.toMatchObject({ code: 'policy' });
    expect(server.requests).toEqual([]);
  });

  it("adds the page's headers to each request", async () => {
    const server = await serve();
    const models = modelsOf(server, { authorize: async (url) => ({ authorization: `for ${new URL(url).pathname}` }) });
    await models.obtain(await manifestOf(server, 'small'), 'p');
    expect(server.requests.map(({ headers }) => headers['authorization'])).toEqual(['for /models/small']);
  });

  it("has the page's headers for as many models at once as anybody asks for", { timeout: 20_000 }, async () => {
    const server = await serve();
    const models = modelsOf(server, { authorize: async () => ({ authorization: 'token' }) });
    const manifests = await Promise.all(Array.from({ length: 20 }, (_, at) => manifestOf(server, 'small', `m${at}`)));
    const held = await Promise.all(manifests.map((manifest) => models.obtain(manifest, 'p')));
    expect(held).toHaveLength(20);
    for (const one of held) one.release();
  });

  it("fails with what the page's own function threw", async () => {
    const server = await serve();
    const authorize = () => Promise.reject(new RangeError('no token'));
    const obtaining = modelsOf(server, { authorize }).obtain(await manifestOf(server, 'small'), 'p');
    await expect(obtaining).rejects.toThrow('no token');
  });

  it('reports one progress for the model, from 0 to 1', async () => {
    const server = await serve();
    const events: DownloadProgressEvent[] = [];
    await modelsOf(server).obtain(await manifestOf(server, 'large'), 'p', {
      monitor: (monitor) => monitor.addEventListener('downloadprogress', (event) => events.push(event)),
    });
    expect(events[0]).toMatchObject({ loaded: 0, totalBytes: large.length });
    expect(events.at(-1)).toMatchObject({ loaded: 1, loadedBytes: large.length });
  });

  it('N4 needs no network for a model that is stored', async () => {
    const server = await serve();
    const models = modelsOf(server);
    const manifest = await manifestOf(server, 'small');
    expect(await models.availability(manifest, 'p')).toBe('downloadable');
    await models.obtain(manifest, 'p');
    await server.close();
    expect(await models.availability(manifest, 'p')).toBe('available');
    const held = await models.obtain(manifest, 'p');
    await expectBytes(held.files['small'], small);
  });

  it('says that a model is downloading, and that one cannot be had', async () => {
    const server = await serve();
    const models = modelsOf(server);
    const manifest = await manifestOf(server, 'small');
    server.inject(() => ({ silent: true }));
    const controller = new AbortController();
    const obtaining = models.obtain(manifest, 'p', { signal: controller.signal });
    await server.seen(() => true);
    expect(await models.availability(manifest, 'p')).toBe('downloading');
    controller.abort();
    await expect(obtaining).rejects.toMatchObject({ name: 'AbortError' });
    const { sources: _, ...nowhere } = manifest;
    expect(await models.availability(nowhere, 'p')).toBe('unavailable');
    expect(await models.availability(manifest, 'another')).toBe('unavailable');
    await expect(models.obtain(manifest, 'another')).rejects.toMatchObject({ code: 'model-invalid' });
  });

  it('P6 rejects with the reason while it waits for the network, and the next one gets it', async () => {
    const server = await serve();
    const models = modelsOf(server);
    const manifest = await manifestOf(server, 'small');
    server.inject(({ nth }) => (nth === 0 ? { silent: true } : undefined));
    const controller = new AbortController();
    const reason = new Error('enough');
    const obtaining = models.obtain(manifest, 'p', { signal: controller.signal });
    await server.seen(() => true);
    const abortedAtMs = performance.now();
    controller.abort(reason);
    await expect(obtaining).rejects.toBe(reason);
    // The promise's deadline, three times, as the machine is shared.
    expect(performance.now() - abortedAtMs).toBeLessThan(300);
    const held = await models.obtain(manifest, 'p');
    expect(held.files['small']?.size).toBe(small.length);
  });

  it('shares one download among all that ask at once', async () => {
    const server = await serve();
    const models = modelsOf(server);
    const manifest = await manifestOf(server, 'small');
    await Promise.all([1, 2, 3].map(() => models.obtain(manifest, 'p')));
    expect(server.requests).toHaveLength(1);
  });

  it('tells who listens of downloads and changes', async () => {
    const server = await serve();
    const models = modelsOf(server);
    const changes: string[] = [];
    const changed = new Promise<void>((resolve) => {
      void models.watch((event) => {
        changes.push(`${event.type} ${event.id}`);
        if (event.type === 'change') resolve();
      });
    });
    await models.obtain(await manifestOf(server, 'small', 'small'), 'p');
    await changed;
    expect(changes).toContain('download small');
  });
});

describe('the models that are here', () => {
  it('are listed, exported and deleted, but not while they are in use', async () => {
    const server = await serve();
    const models = modelsOf(server);
    const held = await models.obtain(await manifestOf(server, 'small', 'listed'), 'p');
    const [listed] = await models.list();
    expect(listed).toMatchObject({
      id: 'listed',
      provider: 'p',
      bytes: small.length,
      licence: 'Apache-2.0',
      origin: server.origin,
      trust: 'manifest',
      storage: 'memory',
      isInUse: true,
    });
    await expect(models.delete('listed')).rejects.toMatchObject({ code: 'busy' });
    held.release();
    held.release();
    expect((await models.list())[0]?.isInUse).toBe(false);
    await expectBytes((await models.export('listed'))?.['small'], small);
    expect(await models.verify('listed')).toEqual({ isWhole: true, damagedChunks: 0, bytes: small.length });
    expect(await models.delete('listed')).toBe(true);
    expect(await models.delete('listed')).toBe(false);
    expect(await models.list()).toEqual([]);
    expect(await models.export('listed')).toBeUndefined();
    expect(await models.open('listed')).toBeUndefined();
  });

  it('say when they were used and when they were checked; bringing one from disk or checking it is no use', async () => {
    const server = await serve();
    const models = modelsOf(server);
    const beginMs = Date.now();
    const brought = await models.import(new File([small], 'mine'), { id: 'mine', provider: 'p' });
    expect(brought.usedAtMs).toBe(0);
    expect(brought.verifiedAtMs).toBeGreaterThanOrEqual(beginMs);
    await models.verify('mine');
    (await models.obtain(await manifestOf(server, 'small'), 'p')).release();
    const times = Object.fromEntries((await models.list()).map(({ id, usedAtMs }) => [id, usedAtMs]));
    expect(times).toEqual({ mine: 0, small: expect.toSatisfy((ms: number) => ms >= beginMs) });
  });

  it('are kept also where tabs may not speak to each other: Firefox without storage', async () => {
    const server = await serve();
    vi.stubGlobal('BroadcastChannel', function (): never {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    });
    onTestFinished(() => void vi.unstubAllGlobals());
    const models = modelsOf(server);
    const changes: string[] = [];
    onTestFinished(await models.watch(({ id }) => void changes.push(id)));
    (await models.obtain(await manifestOf(server, 'small'), 'p')).release();
    expect(await models.availability(await manifestOf(server, 'small'), 'p')).toBe('available');
  });

  it('are in memory where there is nothing else, and the store says why', async () => {
    expect(await createRuntime().models.explain()).toMatchObject({
      storage: 'memory',
      refused: [{ kind: 'opfs' }, { kind: 'cache' }],
      isInWorker: false,
    });
  });
});

describe('a model from disk', () => {
  it('is trusted on first use, its digest kept and shown', async () => {
    const { models } = createRuntime();
    const written: number[] = [];
    const options = { id: 'mine', provider: 'p', licence: 'MIT', onBytes: (bytes: number) => void written.push(bytes) };
    const stored = await models.import(new File([large], 'mine.gguf'), options);
    const { sha256 } = await describeFile('mine.gguf', new Blob([large]));
    expect(stored).toMatchObject({ id: 'mine', trust: 'first-use', origin: 'import', files: [{ sha256 }] });
    const held = await models.open('mine');
    await expectBytes(held?.files['mine.gguf'], large);
    held?.release();
  });

  it('is the model of its manifest where it is that, without any download', async () => {
    const server = await serve();
    const models = modelsOf(server);
    const manifest = await manifestOf(server, 'large');
    await models.import(new File([large], 'some-name.bin'), { provider: 'p', manifest });
    const held = await models.obtain(manifest, 'p');
    await expectBytes(held.files['large'], large);
    expect(server.requests).toEqual([]);
  });

  it.each([
    { name: 'of another size', bytes: small.slice(1) },
    { name: 'of other bytes', bytes: new Uint8Array(small.length) },
  ])('is refused where it is $name, and nothing of it stays', async ({ bytes }) => {
    const server = await serve();
    const models = modelsOf(server);
    const manifest = await manifestOf(server, 'small');
    const importing = models.import(new File([bytes], 'x'), { provider: 'p', manifest });
    await expect(importing).rejects.toMatchObject({ code: 'integrity' });
    expect(await models.list()).toEqual([]);
    expect(await models.availability(manifest, 'p')).toBe('downloadable');
  });

  it('leaves nothing when it is aborted', async () => {
    const { models } = createRuntime();
    const controller = new AbortController();
    const reason = new Error('enough');
    const options = { id: 'mine', provider: 'p', signal: controller.signal, onBytes: () => controller.abort(reason) };
    await expect(models.import(new File([large], 'mine'), options)).rejects.toBe(reason);
    expect(await models.list()).toEqual([]);
  });

  it('needs a name', async () => {
    const importing = createRuntime().models.import(new File(['x'], 'x'), { provider: 'p' });
    await expect(importing).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('a manifest that nobody read', () => {
  const file = { path: 'small', bytes: small.length, sha256: 'a'.repeat(64) };
  const manifest = { id: 'unread', version: '1', licence: 'MIT', artefacts: [{ provider: 'p', files: [file] }] };
  const withFiles = (...files: object[]) => ({ ...manifest, artefacts: [{ provider: 'p', files }] }) as ModelManifest;

  it.each<{ name: string; unread: ModelManifest }>([
    { name: 'a path that climbs', unread: withFiles({ ...file, path: '../../etc/passwd' }) },
    { name: 'a path that is a prototype', unread: withFiles({ ...file, path: '__proto__' }) },
    { name: 'a path twice', unread: withFiles(file, file) },
    { name: 'a digest that is a path', unread: withFiles({ ...file, sha256: '../../x' }) },
    { name: '2^60 bytes', unread: withFiles({ ...file, bytes: 2 ** 60 }) },
    { name: '1 GiB in one piece', unread: withFiles({ ...file, bytes: 2 ** 30 }) },
    {
      name: 'a chunk of 1 GiB',
      unread: withFiles({ ...file, bytes: 2 ** 30, chunks: { bytes: 2 ** 30, sha256: [file.sha256] } }),
    },
    { name: 'chunks of nothing', unread: withFiles({ ...file, chunks: { bytes: 0, sha256: [] } }) },
    { name: 'no list of files', unread: { ...manifest, artefacts: [{ provider: 'p' }] } as never },
    { name: 'an id that cannot be written', unread: { ...manifest, id: '\ud800' } },
    { name: 'a base that is none', unread: { ...manifest, sources: [{ base: 'javascript:alert(1)' }] } },
    { name: 'a base that is no text', unread: { ...manifest, sources: [{}] } as never },
  ])('H1 is refused with $name, before anybody is asked or contacted', async ({ unread }) => {
    const server = await serve();
    const onConsent = vi.fn(() => true);
    const models = modelsOf(server, { onConsent });
    const sources = [{ base: server.origin }];
    const refused = { code: 'model-invalid', message: expect.stringContaining('refused') };
    await expect(models.obtain({ sources, ...unread }, 'p')).rejects.toMatchObject(refused);
    await expect(models.availability({ sources, ...unread }, 'p')).rejects.toMatchObject(refused);
    expect(onConsent).not.toHaveBeenCalled();
    expect(server.requests).toEqual([]);
  });

  it('is not what a name is worth that a user brought', async () => {
    const importing = createRuntime().models.import(new File(['x'], 'x'), { id: '\ud800', provider: 'p' });
    await expect(importing).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('tracing', () => {
  it('has a span for reading, fetching and hashing', async () => {
    const server = await serve();
    const runtime = createRuntime({ allowedOrigins: [server.origin] });
    const spans: string[] = [];
    onTestFinished(runtime.on('span', ({ name, bytes }) => void spans.push(bytes ? `${name} ${bytes}` : name)));
    const held = await runtime.models.obtain(await manifestOf(server, 'small', 'traced'), 'p');
    await runtime.models.verify('traced');
    held.release();
    expect(spans).toEqual(expect.arrayContaining(['store-read', `fetch ${small.length}`, `verify ${small.length}`]));
  });
});

describe('hashing a whole model', () => {
  it('P6 C1 ends with the reason of an abort', async () => {
    const { models } = createRuntime();
    await models.import(new File([large], 'mine'), { id: 'hashed', provider: 'p' });
    const controller = new AbortController();
    const reason = new Error('enough');
    const verifying = models.verify('hashed', { signal: controller.signal, onBytes: () => controller.abort(reason) });
    await expect(verifying).rejects.toBe(reason);
    expect(await models.verify('hashed')).toMatchObject({ isWhole: true, bytes: large.length });
  });

  it('says that a model is not here', async () => {
    await expect(createRuntime().models.verify('none')).rejects.toMatchObject({ code: 'invalid-input' });
  });
});
