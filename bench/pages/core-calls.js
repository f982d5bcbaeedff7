// A call with 8 KiB, ours and plain comlink's.
import { createRuntime } from '@nearside/core';
import { wrap } from 'comlink';
import { benchTask } from './core-task.js';

const bytes = new Uint8Array(8 << 10);
const script = '/workers/core-bench.worker.js';
const asset = {
  name: 'core-bench.worker.js',
  url: new URL(script, location.href),
  kind: /** @type {const} */ ('script'),
};
const lease = createRuntime().lease(benchTask, { worker: asset, providers: [], options: {} });
const started = lease.start({});
const plain = /** @type {{ measure(bytes: Uint8Array): Promise<number> }} */ (
  /** @type {unknown} */ (wrap(new Worker('/workers/core-comlink.worker.js', { type: 'module' })))
);

/** @type {Record<string, () => Promise<number>>} */
const calls = { ours: () => lease.call('measure', bytes), comlink: () => plain.measure(bytes) };

Object.assign(globalThis, {
  bench: {
    /**
     * @param {{ who: string, count: number }} request
     * @returns {Promise<number>} Milliseconds a call, one after the other.
     */
    async time({ who, count }) {
      await started;
      const call = /** @type {() => Promise<number>} */ (calls[who]);
      const startMs = performance.now();
      for (let at = 0; at < count; at++) if ((await call()) !== bytes.length) throw new Error(`${who} answers wrongly`);
      return (performance.now() - startMs) / count;
    },
  },
});
