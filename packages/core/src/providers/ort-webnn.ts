// The self-contained module behind `ort-webnn`: built alone, addressed by URL, imported only when it was chosen.
import * as ort from 'onnxruntime-web/webgpu';
import type { CreateProvider } from '../execution-provider.ts';
import { createOnnxRuntime } from './onnx-runtime.ts';

/** ONNX Runtime Web on WebNN; the browser picks the device. */
export const createProvider: CreateProvider = (context) =>
  createOnnxRuntime(
    ort,
    { name: 'ort-webnn', executionProvider: { name: 'webnn', powerPreference: 'default' }, wasmFile: 'wasm' },
    context,
  );
