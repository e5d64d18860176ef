import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { demo, TABS, until, verdictOf, violations } from './demo-page.js';

const here = demo();

/** Each tab with something in it. */
async function fill(page: Page, tab: (typeof TABS)[number]): Promise<void> {
  if (tab === 'recover') await until(page, tab);
  if (tab === 'field')
    await expect.poll(() => page.locator('#panel-field').getAttribute('data-stimuli')).toBe('40');
  if (tab === 'data') {
    await page.getByRole('button', { name: /Fair/ }).click();
    await until(page, tab);
  }
  if (tab === 'benchmark') {
    await page.selectOption('#control-size', '250x400');
    await page.getByRole('button', { name: 'Measure' }).click();
    await until(page, tab);
  }
}

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test.each(TABS)('%s breaks no rule of axe, and fits a phone', async (tab) => {
    const { page, faults } = await here.open(tab, {
      colorScheme,
      viewport: { width: 390, height: 844 },
    });
    await fill(page, tab);
    expect(await violations(page)).toEqual([]);
    const beyond = () =>
      page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
    expect(await beyond()).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(await violations(page)).toEqual([]);
    expect(await beyond()).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

test('everything is reached by the keyboard: tabs by arrows, then the controls', async () => {
  const { page } = await here.open('');
  await until(page, 'recover');
  const focused = () => page.evaluate(() => document.activeElement?.id);
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('tab-recover');
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toBe('tab-field');
  expect(await page.locator('#panel-field').isVisible()).toBe(true);
  expect(await page.locator('#panel-recover').isVisible()).toBe(false);
  await page.keyboard.press('End');
  expect(await focused()).toBe('tab-benchmark');
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toBe('tab-recover');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Home');
  expect(await focused()).toBe('tab-recover');
  const order: (string | undefined)[] = [];
  for (let stop = 0; stop < 8; stop++) {
    await page.keyboard.press('Tab');
    order.push(await focused());
  }
  expect(order).toEqual(
    ['set', 'n', 'd', 's', 'noise', 'solver', 'seed', 'linear'].map((name) => `control-${name}`),
  );
  const outline = await page.evaluate(
    () => getComputedStyle(document.activeElement as Element).outlineStyle,
  );
  expect(outline).toBe('solid');
  await page.context().close();
});

test('going back to a tab finds it as it was left', async () => {
  const { page } = await here.open('recover?n=400');
  await until(page, 'recover');
  await page.getByRole('tab', { name: 'Your data' }).click();
  await page.getByRole('button', { name: /Fair/ }).waitFor();
  expect(await page.evaluate(() => location.hash)).toBe('#data');
  await page.getByRole('tab', { name: 'Recover' }).click();
  expect(await page.locator('#control-n').inputValue()).toBe('400');
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('n=400');
  await page.context().close();
});

test('less than 300 kB compressed before anything is touched, fit and figures included', async () => {
  const before = here.served.asked.length;
  const { page } = await here.open('');
  await until(page, 'recover');
  await page.waitForLoadState('networkidle');
  const asked = [...new Set(here.served.asked.slice(before))];
  const dist = resolve(import.meta.dirname, '../../lab/demo/dist');
  const bytes = asked.map((path) => {
    const file = path.replace('/some/folder', '').replace(/\/$/, '/index.html');
    return gzipSync(readFileSync(dist + file)).length;
  });
  const total = bytes.reduce((sum, size) => sum + size, 0);
  console.log(`demo: ${(total / 1000).toFixed(0)} kB in ${asked.length} files before a touch`);
  expect(asked.length).toBeGreaterThan(3);
  expect(total).toBeLessThan(300_000);
  await page.context().close();
});

test('the benchmark measures both and says their ratio', async () => {
  const { page, faults } = await here.open('benchmark?size=250x400&precision=f32');
  await page.getByRole('button', { name: 'Measure' }).click();
  await until(page, 'benchmark');
  const ratio = Number(await page.locator('#panel-benchmark').getAttribute('data-ratio'));
  expect(ratio).toBeGreaterThan(0);
  expect(await verdictOf(page, 'benchmark')).toMatch(/JavaScript takes .* in four of five turns/);
  expect(await page.locator('#panel-benchmark tbody th').allTextContents()).toEqual([
    'relufit, WebAssembly',
    'JavaScript by hand',
  ]);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('the documents that the page links to are beside it, and what they link to as well', async () => {
  const { page } = await here.open('');
  const { context, seen } = { context: page.context(), seen: new Set<string>() };
  const waiting = await page
    .locator('footer a')
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
  for (const address of waiting.filter((href) => href.startsWith(here.served.url))) {
    const file = address.split('#')[0];
    if (seen.has(file)) continue;
    seen.add(file);
    const response = await context.request.get(file);
    expect([file, response.status()]).toEqual([file, 200]);
    const text = await response.text();
    for (const [, href] of text.matchAll(/<a href="([^"]+)"/g)) {
      const target = new URL(href, file).href;
      if (target.startsWith(here.served.url) && !target.includes('/index.html')) {
        const linked = await context.request.get(target.split('#')[0]);
        expect([target, linked.status()]).toEqual([target, 200]);
        const anchor = target.split('#')[1];
        if (anchor)
          expect([
            target,
            (await linked.text()).includes(`id="${decodeURIComponent(anchor)}"`),
          ]).toEqual([target, true]);
      }
    }
  }
  expect(seen.size).toBe(5);
  await page.context().close();
});
