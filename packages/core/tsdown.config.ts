import { defineConfig } from 'tsdown';

// ES modules whose imports stay external, and self-contained assets that are only ever addressed by URL.
const modules = { format: 'esm', platform: 'neutral', fixedExtension: false, target: 'es2022' } as const;
const asset = {
  ...modules,
  platform: 'browser',
  dts: false,
  clean: false,
  minify: true,
  deps: { alwaysBundle: [/.*/], onlyBundle: false },
  outputOptions: { codeSplitting: false },
} as const;
const ort = '../../node_modules/onnxruntime-web/dist';

export default defineConfig([
  {
    ...modules,
    entry: [
      'src/index.ts',
      'src/worker.ts',
      'src/ort-wasm.ts',
      'src/ort-webgpu.ts',
      'src/ort-webnn.ts',
      'src/testing.ts',
    ],
    dts: true,
    deps: { alwaysBundle: [/^@noble\/hashes/, 'valibot'] },
  },
  { ...asset, entry: { 'nearside-store.worker': 'src/nearside-store.worker.ts' } },
  {
    ...asset,
    entry: { 'ort-wasm.provider': 'src/providers/ort-wasm.ts' },
    copy: [{ from: `${ort}/ort-wasm-simd-threaded.wasm`, to: 'dist' }],
  },
  {
    ...asset,
    entry: { 'ort-webgpu.provider': 'src/providers/ort-webgpu.ts' },
    copy: [{ from: `${ort}/ort-wasm-simd-threaded.asyncify.wasm`, to: 'dist' }],
  },
  {
    // The WASM it needs is the one that ort-webgpu ships.
    ...asset,
    entry: { 'ort-webnn.provider': 'src/providers/ort-webnn.ts' },
  },
]);
