import type { ProviderDescriptor } from '@nearside/core';

/**
 * Magika's own kernel: the network, rewritten, in 7 KB of WebAssembly SIMD that is part of the worker; one megabyte of
 * weights. The default everywhere.
 */
export const kernel: ProviderDescriptor = {
  name: 'kernel',
  version: '1',
  requires: ['wasm-simd'],
  files: {},
  modelFiles: {
    'kernel-weights.bin': {
      name: 'magika-kernel-weights.bin',
      url: new URL('./magika-kernel-weights.bin', import.meta.url),
      kind: 'data',
    },
  },
};
