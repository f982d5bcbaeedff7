// The self-contained module behind `ort-webgpu`: built alone, addressed by URL, imported only when it was chosen.
import * as ort from 'onnxruntime-web/webgpu';
import type { CreateProvider } from '../execution-provider.ts';
import { createOnnxRuntime } from './onnx-runtime.ts';

/** ONNX Runtime Web on WebGPU. */
export const createProvider: CreateProvider = (context) =>
  createOnnxRuntime(ort, { name: 'ort-webgpu', executionProvider: 'webgpu', wasmFile: 'wasm' }, context);
