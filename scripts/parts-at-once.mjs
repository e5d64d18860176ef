// For builds whose files are there anyway: what `fit` would load when it is first needed (src/parts.ts) it has at once.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Before and after compilation: other modules may have the same name elsewhere.
const replaced = ['../src/parts.js', '../dist/parts.js'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** @type {import('esbuild').Plugin} */
export const partsAtOnce = {
  name: 'parts at once',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /\/parts\.js$/ }, ({ path, ...rest }) =>
      replaced.includes(join(rest.resolveDir, path))
        ? resolve(path.replace('parts', 'parts-at-once'), { ...rest, pluginData: undefined })
        : undefined,
    );
  },
};
