import { defaultRuntime, type CallOptions, type Lease, type Runtime } from '@nearside/core';
import { ortWasm } from '@nearside/core/ort-wasm';
import { scaleTask, type ScaleService } from './scale-task.ts';
import modelUrl from './scale.onnx?url';
import workerUrl from './scale.worker.ts?worker&url';

/** Doubles a number and adds one, on the device. */
export class Scale {
  readonly #lease: Lease<ScaleService, undefined>;

  private constructor(lease: Lease<ScaleService, undefined>) {
    this.#lease = lease;
  }

  static async create({ signal, runtime = defaultRuntime() }: { signal?: AbortSignal; runtime?: Runtime } = {}) {
    const lease = runtime.lease(scaleTask, {
      worker: { name: 'scale.worker.js', url: new URL(workerUrl, location.href), kind: 'script' },
      providers: [ortWasm],
      modelFiles: { 'scale.onnx': { name: 'scale.onnx', url: new URL(modelUrl, location.href), kind: 'data' } },
      options: undefined,
    });
    await lease.start({ signal });
    return new Scale(lease);
  }

  scale(x: number, options?: CallOptions) {
    return this.#lease.call('scale', x, options);
  }

  scaleAll(xs: readonly number[], options?: CallOptions) {
    return this.#lease.stream('scaleAll', xs, options);
  }

  explain() {
    return this.#lease.explanations[0];
  }

  destroy() {
    this.#lease.release();
  }
}
