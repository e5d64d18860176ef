// A page of one's own in Chromium: the built library, bundled as an application's, under headers of one's choice.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright';
import { launch, openReady, serve } from './static-server.js';

const root = resolve(import.meta.dirname, '../..');

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
  const { url, asked, close } = await serve((path) => files.get(path), headers);
  const browser = await launch();
  const page = await openReady(browser, url);
  return {
    browser,
    page,
    asked,
    async close() {
      await browser.close();
      close();
    },
  };
}
