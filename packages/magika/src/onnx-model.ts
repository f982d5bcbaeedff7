import type { Asset } from '@nearside/core';

/** The original graph, standard_v3_3, for the providers that run ONNX. */
export const onnxModel: Readonly<Record<string, Asset>> = {
  'model.onnx': { name: 'magika.onnx', url: new URL('./magika.onnx', import.meta.url), kind: 'data' },
};
