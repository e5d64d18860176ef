// The report of a phase diagram as a file that somebody opens: from file://, on a phone and a desk, with and without script.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { phaseCsv, writePhaseReport } from '../../lab/src/report/phase/index.js';
import { type PhaseOptions, type PhaseResult, phaseTransition } from '../../src/index.js';
import { launch } from '../support/static-server.js';

const folder = mkdtempSync(join(tmpdir(), 'relufit-phase-'));
let browser: Browser;
const results: Record<string, PhaseResult> = {};

const BASE: PhaseOptions = { d: 30, n: 24, sparsity: 2, solver: 'pursuit', trials: 4 };
const OPTIONS: Record<string, Partial<PhaseOptions>> = {
  map: { n: [8, 16, 24, 32], sparsity: [1, 2, 3, 4] },
  solvers: {
    n: [8, 16, 24, 32],
    solver: ['pursuit', 'projectedGradient', 'acceleratedProjectedGradient'],
    noise: [0, 0.001, 0.01],
  },
  search: { n: { from: 4, to: 40 }, sparsity: [1, 2, 3] },
  cell: {},
};

beforeAll(async () => {
  for (const [name, options] of Object.entries(OPTIONS)) {
    results[name] = await phaseTransition({ ...BASE, ...options, workers: 0 });
    writePhaseReport(results[name], join(folder, `${name}.html`));
  }
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** The page, what it asked for besides itself, and what it complained of. */
async function open(name: string, options: BrowserContextOptions) {
  const page = await (await browser.newContext(options)).newPage();
  const faults: string[] = [];
  const asked: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => faults.push(message.text()));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
  asked.shift();
  return { page, faults, asked };
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8'));
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 200)).join(' | ')))`);
}

/** Figures whose letters reach out of them, and panels that stand on each other. */
const clipped = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('svg.figure')].flatMap((figure) => {
      const frame = figure.getBoundingClientRect();
      if (frame.width === 0) return [];
      return [...figure.querySelectorAll('text')].flatMap((text) => {
        const { left, right, top, bottom, width } = text.getBoundingClientRect();
        const isIn =
          left >= frame.left - 1 &&
          right <= frame.right + 1 &&
          top >= frame.top - 1 &&
          bottom <= frame.bottom + 1;
        return width === 0 || isIn ? [] : [`${text.textContent}`];
      });
    }),
  );

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test.each(Object.keys(OPTIONS))(
    '%s breaks no rule of axe, fits and cuts no word',
    async (name) => {
      const viewport = { width: 390, height: 844 };
      const { page, faults, asked } = await open(name, { colorScheme, viewport });
      for (const details of await page.locator('details').all()) {
        await details.locator('summary').click();
      }
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await violations(page)).toEqual([]);
        expect(await clipped(page)).toEqual([]);
        const beyond = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(beyond).toBeLessThanOrEqual(0);
      }
      expect(faults).toEqual([]);
      expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([]);
      await page.context().close();
    },
  );
});

async function downloaded(page: Page, name: string, nth = 0): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .locator(`[download="${name}"], [data-svg="${name}"], [data-png="${name}"]`)
      .nth(nth)
      .click(),
  ]);
  expect(download.suggestedFilename()).toBe(name);
  const path = join(folder, `downloaded-${name}`);
  await download.saveAs(path);
  return readFileSync(path);
}

test.each([true, false])(
  'data are downloaded from a file, script allowed: %s',
  async (javaScriptEnabled) => {
    const { page } = await open('map', { javaScriptEnabled });
    const json = JSON.parse((await downloaded(page, 'result.json')).toString());
    expect(json).toEqual(JSON.parse(JSON.stringify(results.map)));
    expect((await downloaded(page, 'cells.csv')).toString()).toBe(phaseCsv(results.map));
    expect(await page.getByRole('button').count()).toBe(javaScriptEnabled ? 6 : 0);
    await page.context().close();
  },
);

test('a figure is downloaded as SVG that shows itself, light where the page is dark, and as PNG', async () => {
  const { page, faults } = await open('map', { colorScheme: 'dark' });
  const svg = (await downloaded(page, 'success.svg')).toString();
  const png = await downloaded(page, 'success.png');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20) > 500]).toEqual([1800, true]);
  const alone = await page.context().newPage();
  await alone.setContent(`<body>${svg}</body>`);
  const colours = await alone.evaluate(() => {
    const texts = [...document.querySelectorAll('text')].map((text) => getComputedStyle(text).fill);
    return [...new Set(texts)];
  });
  // Programs that set papers know no variables.
  expect(svg).not.toContain('var(');
  // The ink of light pages, and not that of dark ones.
  expect(colours).toContain('rgb(28, 31, 35)');
  expect(colours).not.toContain('rgb(231, 234, 238)');
  expect(faults).toEqual([]);
  await page.context().close();
});

test('on paper figures are whole and light, and buttons are not there', async () => {
  const { page } = await open('map', {
    colorScheme: 'dark',
    viewport: { width: 700, height: 990 },
  });
  await page.emulateMedia({ media: 'print' });
  const seen = (selector: string) => page.locator(selector).filter({ visible: true }).count();
  expect(await seen('.wide svg.figure')).toBe(3);
  expect(await seen('.narrow svg.figure')).toBe(0);
  expect(await seen('button, .download')).toBe(0);
  const colour = await page.evaluate(() => getComputedStyle(document.body).color);
  expect(colour).toBe('rgb(28, 31, 35)');
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
  await page.context().close();
});
