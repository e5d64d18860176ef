import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launch } from '../support/static-server.js';
import { type Started, started } from './started.js';

let server: Started;
let browser: Browser;
let page: Page;
const complaints: string[] = [];
const elsewhere: string[] = [];

beforeAll(async () => {
  server = await started('browser/serve.mjs');
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await server.end();
});
afterEach(async () => {
  await page?.close();
  expect([complaints.splice(0), elsewhere.splice(0)]).toEqual([[], []]);
});

async function open(path: string): Promise<void> {
  page = await browser.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(server.url) && !/^(blob|data):/.test(url)) elsewhere.push(url);
  });
  await page.goto(server.url + path);
  await page.waitForFunction('globalThis.ready === true');
}

const text = (selector: string) => page.locator(selector).innerText();

describe('the page', () => {
  const status = (expected: RegExp) =>
    page.waitForFunction(
      (source) =>
        new RegExp(source).test((document.querySelector('#status') as HTMLElement).innerText),
      expected.source,
    );
  const fact = (name: string) => text(`dt:text-is("${name}") + dd`);

  test('finds planted weights in the background, and draws them', async () => {
    await open('/examples/browser/');
    await page.getByRole('button', { name: 'Fit' }).click();
    await status(/^converged after \d+ iterations$/);
    expect(Number(await fact('‖w − w*‖'))).toBeLessThan(1e-6);
    expect(await fact('engine')).toContain('in the background');
    expect(await fact('why this engine')).not.toBe('');
    expect(await page.locator('svg .found').count()).toBe(8);
    expect(await page.locator('svg .planted').count()).toBe(8);
    expect(await page.getByRole('img').getAttribute('aria-labelledby')).toBe('weights-title');
    expect(Number(await page.locator('progress').getAttribute('value'))).toBeGreaterThan(0);
  });

  test('cancels', async () => {
    await open('/examples/browser/');
    await page.getByLabel('Tolerance').fill('0');
    await page.getByLabel('Most iterations').fill('100000000');
    await page.getByRole('button', { name: 'Fit' }).click();
    await page.waitForFunction('document.querySelector("#iteration").innerText.length > 3');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await status(/^aborted after \d+ iterations$/);
    expect(await page.getByRole('button', { name: 'Fit' }).isEnabled()).toBe(true);
  });

  test('reads a file, and shows what is wrong', async () => {
    await open('/examples/browser/');
    const rows = Array.from({ length: 40 }, (_, i) => [Math.sin(i * i), Math.cos(3 * i * i)]);
    const csv = ['y,a,b', ...rows.map(([a, b]) => [Math.max(0, 2 * b), a, b].join())].join('\n');
    const upload = (content: string) =>
      page.getByLabel('CSV file').setInputFiles({
        name: 'data.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(content),
      });
    await upload(csv);
    await page.getByLabel('Nonzeros').fill('1');
    await page.getByRole('button', { name: 'Fit' }).click();
    await status(/^converged/);
    expect(await text('#largest')).toMatch(/^b\s+2\.000000$/);
    await upload(`${csv}\n1,,2`);
    await page.getByRole('button', { name: 'Fit' }).click();
    await status(/^Not fitted/);
    expect(await page.getByRole('alert').innerText()).toMatch(/^NOT_FINITE: .*40/);
  });
});

describe('the notebook', () => {
  /** What stands behind a name in the summary, when it is there and not as before. */
  async function summary(name: string, before = ''): Promise<string> {
    const place = `[data-cell="summary"]:not(.pending) th:text-is("${name}") + td`;
    await page.waitForFunction(
      ([name, before]) => {
        const cells = document.querySelectorAll('[data-cell="summary"]:not(.pending) th');
        const found = Array.from(cells).find((cell) => cell.textContent === name);
        const value = found?.nextElementSibling?.textContent;
        return value !== undefined && value !== null && value !== before;
      },
      [name, before],
    );
    return text(place);
  }

  test('computes, and again where an input changes', async () => {
    await open('/examples/notebook.html');
    const first = await summary('‖w − w*‖');
    expect(Number(first)).toBeLessThan(1e-6);
    expect(await summary('engine')).toContain('in the background');
    await page.getByLabel('noise σ').first().fill('0.1');
    const second = Number(await summary('‖w − w*‖', first));
    expect(second).toBeGreaterThan(1e-3);
    // A fit for each of ten numbers of rows, drawn one after another.
    await page.waitForSelector('[data-cell="recovery"] [aria-label*="from 10 numbers"]');
    for (const name of ['convergence', 'weights']) {
      expect(await page.locator(`[data-cell="${name}"] path`).count(), name).toBeGreaterThan(0);
    }
    expect(await page.locator('.failed').count()).toBe(0);
  });

  test('finds nothing from 20 rows, and again from 300', async () => {
    await open('/examples/notebook.html');
    const before = await summary('‖w − w*‖');
    await page.getByLabel('rows n').first().fill('20');
    const poor = await summary('‖w − w*‖', before);
    expect(Number(poor)).toBeGreaterThan(0.1);
    await page.getByLabel('rows n').first().fill('300');
    expect(Number(await summary('‖w − w*‖', poor))).toBeLessThan(1e-6);
  });
});

test('the server serves what the pages need and nothing else', async () => {
  const get = (path: string) => fetch(server.url + path);
  const found = await get('/examples/browser/');
  expect(found.status).toBe(200);
  expect(found.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
  for (const path of [
    '/',
    '/package.json',
    '/examples/..%2fpackage.json',
    '/examples/%2e%2e/package.json',
    '/examples/..%5cpackage.json',
    '/examples/nothing',
    '/examples/%00',
    '/examples/%',
    '/examples/browser',
  ]) {
    expect((await get(path)).status, path).toBe(404);
  }
});
