import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { findChromium } from './scripts/chromium.mjs';

// Folders whose tests are projects of their own.
const OF_THEIR_OWN = ['pages', 'package', 'demo', 'examples'].map((name) => `test/${name}/**`);

function inChromium(
  name: string,
  include: string[],
  headers: Record<string, string>,
): TestProjectConfiguration {
  return {
    extends: true,
    server: { headers },
    // Found while tests run, a dependency makes Vite reload the page and lose them.
    optimizeDeps: { include: ['@assemblyscript/loader', 'fast-check'] },
    test: {
      name,
      include,
      exclude: ['**/*.node.test.ts', ...OF_THEIR_OWN],
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
              // Memory is measured when asked for, not at the next collection.
              '--enable-blink-features=ForceEagerMeasureMemory',
            ],
          },
        }),
      },
    },
  };
}

export default defineConfig({
  // What a project `extends` all of them have.
  test: {
    // Biome's rule against focused tests is off: it takes every call of our own `fit` for one.
    allowOnly: false,
    // Slow searches and the reference engine, on a machine that may be busy.
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['**/*.page.test.ts', ...OF_THEIR_OWN],
        },
      },
      inChromium('chromium', ['test/**/*.test.ts'], {
        // Without these two headers a page has no SharedArrayBuffer, hence no threads.
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      }),
      // Pages of their own, driven from Node.
      { extends: true, test: { name: 'pages', include: ['test/pages/**/*.test.ts'] } },
      // The demonstration, built and driven from Node.
      {
        extends: true,
        test: {
          name: 'demo',
          include: ['test/demo/**/*.test.ts'],
          globalSetup: 'test/demo/setup.ts',
          testTimeout: 120_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
      // The packed package in the places that it is dropped into.
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          globalSetup: 'test/package/setup.ts',
          testTimeout: 120_000,
        },
      },
      // What examples/ has for those who embed the library: two pages and a server.
      {
        extends: true,
        test: {
          name: 'examples',
          include: ['test/examples/**/*.test.ts'],
          globalSetup: 'test/examples/setup.ts',
        },
      },
      // Most pages have neither.
      inChromium('chromium-plain', ['test/background/*.test.ts'], {}),
    ],
  },
});
