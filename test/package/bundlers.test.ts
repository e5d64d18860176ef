// Bundlers at their defaults, and the page that each makes, in Chromium.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build as esbuild } from 'esbuild';
import type { Browser } from 'playwright';
import { createServer, build as viteBuild } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderSite, ISOLATED, launch, openReady, serve } from '../support/static-server.js';
import { expectRecovered, HTML, PAGE, type Recovered, recovering, write } from './programs.js';

const tool = createRequire(join(import.meta.dirname, 'tools/package.json'));

// What is used of tools that are not there when types are checked.
interface Rollup {
  rollup(
    options: object,
  ): Promise<{ write(options: object): Promise<unknown>; close(): Promise<void> }>;
}
interface Message {
  readonly message: string;
}
interface Stats {
  toJson(options: object): { errors?: Message[]; warnings?: Message[] };
}
type Webpack = (options: object, done: (error: Error | null, stats?: Stats) => void) => unknown;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function recoveredAt(url: string, options = {}): Promise<Recovered> {
  const page = await openReady(browser, url);
  try {
    return (await page.evaluate(`recover(${JSON.stringify(options)})`)) as Recovered;
  } finally {
    await page.close();
  }
}

async function recoveredIn(folder: string, headers = {}, options = {}): Promise<Recovered> {
  const { url, close } = await serve(folderSite(folder), headers);
  try {
    return await recoveredAt(url, options);
  } finally {
    close();
  }
}

const BACKGROUND = { name: 'wasm', simd: 'simd128', background: true };

/** Each turns src/app.js into site/app.js, and what it loads later into files beside it. */
const bundlers: Record<string, (source: string, site: string) => Promise<void>> = {
  async esbuild(source, site) {
    await esbuild({
      entryPoints: [source],
      bundle: true,
      format: 'esm',
      outdir: site,
      splitting: true,
    });
  },
  async 'esbuild in one file'(source, site) {
    await esbuild({
      entryPoints: [source],
      bundle: true,
      format: 'esm',
      outfile: `${site}/app.js`,
    });
  },
  async rollup(source, site) {
    const { rollup } = tool('rollup') as Rollup;
    const { nodeResolve } = tool('@rollup/plugin-node-resolve');
    const bundle = await rollup({ input: source, plugins: [nodeResolve({ browser: true })] });
    await bundle.write({ dir: site, format: 'es' });
    await bundle.close();
  },
  async webpack(source, site) {
    const webpack = tool('webpack') as Webpack;
    const stats = await new Promise<Stats | undefined>((resolve, reject) => {
      const output = { path: site, filename: 'app.js' };
      webpack({ mode: 'production', entry: source, output }, (error, stats) =>
        error ? reject(error) : resolve(stats),
      );
    });
    // Its warning that a bundle is larger than 244 kB is no fault of the bundle.
    const { errors = [], warnings = [] } = stats?.toJson({ errors: true, warnings: true }) ?? {};
    expect(errors.map(({ message }) => message)).toEqual([]);
    expect(warnings.filter(({ message }) => !/size limit|performance/.test(message))).toEqual([]);
  },
};

test.each(Object.keys(bundlers))('%s', async (name) => {
  const folder = write(`bundled by ${name}`, { 'src/app.js': PAGE, 'site/index.html': HTML });
  await bundlers[name](join(folder, 'src/app.js'), join(folder, 'site'));
  expectRecovered(await recoveredIn(join(folder, 'site')), BACKGROUND);
  const here = await recoveredIn(join(folder, 'site'), {}, { background: false });
  expectRecovered(here, { ...BACKGROUND, background: false });
  const isolated = await recoveredIn(join(folder, 'site'), ISOLATED, {
    engine: 'threads',
    threads: 2,
  });
  expectRecovered(isolated, { name: 'threads', threads: 2, background: true });
});

const warnings: string[] = [];
const logger = {
  info() {},
  warn: (message: string) => warnings.push(message),
  warnOnce: (message: string) => warnings.push(message),
  error: (message: string) => warnings.push(message),
  clearScreen() {},
  hasErrorLogged: () => false,
  hasWarned: false,
};

const viteProject = () => write('vite', { 'app.js': PAGE, 'index.html': HTML });

test('vite build, from a sub-path', async () => {
  const root = viteProject();
  warnings.length = 0;
  await viteBuild({ root, base: './', configFile: false, customLogger: logger as never });
  expect(warnings.filter((warning) => !warning.includes('chunks are larger'))).toEqual([]);
  const site = folderSite(join(root, 'dist'));
  const { url, close } = await serve((path) =>
    path.startsWith('/some/where/') ? site(path.slice('/some/where'.length)) : undefined,
  );
  try {
    expectRecovered(await recoveredAt(`${url}some/where/`), BACKGROUND);
  } finally {
    close();
  }
});

test('vite dev', async () => {
  const root = viteProject();
  const server = await createServer({ root, configFile: false, customLogger: logger as never });
  try {
    await server.listen();
    expectRecovered(await recoveredAt(server.resolvedUrls?.local[0] as string), BACKGROUND);
  } finally {
    await server.close();
  }
});

test('native modules and no bundler', async () => {
  const importMap = {
    imports: {
      relufit: '/node_modules/relufit/dist/index.js',
      '@assemblyscript/loader': '/node_modules/@assemblyscript/loader/index.js',
    },
  };
  const folder = write('.', { 'native/app.js': PAGE });
  mkdirSync(join(folder, 'native'), { recursive: true });
  writeFileSync(
    join(folder, 'native/index.html'),
    HTML.replace(
      '<script',
      `<script type="importmap">${JSON.stringify(importMap)}</script><script`,
    ),
  );
  const { url, close } = await serve(folderSite(folder));
  try {
    expectRecovered(await recoveredAt(`${url}native/`), BACKGROUND);
  } finally {
    close();
  }
});

test('inside a Web Worker', async () => {
  const worker = recovering('recover().then((recovered) => postMessage(recovered));\n');
  const page = `
const worker = new Worker('./worker.js', { type: 'module' });
const recovered = new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
});
globalThis.recover = () => recovered;
globalThis.ready = true;
`;
  const folder = write('web worker', {
    'worker-source.js': worker,
    'site/app.js': page,
    'site/index.html': HTML,
  });
  await esbuild({
    entryPoints: [join(folder, 'worker-source.js')],
    bundle: true,
    format: 'esm',
    outfile: join(folder, 'site/worker.js'),
  });
  // No document, so no page to keep free: the fit runs where it is called.
  expectRecovered(await recoveredIn(join(folder, 'site')), { ...BACKGROUND, background: false });
});

test('what is not imported is not in the bundle', async () => {
  const folder = write('shaken', {
    'one.js': `export { fit, sparse } from 'relufit';\n`,
    'set.js': `export { sparse } from 'relufit';\n`,
  });
  const bundle = async (file: string) =>
    (
      await esbuild({
        entryPoints: [join(folder, file)],
        bundle: true,
        format: 'esm',
        splitting: true,
        outdir: dirname(folder),
        write: false,
        minify: true,
      })
    ).outputFiles.find(({ path }) => path.endsWith(file))?.text as string;
  const one = await bundle('one.js');
  expect(one).toContain('sparse(sparsity)');
  for (const other of ['polyhedron', 'totalVariationBall', 'convergenceExperiment', 'NUMPY']) {
    expect(one).not.toContain(other);
  }
  const set = await bundle('set.js');
  expect(set).not.toContain('constraint.project');
  expect(set.length).toBeLessThan(8000);
});

// A line of each part that `fit` loads when it is first needed.
const LATER = {
  threads: 'one worker more than there are addresses for',
  background: 'a worker that said nothing for',
  reference: 'what this platform can allocate at once',
  requirements: 'a set of weights with few nonzeros or all of them',
  restarts: 'from other points, and the weights are those',
};

test.each(Object.keys(bundlers).filter((name) => !name.includes('one file')))(
  '%s has what few fits need in files of its own',
  async (name) => {
    const folder = write(`first chunk by ${name}`, {
      'src/app.js': `import { fit, sparse } from 'relufit';\nglobalThis.used = [fit, sparse];\n`,
      'site/index.html': HTML,
    });
    await bundlers[name](join(folder, 'src/app.js'), join(folder, 'site'));
    const first = firstFiles(join(folder, 'site'), 'app.js');
    expect(first).toContain('a constraint such as sparse');
    for (const words of Object.values(LATER)) expect(first).not.toContain(words);
    // Those of the core are there, those of the rare kernels not: 39 kB in hexadecimal, and 52.
    const binaries = first.match(/0061736d[0-9a-f]+/g) ?? [];
    expect(binaries.length).toBe(1);
    expect(binaries.join('').length).toBeLessThan(45_000);
  },
);

/** What a page has to load before anything runs: the file and what it imports, and so on. */
function firstFiles(site: string, file: string, seen = new Set<string>()): string {
  if (seen.has(file)) return '';
  seen.add(file);
  const text = readFileSync(join(site, file), 'utf8');
  const imported = text.matchAll(/(?:from|^import)\s*["']\.\/([^"']+)["']/gm);
  return text + Array.from(imported, ([, next]) => firstFiles(site, next, seen)).join('');
}
