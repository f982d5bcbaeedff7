import { expect, it, onTestFinished } from 'vitest';
import { storedTask } from '../fixtures/stored-task.ts';
import type { LoadProgress } from './load-progress.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { createRuntime } from '../runtime.ts';
import { describeFile } from '../store/describe-file.ts';

/** A file that the test's own server has; its bytes are no matter. */
const served = new URL('../fixtures/exercise-task.ts?raw', import.meta.url);

const scripts: Readonly<Record<string, URL>> = {
  'stored.worker.js': new URL('../fixtures/stored.worker.ts', import.meta.url),
  'nearside-store.worker.js': new URL('../fixtures/store.worker.ts', import.meta.url),
};

it("a task in a worker gets its model from the page's store, by reference, and holds it as long as it lives", async () => {
  const file = await describeFile('served', await (await fetch(served)).blob());
  const manifest: Manifest = {
    schema: 1,
    id: `test-${crypto.randomUUID()}`,
    version: '1',
    licence: 'MIT',
    artefacts: [{ provider: 'p', files: [file] }],
    golden: { input: {}, output: {}, tolerance: 0 },
  };
  const runtime = createRuntime({ assetBase: (name, url) => scripts[name] ?? url });
  const worker = { name: 'stored.worker.js', url: scripts['stored.worker.js'] as URL, kind: 'script' } as const;
  const modelFiles = { served: { name: 'served', url: served, kind: 'data' } as const };
  const lease = runtime.lease(storedTask, { worker, providers: [], modelFiles, options: manifest });
  onTestFinished(() => lease.release());
  const progress: LoadProgress[] = [];
  await lease.start({ onProgress: (one) => progress.push(one) });
  expect(await lease.call('digests', undefined)).toEqual({ [file.path]: file.sha256 });
  expect(progress.at(-1)).toEqual({ loadedBytes: file.bytes, totalBytes: file.bytes });
  await expect(runtime.models.delete(manifest.id)).rejects.toMatchObject({ code: 'busy' });
  lease.release();
  expect(await runtime.models.delete(manifest.id)).toBe(true);
});
