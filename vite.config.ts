/** The demo site: one HTML entry per page, served under the headers of demos/headers.ts. */
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { developmentHeaders, productionHeaders } from './demos/headers.ts';
import { hostedModels } from './demos/hosted-models.ts';

const root = join(import.meta.dirname, 'demos');

export default defineConfig({
  root,
  // Relative, so that the built site works under any path of any host.
  base: './',
  plugins: [hostedModels(process.env['NEARSIDE_MODELS'] ?? join(root, 'models'))],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: {
    outDir: join(root, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    // Everything stays a file: the policy allows no data: URL, and a data: worker could fetch nothing.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // ONNX Runtime's WASM is as large as it is; what matters is what a page fetches, and tests look at that.
    chunkSizeWarningLimit: 1000,
  },
  server: { headers: { ...developmentHeaders } },
  preview: { headers: { ...productionHeaders } },
});
