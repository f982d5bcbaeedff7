// A model in the store: read, opened after a reload, and given back.
import { createRuntime } from '@nearside/core';
import { ortWasm } from '@nearside/core/ort-wasm';
import { benchTask } from './core-task.js';

const worker = {
  name: 'core-bench.worker.js',
  url: new URL('/workers/core-bench.worker.js', location.href),
  kind: /** @type {const} */ ('script'),
};
/** @type {import('@nearside/core').Lease<import('./core-task.js').Bench, import('./core-task.js').BenchOptions> | undefined} */
let lease;

/** @param {string} origin */
const runtimeFor = (origin) => createRuntime({ allowedOrigins: [origin], onConsent: () => true });
const id = 'bench/read';

Object.assign(globalThis, {
  bench: {
    /**
     * Brings two files of the same bytes: one as a model, one as a plain file of the origin.
     *
     * @param {{ mib: number }} request
     */
    async fill({ mib }) {
      const piece = new Uint8Array(1 << 20);
      for (let at = 0; at < piece.length; at += 65_536) crypto.getRandomValues(piece.subarray(at, at + 65_536));
      const file = new File(
        Array.from({ length: mib }, () => piece),
        'model.bin',
      );
      await createRuntime().models.import(file, { id, provider: 'ort-wasm' });
      const folder = await navigator.storage.getDirectory();
      const handle = await folder.getFileHandle('plain.bin', { create: true });
      const writable = await handle.createWritable();
      await writable.write(file);
      await writable.close();
    },

    /**
     * @param {{ who: string }} request
     * @returns {Promise<{ mbPerS: number }>}
     */
    async read({ who }) {
      const { models } = createRuntime();
      await models.list(); // its worker is there, as it is in a page that uses the store
      const startMs = performance.now();
      let bytes;
      if (who === 'ours') {
        const held = await models.open(id);
        const [file] = Object.values(held?.files ?? {});
        bytes = await file?.arrayBuffer();
        held?.release();
      } else {
        const folder = await navigator.storage.getDirectory();
        bytes = await (await (await folder.getFileHandle('plain.bin')).getFile()).arrayBuffer();
      }
      const seconds = (performance.now() - startMs) / 1000;
      if (!bytes) throw new Error(`${who}: nothing is there`);
      return { mbPerS: bytes.byteLength / 1e6 / seconds };
    },

    /** @param {{ manifest: import('@nearside/core').Manifest, origin: string }} request */
    async obtain({ manifest, origin }) {
      const held = await runtimeFor(origin).models.obtain(manifest, 'ort-wasm');
      held.release();
    },

    /**
     * @param {{ manifest: import('@nearside/core').Manifest, origin: string }} request
     * @returns {Promise<number>} Milliseconds since the navigation until the model has answered.
     */
    async create({ manifest, origin }) {
      lease = runtimeFor(origin).lease(benchTask, { worker, providers: [ortWasm], options: { manifest } });
      await lease.start({});
      const answer = await lease.call('run', [1, 2, 3, 4]);
      if (answer.length !== 3) throw new Error('the model does not answer');
      return performance.now();
    },

    async destroy() {
      lease?.release();
      lease = undefined;
    },
  },
});
