import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findChromium } from './scripts/chromium.mjs';

export default defineConfig({
  test: {
    // Biome's rule against focused tests is off: it takes every call of our own `fit` for one.
    allowOnly: false,
    // Slow searches and the reference engine, on a machine that may be busy.
    testTimeout: 60_000,
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
        },
      },
      {
        // Without these two headers a page has no SharedArrayBuffer, hence no threads.
        server: {
          headers: {
            'Cross-Origin-Opener-Policy': 'same-origin',
            'Cross-Origin-Embedder-Policy': 'require-corp',
          },
        },
        // Found while tests run, a dependency makes Vite reload the page and lose them.
        optimizeDeps: { include: ['@assemblyscript/loader', 'fast-check'] },
        test: {
          name: 'chromium',
          include: ['test/**/*.test.ts'],
          exclude: ['**/*.node.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: {
                executablePath: findChromium(),
                args: [
                  '--no-sandbox',
                  '--disable-gpu',
                  '--disable-quic',
                  '--no-first-run',
                  '--disable-background-networking',
                  '--disable-component-update',
                  '--disable-sync',
                ],
              },
            }),
          },
        },
      },
    ],
  },
});
