// Cloudflare's runtime, where the raw binary is a module of the worker, given to init({ module }). On their machines it
// compiles no bytes; here it does, unless it is kept from it.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, inject, test } from 'vitest';
import { expectRecovered, type Recovered, recovering, write } from './programs.js';

const tool = createRequire(join(import.meta.dirname, 'tools/package.json'));

// What is used of a tool that is not there when types are checked.
interface Tool {
  readonly Miniflare: new (
    options: object,
  ) => {
    dispatchFetch(url: string): Promise<{ status: number; text(): Promise<string> }>;
    dispose(): Promise<void>;
  };
}

const SEALED = `
WebAssembly.Module = new Proxy(WebAssembly.Module, {
  construct() { throw new WebAssembly.CompileError('Wasm code generation disallowed by embedder'); },
});
`;

async function answerOf<T = Recovered>(
  before: string,
  compatibilityFlags: string[] = [],
): Promise<T> {
  const program = recovering(
    `export default { async fetch() { ${before} return Response.json(await recover()); } };\n`,
    'init',
  );
  const source = `import './sealed.js';\nimport module from 'relufit/wasm';\n${program}`;
  const folder = write('workerd', { 'main.js': source, 'sealed.js': SEALED });
  await build({
    entryPoints: [join(folder, 'main.js')],
    bundle: true,
    format: 'esm',
    outfile: join(folder, 'bundle.mjs'),
    conditions: ['workerd', 'worker', 'browser'],
    external: ['relufit/wasm'],
  });
  const { Miniflare } = tool('miniflare') as Tool;
  const miniflare = new Miniflare({
    compatibilityDate: '2026-01-01',
    compatibilityFlags,
    modules: [
      {
        type: 'ESModule',
        path: 'main.mjs',
        contents: readFileSync(join(folder, 'bundle.mjs'), 'utf8'),
      },
      {
        type: 'CompiledWasm',
        path: 'relufit/wasm',
        contents: readFileSync(join(inject('project'), 'node_modules/relufit/dist/relufit.wasm')),
      },
    ],
  });
  try {
    const response = await miniflare.dispatchFetch('http://localhost/');
    const text = await response.text();
    expect(response.status, text).toBe(200);
    return JSON.parse(text);
  } finally {
    await miniflare.dispose();
  }
}

// Which imitates Node, on a machine of 0 bytes.
test.each([[[]], [['nodejs_compat']]])('workerd with init({ module }) and %j', async (flags) => {
  const recovered = await answerOf('await init({ module });', flags);
  expectRecovered(recovered, { name: 'wasm', simd: 'simd128', background: false });
});

test('workerd refuses workers, whether it imitates Node or not', async () => {
  for (const flags of [[], ['nodejs_compat']]) {
    const refused = `
      const refusal = (options) => recover(options).then(() => 'none', ({ code }) => code);
      await init({ module });
      return Response.json([await refusal({ engine: 'threads' }), await refusal({ background: true })]);`;
    for (const code of await answerOf<string[]>(refused, flags)) {
      expect(code).toMatch(/^(ENGINE_UNAVAILABLE|WORKER_FAILED)$/);
    }
  }
});

test('workerd without it computes in JavaScript, and says why', async () => {
  const recovered = await answerOf('');
  expectRecovered(recovered, { name: 'reference', background: false });
  expect(recovered.engine.reason).toMatch(
    /^WebAssembly may not be compiled here .*disallowed by embedder/,
  );
});
