// The demo page as static files in dist, which work from any folder of a server.

import { defineConfig } from 'vite';
import { documents } from './docs-plugin.js';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [documents()],
  resolve: { alias: { 'csv-parse/sync': 'csv-parse/browser/esm/sync' } },
  build: {
    target: 'es2022',
    // Its polyfill would fetch, which the page's policy forbids.
    modulePreload: { polyfill: false },
    // Budgets are of compressed bytes before anything is touched: test/demo/page.test.ts.
    chunkSizeWarningLimit: 1000,
  },
  worker: { format: 'es' },
});
