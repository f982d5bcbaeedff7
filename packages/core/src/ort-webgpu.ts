import type { ProviderDescriptor } from './execution-provider.ts';

/**
 * ONNX Runtime Web on WebGPU. 26.8 MB of WASM, fetched only when it is chosen: more than the 25 MiB that some hosts
 * allow a file.
 *
 * @see https://onnxruntime.ai/docs/tutorials/web/ep-webgpu.html
 */
export const ortWebgpu: ProviderDescriptor = {
  name: 'ort-webgpu',
  version: '1.30.0',
  requires: ['wasm-simd', 'webgpu'],
  module: { name: 'ort-webgpu.provider.js', url: new URL('./ort-webgpu.provider.js', import.meta.url), kind: 'script' },
  files: {
    wasm: {
      name: 'ort-wasm-simd-threaded.asyncify.wasm',
      url: new URL('./ort-wasm-simd-threaded.asyncify.wasm', import.meta.url),
      kind: 'data',
      bytes: 26_781_914,
    },
  },
};
