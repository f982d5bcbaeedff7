import { fileURLToPath } from 'node:url';
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
const tensorflow = '../../node_modules/@tensorflow';

// TensorFlow.js made to stand alone: see the two files that stand in for parts of it.
const source = (name: string): string => fileURLToPath(new URL(`./src/providers/${name}`, import.meta.url));
const leftOut = /\/(?:platform_(?:browser|node)|tfjs-backend-wasm-threaded-simd(?:\.worker)?\.js)$/;
const isNode = /ENVIRONMENT_IS_NODE=typeof process==[^;]+;/;
const aloneTensorflow = {
  name: 'alone-tensorflow',
  resolveId(id: string, importer: string | undefined): string | undefined {
    if (!importer?.includes('@tensorflow')) return undefined;
    if (id.endsWith('/global_util')) return source('tensorflow-globals.ts');
    return leftOut.test(id) ? source('tensorflow-left-out.ts') : undefined;
  },
  transform(code: string, id: string): string | undefined {
    if (!id.endsWith('/wasm-out/tfjs-backend-wasm.js')) return undefined;
    // In Node its glue would read files, and end the process where anything at all goes wrong in it.
    if (!isNode.test(code)) throw new Error(`${id} has changed: where does it look for Node?`);
    return code.replace(isNode, 'ENVIRONMENT_IS_NODE=false;');
  },
};
const tensorflowAsset = {
  ...asset,
  plugins: [aloneTensorflow],
  // One licence header a source file, 500 of them: the notice is in THIRD-PARTY-NOTICES, once.
  outputOptions: { codeSplitting: false, comments: { legal: false } },
};

export default defineConfig([
  {
    ...modules,
    entry: [
      'src/index.ts',
      'src/manifests.ts',
      'src/worker.ts',
      'src/ort-wasm.ts',
      'src/ort-webgpu.ts',
      'src/ort-webnn.ts',
      'src/testing.ts',
      'src/tfjs-wasm.ts',
      'src/tfjs-webgl.ts',
      'src/tfjs-webgpu.ts',
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
  {
    ...tensorflowAsset,
    entry: { 'tfjs-wasm.provider': 'src/providers/tfjs-wasm.ts' },
    copy: [{ from: `${tensorflow}/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm`, to: 'dist' }],
  },
  { ...tensorflowAsset, entry: { 'tfjs-webgl.provider': 'src/providers/tfjs-webgl.ts' } },
  { ...tensorflowAsset, entry: { 'tfjs-webgpu.provider': 'src/providers/tfjs-webgpu.ts' } },
]);
