import type { ProviderDescriptor } from './execution-provider.ts';

/**
 * TensorFlow.js on WebGL 2, where it is drawn by a GPU: one that draws in software is refused by its probe.
 *
 * @see https://www.tensorflow.org/js/guide/platform_environment
 */
export const tfjsWebgl: ProviderDescriptor = {
  name: 'tfjs-webgl',
  version: '4.22.0',
  requires: [],
  module: { name: 'tfjs-webgl.provider.js', url: new URL('./tfjs-webgl.provider.js', import.meta.url), kind: 'script' },
  files: {},
};
