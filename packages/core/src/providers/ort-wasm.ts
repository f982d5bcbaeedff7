// The self-contained module behind `ort-wasm`: built alone, addressed by URL, imported only when it was chosen.
import * as ort from 'onnxruntime-web/wasm';
import type { CreateProvider } from '../execution-provider.ts';
import { createOnnxRuntime } from './onnx-runtime.ts';

/** ONNX Runtime Web on WebAssembly. */
export const createProvider: CreateProvider = (context) =>
  createOnnxRuntime(ort, { name: 'ort-wasm', executionProvider: 'wasm', wasmFile: 'wasm' }, context);
