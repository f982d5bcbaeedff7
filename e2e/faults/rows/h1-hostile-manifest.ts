import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { Manifest } from '@nearside/core';
import type { FaultRow } from '../harness/row.ts';

/** Manifests that want to do harm. Each gives what it changes of a good one. */
const hostile: Record<string, (good: Record<string, unknown>, file: Record<string, unknown>) => unknown> = {
  '__proto__ as a path': (_good, file) => ({ files: [{ ...file, path: '__proto__' }] }),
  '../ in a path': (_good, file) => ({ files: [{ ...file, path: '../../etc/passwd' }] }),
  'a javascript: path': (_good, file) => ({ files: [{ ...file, path: 'javascript:alert(1)' }] }),
  'a blob: path': (_good, file) => ({ files: [{ ...file, path: 'blob:null/1' }] }),
  'a negative size': (_good, file) => ({ files: [{ ...file, bytes: -1 }] }),
  'a size of 2^53': (_good, file) => ({ files: [{ ...file, bytes: 2 ** 53 }] }),
  'duplicate names': (_good, file) => ({ files: [file, file] }),
  'chunks of one byte for a terabyte': (_good, file) => ({
    files: [{ ...file, bytes: 1e12, chunks: { bytes: 1, sha256: [] } }],
  }),
};

/** A manifest, a file or a size that is an attack. */
export const h1: FaultRow = {
  id: 'H1',
  title:
    'manifest with __proto__, ../, javascript:, blob:, 1e9 entries, negative or 2^53 sizes, duplicate names, a gzip bomb',
  injected: 'manifests made by the row, given to the store and to a task; a body of 1 MB that unpacks to 1 GB',
  inEveryTest: true,
  async run(fault) {
    const bomb = gzipSync(Buffer.alloc(1 << 30), { level: 9 });
    const models = await fault.serveModels({ files: { '/bomb/tiny.onnx': bomb }, cors: {} });
    const { page } = await fault.open({ connect: [models.origin] });
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const heap = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 2 ** 20;
    };
    const before = await heap();
    const good = await page.evaluate(() => faults.tinyManifest(['ort-wasm']));
    const [artefact] = good.artefacts;
    const [file] = artefact?.files ?? [];
    assert.ok(artefact && file);
    for (const [name, change] of Object.entries(hostile)) {
      const changed = change(good as never, file as never) as object;
      const manifest: Manifest = { ...good, artefacts: [{ ...artefact, ...changed }], sources: [{ base: '/' }] };
      const [read, ...used] = await page.evaluate(async (wanted) => {
        const { core, readManifest } = faults;
        const { models: store } = core.createRuntime({ onConsent: () => true });
        const json = JSON.stringify(wanted);
        return [
          await faults.attempt(() => void readManifest(json)),
          // Past the reader, as a page that parses by itself would.
          await faults.attempt(() => store.obtain(wanted, 'ort-wasm').then(() => undefined)),
          await faults.attempt(() => faults.started({ options: { manifest: wanted } }).then(() => undefined)),
        ];
      }, manifest);
      assert.equal(read?.error?.code, 'model-invalid', `${name}: ${JSON.stringify(read)}`);
      fault.deadline(name, read.ms, 2000);
      const outcomes = used.map(({ error }) => (error ? (error.code ?? error.name) : 'works'));
      assert.ok(!outcomes.includes('pending'), name);
      fault.saw(`${name}: model-invalid; past the reader, the store: ${outcomes[0]}, a task: ${outcomes[1]}`);
    }

    const many = await page.evaluate((manifest) => {
      const artefacts = [...manifest.artefacts];
      artefacts.length = 1e9; // an array of holes takes no memory; whoever walks it does
      return faults.attempt(() => void faults.readManifest({ ...manifest, artefacts }));
    }, good);
    assert.equal(many.error?.code, 'model-invalid', JSON.stringify(many));
    fault.deadline('1e9 entries', many.ms, 2000);

    models.inject(() => ({ headers: { 'content-encoding': 'gzip' } }));
    const bombed = await page.evaluate(async (url) => {
      const runtime = faults.runtimeFor([new URL(url).origin]);
      const options = { ...faults.tiny(), modelFiles: { 'tiny.onnx': url }, runtime };
      return faults.attempt(() => faults.started(options).then(() => 'opened'));
    }, `${models.origin}/bomb/tiny.onnx`);
    assert.equal(bombed.error?.code, 'integrity', JSON.stringify(bombed));
    fault.saw(`a gzip bomb (${(bomb.length / 2 ** 20).toFixed(1)} MiB, unpacks to 1 GiB): integrity`);
    const grown = (await heap()) - before;
    assert.ok(grown < 64, `the page's heap grew by ${grown} MiB`);
    fault.saw(`the page's heap grew by ${grown.toFixed(1)} MiB over all of them`);
    assert.equal(await page.evaluate(async () => faults.runTiny(await faults.started(faults.tiny()))), 'right');
  },
};
