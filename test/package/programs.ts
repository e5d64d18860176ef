// What every place that the package is dropped into has to do: recover planted weights, and say what computed.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, inject } from 'vitest';

export interface Recovered {
  readonly error: number;
  readonly engine: {
    readonly name: string;
    readonly simd: string;
    readonly threads: number;
    readonly background: boolean;
    readonly reason: string;
  };
}

const RECOVER = `
const { X, y, planted } = plantedProblem({ n: 250, d: 400, sparsity: 8, seed: 1 });
const recover = async (options) => {
  const { trace, engine } = await fit(X, y, { constraint: sparse(8), planted, ...options });
  return { error: trace.error.at(-1), engine };
};
`;

/** The program as an ES module: imports `names` and those it needs, then `rest`, in which `recover(options)` is there. */
export const recovering = (rest: string, ...names: string[]): string =>
  `import { ${['fit', 'plantedProblem', 'sparse', ...names].join(', ')} } from 'relufit';${RECOVER}${rest}`;

/** For a page: it has nothing to configure, and a test calls what it sets. */
export const PAGE = recovering('globalThis.recover = recover;\nglobalThis.ready = true;\n');

export const HTML =
  '<!doctype html><title>relufit</title><script type="module" src="./app.js"></script>\n';

/** The same program as CommonJS. */
export const REQUIRING = `const { fit, plantedProblem, sparse } = require('relufit');${RECOVER}
recover().then((recovered) => console.log(JSON.stringify(recovered)));
`;

/** Writes files into a folder of the project, so that 'relufit' is found from there; answers the folder. */
export function write(name: string, files: Record<string, string>): string {
  const folder = join(inject('project'), name);
  for (const [file, text] of Object.entries(files)) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

export function expectRecovered(
  { error, engine }: Recovered,
  expected: Partial<Recovered['engine']>,
): void {
  expect(engine).toMatchObject(expected);
  expect(error).toBeLessThan(1e-8);
}
