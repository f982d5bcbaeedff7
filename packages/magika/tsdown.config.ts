import { defineConfig } from 'tsdown';

// As in packages/core: modules keep their imports, the worker is one self-contained file that is only addressed by URL.
const modules = { format: 'esm', platform: 'neutral', fixedExtension: false, target: 'es2022' } as const;

const model = '../../models/magika/standard_v3_3';

export default defineConfig([
  {
    ...modules,
    entry: [
      'src/index.ts',
      'src/features.ts',
      'src/decide.ts',
      'src/sync.ts',
      'src/worker.ts',
      'src/ort-wasm.ts',
      'src/ort-webgpu.ts',
      'src/node.ts',
      'src/testing.ts',
      'src/cli.ts',
    ],
    dts: true,
    deps: { neverBundle: [/^node:/] },
    copy: [
      { from: `${model}/model.onnx`, to: 'dist', rename: 'magika.onnx' },
      { from: `${model}/kernel-weights.bin`, to: 'dist', rename: 'magika-kernel-weights.bin' },
    ],
  },
  {
    ...modules,
    platform: 'browser',
    entry: { 'magika.worker': 'src/magika.worker.ts' },
    dts: false,
    clean: false,
    minify: true,
    deps: { alwaysBundle: [/.*/], onlyBundle: false },
    outputOptions: { codeSplitting: false },
  },
]);
