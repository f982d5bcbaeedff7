/** The runtime in a dedicated worker and in a service worker: it says what came of a lease there. */
import { createRuntime, isNearsideError, messageOf } from '@nearside/core';
import { tinyAnswer, tinyManifest } from '@nearside/core/testing';
import { probeTask } from './probe-task.ts';

const origin = new URL('/', location.href);
const asset = (path: string, kind: 'script' | 'data') => ({
  name: path.slice(path.lastIndexOf('/') + 1),
  url: new URL(path, origin),
  kind,
});

async function tryLease(inProcess: boolean): Promise<string> {
  try {
    const runtime = createRuntime(inProcess ? { worker: false } : {});
    const wasm = { ...asset('/packages/core/ort-wasm-simd-threaded.wasm', 'data'), bytes: 14_239_897 };
    const provider = {
      name: 'ort-wasm',
      version: '0',
      requires: [],
      module: asset('/packages/core/ort-wasm.provider.js', 'script'),
      files: { wasm },
    };
    const lease = runtime.lease(probeTask(), {
      worker: asset('/faults/probe.worker.js', 'script'),
      providers: [provider],
      modelFiles: { 'tiny.onnx': asset('/tiny.onnx', 'data') },
      options: { manifest: tinyManifest(['ort-wasm']) },
    });
    await lease.start({});
    const got = await lease.call('run', [1, 2, 3, 4]);
    lease.release();
    return tinyAnswer([1, 2, 3, 4]).every((y, at) => Math.abs(y - (got[at] as number)) < 1e-4) ? 'right' : 'wrong';
  } catch (error) {
    return isNearsideError(error) ? `${error.code}: ${error.message}` : messageOf(error);
  }
}

interface AnyScope {
  addEventListener(
    type: string,
    listener: (event: MessageEvent & { waitUntil?: (work: Promise<unknown>) => void }) => void,
  ): void;
}

(globalThis as unknown as AnyScope).addEventListener('message', (event) => {
  const work = tryLease(event.data === 'in-process').then((outcome) => event.ports[0]?.postMessage(outcome));
  event.waitUntil?.(work);
});
