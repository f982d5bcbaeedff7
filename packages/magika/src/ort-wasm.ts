import type { ProviderDescriptor } from '@nearside/core';
import { ortWasm as runtime } from '@nearside/core/ort-wasm';
import { onnxModel } from './onnx-model.ts';

/** The original graph on ONNX Runtime for WebAssembly: a second opinion beside the kernel. Fetches 17.4 MB. */
export const ortWasm: ProviderDescriptor = { ...runtime, modelFiles: onnxModel };
