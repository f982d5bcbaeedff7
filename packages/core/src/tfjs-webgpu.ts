import type { ProviderDescriptor } from './execution-provider.ts';

/**
 * TensorFlow.js on WebGPU.
 *
 * @see https://www.tensorflow.org/js/guide/platform_environment
 */
export const tfjsWebgpu: ProviderDescriptor = {
  name: 'tfjs-webgpu',
  version: '4.22.0',
  requires: ['webgpu'],
  module: {
    name: 'tfjs-webgpu.provider.js',
    url: new URL('./tfjs-webgpu.provider.js', import.meta.url),
    kind: 'script',
  },
  files: {},
};
