import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serveFaults, type Fault } from '../../../../tools/lib/fault-server.ts';
import { TestClock } from '../fixtures/test-clock.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { maxManifestBytes } from '../manifest/manifest-limits.ts';
import { fetchManifest } from './fetch-manifest.ts';

const tensor = { type: 'int32', dims: [1], data: 'AAAAAA==' } as const;
const manifest: Manifest = {
  schema: 1,
  id: 'family/name',
  version: '1',
  licence: 'MIT',
  artefacts: [{ provider: 'ort-wasm', files: [{ path: 'model.onnx', bytes: 10, sha256: 'a'.repeat(64) }] }],
  golden: { input: { x: tensor }, output: { y: tensor }, tolerance: 0 },
};

async function serve(content: string | Uint8Array, fault?: Fault) {
  const server = await serveFaults({ files: { '/models/a/manifest.json': Buffer.from(content) } });
  onTestFinished(() => server.close());
  server.inject(() => fault);
  const abort = new AbortController();
  const clock = new TestClock();
  const url = `${server.origin}/models/a/manifest.json`;
  const read = (policy = { allowedOrigins: [server.origin] }) => fetchManifest(url, policy, abort.signal, clock);
  return { server, read, abort, clock };
}

describe('fetchManifest', () => {
  it('gives the manifest; its files lie beside it, or where it says', async () => {
    const { server, read } = await serve(JSON.stringify(manifest));
    expect(await read()).toEqual({ ...manifest, sources: [{ base: `${server.origin}/models/a/` }] });
    const elsewhere = await serve(
      JSON.stringify({ ...manifest, sources: [{ base: '../b' }, { base: 'https://c.example/' }] }),
    );
    expect((await elsewhere.read()).sources).toEqual([
      { base: `${elsewhere.server.origin}/models/b` },
      { base: 'https://c.example/' },
    ]);
  });

  it('H1 a gzip bomb is model-invalid, and is not unpacked beyond the limit', async () => {
    // 128 MB of spaces, with which JSON may begin, are 125 kB on the way.
    const bomb = gzipSync(Buffer.alloc(128 << 20, ' '));
    const { read } = await serve(bomb, { headers: { 'content-encoding': 'gzip' } });
    const before = process.memoryUsage().arrayBuffers;
    await expect(read()).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining('maxManifestBytes'),
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 << 20);
  });

  it('takes one of exactly the limit', async () => {
    const { read } = await serve(JSON.stringify(manifest).padEnd(maxManifestBytes, ' '));
    expect((await read()).id).toBe(manifest.id);
  });

  it.each<{ name: string; content: string; fault?: Fault; code: string }>([
    { name: 'a byte more', content: ' '.repeat(maxManifestBytes + 1), code: 'model-invalid' },
    { name: 'a page', content: '', fault: { page: true }, code: 'model-invalid' },
    { name: 'half of it', content: JSON.stringify(manifest), fault: { cutAfter: 20 }, code: 'network' },
    { name: 'no answer but 503', content: '', fault: { status: 503 }, code: 'network' },
    { name: 'a redirect', content: '', fault: { redirect: '/other' }, code: 'policy' },
  ])('refuses $name', async ({ content, fault, code }) => {
    const { read } = await serve(content, fault);
    await expect(read()).rejects.toMatchObject({ code });
  });

  it('asks nobody who is not allowed', async () => {
    const { server, read } = await serve('');
    await expect(read({ allowedOrigins: [] })).rejects.toMatchObject({ code: 'policy' });
    expect(server.requests).toHaveLength(0);
  });

  it('gives up on silence, and on abort with the reason', async () => {
    const { server, read, clock } = await serve(JSON.stringify(manifest), { stallAfter: 20 });
    const silent = expect(read()).rejects.toMatchObject({ code: 'network', retryable: true });
    await server.seen(({ state }) => state === 'stalled');
    clock.endPatience();
    await silent;
    const other = await serve(JSON.stringify(manifest), { stallAfter: 20 });
    const reason = new Error('enough');
    const aborted = expect(other.read()).rejects.toBe(reason);
    await other.server.seen(({ state }) => state === 'stalled');
    other.abort.abort(reason);
    await aborted;
    await other.server.seen(({ state }) => state === 'closed');
  });
});
