// A page of one's own in Chromium: the built library, bundled as an application's, under headers of one's choice.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright';
import { findChromium } from '../../scripts/chromium.mjs';

const root = resolve(import.meta.dirname, '../..');

export const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export interface BrowserPage {
  readonly browser: Browser;
  readonly page: Page;
  /** Paths of what the page asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/**
 * Opens a page that runs the program, an ES module that may import 'relufit' and sets globals for tests to call; its
 * bundle's chunks and `relufit/worker`, at /worker.js, are files beside it.
 */
export async function openPage(
  program: string,
  headers: Record<string, string> = {},
): Promise<BrowserPage> {
  const files = new Map<string, string>([
    ['/', '<!doctype html><title>relufit</title><script type="module" src="/app.js"></script>'],
    ['/worker.js', readFileSync(resolve(root, 'dist/worker.js'), 'utf8')],
  ]);
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: root, sourcefile: 'app.js' },
    alias: { relufit: resolve(root, 'dist/index.js') },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    outdir: '/',
    entryNames: 'app',
    write: false,
  });
  for (const { path, text } of outputFiles) files.set(path, text);
  const asked: string[] = [];
  const server = createServer(({ url = '/' }, response) => {
    asked.push(url);
    const text = files.get(url);
    const type = url === '/' ? 'text/html' : 'text/javascript';
    response.writeHead(text === undefined ? 404 : 200, { 'Content-Type': type, ...headers });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const page = await browser.newPage();
  await page.goto(`http://localhost:${port}/`);
  await page.waitForFunction('globalThis.ready === true');
  return {
    browser,
    page,
    asked,
    async close() {
      await browser.close();
      server.close();
    },
  };
}
