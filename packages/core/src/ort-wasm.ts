import type { ProviderDescriptor } from './execution-provider.ts';

/**
 * ONNX Runtime Web on WebAssembly SIMD: works in every current browser and in Node. 14.2 MB of WASM (2.4 MB brotli).
 *
 * @see https://onnxruntime.ai/docs/tutorials/web/
 */
export const ortWasm: ProviderDescriptor = {
  name: 'ort-wasm',
  version: '1.30.0',
  requires: ['wasm-simd'],
  module: { name: 'ort-wasm.provider.js', url: new URL('./ort-wasm.provider.js', import.meta.url), kind: 'script' },
  files: {
    wasm: {
      name: 'ort-wasm-simd-threaded.wasm',
      url: new URL('./ort-wasm-simd-threaded.wasm', import.meta.url),
      kind: 'data',
      bytes: 14_239_897,
    },
  },
};
