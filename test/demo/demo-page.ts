import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, beforeAll, expect } from 'vitest';
import { folderSite, launch, type Served, serve } from '../support/static-server.js';

const DIST = resolve(import.meta.dirname, '../../lab/demo/dist');
// The page has to work wherever it is put.
const FOLDER = '/some/folder';

export const TABS = ['recover', 'field', 'data', 'benchmark'] as const;

export interface Demo {
  readonly browser: Browser;
  readonly served: Served;
  /** Where a tab is, with the values of its controls. */
  address(tab: string): string;
  /** A page at '#' and this, and what it had to complain of. */
  open(address: string, options?: BrowserContextOptions): Promise<{ page: Page; faults: string[] }>;
}

/** A browser and a server for the tests of a file. */
export function demo(): Demo {
  let browser: Browser;
  let served: Served;
  beforeAll(async () => {
    const site = folderSite(DIST);
    served = await serve((path) =>
      path.startsWith(`${FOLDER}/`) ? site(path.slice(FOLDER.length)) : undefined,
    );
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    served?.close();
  });
  return {
    get browser() {
      return browser;
    },
    get served() {
      return served;
    },
    async open(address, options) {
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', ({ message }) => faults.push(message));
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) faults.push(message.text());
      });
      await page.goto(this.address(address));
      return { page, faults };
    },
    address: (tab) => `${served.url}${FOLDER.slice(1)}/#${tab}`,
  };
}

/** Waits until a tab has done what it was asked. */
export const until = (page: Page, tab: (typeof TABS)[number], state = 'done') =>
  page.locator(`#panel-${tab}[data-state=${state}]`).waitFor({ timeout: 50_000 });

/** Does something, and waits until the tab has come to another end. */
export async function again(page: Page, tab: 'recover' | 'data', act: () => Promise<unknown>) {
  const runs = async () => Number(await page.locator(`#panel-${tab}`).getAttribute('data-runs'));
  const before = await runs();
  await act();
  await expect.poll(runs, { timeout: 50_000 }).toBeGreaterThan(before);
}

export const verdictOf = async (page: Page, tab: (typeof TABS)[number]) =>
  (await page.locator(`#panel-${tab} .verdict`).textContent()) ?? '';

/** What axe-core finds wrong, rule by rule. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8'));
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 200)).join(' | ')))`);
}
