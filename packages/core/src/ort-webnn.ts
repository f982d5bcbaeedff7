import type { ProviderDescriptor } from './execution-provider.ts';

/**
 * ONNX Runtime Web on WebNN, where a browser has it: on its neural processor, GPU or CPU, as the browser picks. The same
 * 26.8 MB of WASM as `ort-webgpu`, under the same address: a page that has tried one has it for the other.
 *
 * @see https://onnxruntime.ai/docs/tutorials/web/ep-webnn.html
 */
export const ortWebnn: ProviderDescriptor = {
  name: 'ort-webnn',
  version: '1.30.0',
  requires: ['wasm-simd', 'webnn'],
  module: { name: 'ort-webnn.provider.js', url: new URL('./ort-webnn.provider.js', import.meta.url), kind: 'script' },
  files: {
    wasm: {
      name: 'ort-wasm-simd-threaded.asyncify.wasm',
      url: new URL('./ort-wasm-simd-threaded.asyncify.wasm', import.meta.url),
      kind: 'data',
      bytes: 26_781_914,
    },
  },
};
