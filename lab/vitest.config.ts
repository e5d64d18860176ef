import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'lab',
    include: ['test/**/*.test.ts'],
    // Most tests start processes, on a machine that may be busy.
    testTimeout: 30_000,
    // The library as Node loads it for a user of the lab: built, and not transformed by Vite.
    server: { deps: { external: [/\/dist\/index\.js$/] } },
  },
});
