// For builds whose files are there anyway: what `fit` would load when it is first needed (src/parts.ts) it has at once.

/** @type {import('esbuild').Plugin} */
export const partsAtOnce = {
  name: 'parts at once',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /\/parts\.js$/ }, ({ path, ...rest }) =>
      resolve(path.replace('parts', 'parts-at-once'), { ...rest, pluginData: undefined }),
    );
  },
};
