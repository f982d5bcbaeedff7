import type { ProviderDescriptor } from './execution-provider.ts';

/**
 * TensorFlow.js on WebAssembly SIMD, one thread: runs graph models in every current browser and in Node. 0.42 MB of WASM, a
 * thirtieth of ONNX Runtime's.
 *
 * @see https://www.tensorflow.org/js/guide/platform_environment
 */
export const tfjsWasm: ProviderDescriptor = {
  name: 'tfjs-wasm',
  version: '4.22.0',
  requires: ['wasm-simd'],
  module: { name: 'tfjs-wasm.provider.js', url: new URL('./tfjs-wasm.provider.js', import.meta.url), kind: 'script' },
  files: {
    wasm: {
      name: 'tfjs-backend-wasm-simd.wasm',
      url: new URL('./tfjs-backend-wasm-simd.wasm', import.meta.url),
      kind: 'data',
      bytes: 424_594,
    },
  },
};
