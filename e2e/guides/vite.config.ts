/** Builds the page of docs/offline.md: names as `nearside-assets copy` has them, one script. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: { entryFileNames: 'page.js', assetFileNames: 'nearside/[name][extname]', codeSplitting: false },
    },
  },
});
