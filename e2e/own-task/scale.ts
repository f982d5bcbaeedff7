import { defaultRuntime, type CallOptions, type Runtime } from '@nearside/core';
import { ortWasm } from '@nearside/core/ort-wasm';
import { scaleTask } from './scale-task.ts';
import modelUrl from './scale.onnx?url';
import workerUrl from './scale.worker.ts?worker&url';

/** Doubles numbers and adds one, on the device. */
export async function createScale(options: { signal?: AbortSignal; runtime?: Runtime } = {}) {
  const { signal, runtime = defaultRuntime() } = options;
  const lease = runtime.lease(scaleTask, {
    worker: { name: 'scale.worker.js', url: new URL(workerUrl, location.href), kind: 'script' },
    providers: [ortWasm],
    modelFiles: { 'scale.onnx': { name: 'scale.onnx', url: new URL(modelUrl, location.href), kind: 'data' } },
    options: undefined,
  });
  await lease.start({ signal });
  return {
    scale: (x: number, call?: CallOptions) => lease.call('scale', x, call),
    scaleAll: (xs: readonly number[], call?: CallOptions) => lease.stream('scaleAll', xs, call),
    explain: () => lease.explanations[0],
    destroy: () => lease.release(),
  };
}
