// The self-contained module behind `tfjs-wasm`: built alone, addressed by URL, imported only when it was chosen.
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as glue from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import type { CreateProvider } from '../execution-provider.ts';
import { tensorflowProvider } from './tensorflow.ts';

type WasmModule = ConstructorParameters<typeof BackendWasm>[0];

/** What Emscripten's glue makes, before it has TensorFlow.js's own names. */
type RawModule = WasmModule & {
  cwrap(name: string, returns: string | null, takes: readonly string[]): (...values: number[]) => number;
};

/** Emscripten's glue, which serves the SIMD build as well. */
type Factory = (settings: {
  instantiateWasm(imports: WebAssembly.Imports, use: (instance: WebAssembly.Instance) => void): object;
  onAbort(reason: unknown): void;
}) => Promise<RawModule>;

/** TensorFlow.js on WebAssembly SIMD, with one thread: its threads are made from `blob:`, which a strict policy forbids. */
export const createProvider: CreateProvider = tensorflowProvider({
  name: 'tfjs-wasm',
  backend: 'wasm',
  probe: () => undefined,
  start: async ({ files }) => ({ backend: new BackendWasm(await startWasm(files['wasm'] as Uint8Array<ArrayBuffer>)) }),
});

/** What `init` of TensorFlow.js's backend_wasm.js does, with bytes in place of a URL, and with an end where it fails. */
async function startWasm(bytes: Uint8Array<ArrayBuffer>): Promise<WasmModule> {
  // A CommonJS module: bundlers give its one export as the default, Node's types as the module itself.
  const factory = ((glue as { default?: unknown }).default ?? glue) as Factory;
  const compiled = await WebAssembly.compile(bytes);
  const { wasm } = await new Promise<{ wasm: RawModule }>((resolve, reject) => {
    const instantiateWasm: Parameters<Factory>[0]['instantiateWasm'] = (imports, use) => {
      WebAssembly.instantiate(compiled, imports).then(use).catch(reject);
      return {};
    };
    // In an object: Emscripten's modules had a `then` of their own, and a promise would wait for it for ever.
    const onAbort = (reason: unknown): void => reject(new Error(String(reason)));
    factory({ instantiateWasm, onAbort }).then((module) => resolve({ wasm: module }), reject);
  });
  const wrap = (name: string, ...takes: readonly string[]): ((...values: number[]) => void) =>
    wasm.cwrap(name, null, takes);
  const getThreadsCount = wasm.cwrap('get_threads_count', 'number', []);
  wasm.tfjs = {
    init: wrap('init'),
    initWithThreadsCount: wrap('init_with_threads_count', 'number'),
    getThreadsCount,
    registerTensor: wrap('register_tensor', 'number', 'number', 'number'),
    disposeData: wrap('dispose_data', 'number'),
    dispose: wrap('dispose'),
  };
  return wasm;
}
