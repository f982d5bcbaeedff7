import type { ProviderDescriptor } from '@nearside/core';
import { ortWebgpu as runtime } from '@nearside/core/ort-webgpu';
import { onnxModel } from './onnx-model.ts';

/** The original graph on ONNX Runtime for WebGPU. Fetches 29.9 MB. */
export const ortWebgpu: ProviderDescriptor = { ...runtime, modelFiles: onnxModel };
