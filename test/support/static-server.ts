// Files over HTTP on this machine, for pages that tests open in Chromium.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { findChromium } from '../../scripts/chromium.mjs';

/** Two headers that make a page cross-origin isolated: without them it has no SharedArrayBuffer. */
export const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** What is at a path of the site, which begins with a slash; undefined for nothing. */
export type Site = (path: string) => string | Buffer | undefined;

/** The files of a folder, index.html where a path is a folder's. */
export function folderSite(folder: string): Site {
  return (path) => {
    const file = join(folder, normalize(path));
    const found = path.endsWith('/') ? join(file, 'index.html') : file;
    return existsSync(found) && statSync(found).isFile() ? readFileSync(found) : undefined;
  };
}

export interface Served {
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
  close(): void;
}

export async function serve(site: Site, headers: Record<string, string> = {}): Promise<Served> {
  const asked: string[] = [];
  const server = createServer(({ url = '/' }, response) => {
    const path = decodeURI(url.split('?')[0]);
    asked.push(path);
    const body = site(path);
    const type = path.endsWith('/') ? 'text/html' : TYPES[extname(path)];
    response.writeHead(body === undefined ? 404 : 200, {
      'Content-Type': type ?? 'application/octet-stream',
      ...headers,
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}/`, asked, close: () => server.close() };
}

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });

/** Opens the page and waits until it says that it is ready, or rejects with what it says is wrong. */
export async function openReady(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('requestfailed', (request) => faults.push(`${request.url()} failed`));
  await page.goto(url);
  try {
    await page.waitForFunction('globalThis.ready === true');
  } catch (error) {
    throw new Error(`${url}: ${faults.join('; ') || error}`);
  }
  return page;
}
