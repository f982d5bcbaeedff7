import { defineConfig } from 'tsdown';

// As in packages/core: modules keep their imports.
export default defineConfig({
  format: 'esm',
  platform: 'neutral',
  fixedExtension: false,
  target: 'es2022',
  entry: ['src/extractive.ts'],
  dts: true,
});
