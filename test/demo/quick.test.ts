import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { LONG, traced } from '../support/longest-task.js';
import { again, demo, TABS, until } from './demo-page.js';

const here = demo();
const moving = { reducedMotion: 'no-preference' } as const;

/** Milliseconds from the start of the navigation until a slider, moved as soon as it is there, was answered on the screen. */
async function untilAnswered(): Promise<number> {
  const context = await here.browser.newContext(moving);
  const page = await context.newPage();
  await page.addInitScript(() => {
    const move = () => {
      const slider = document.querySelector<HTMLInputElement>('#control-n');
      if (slider === null || performance.getEntriesByName('moved').length > 0) return;
      performance.mark('moved');
      slider.value = '300';
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    };
    new MutationObserver(move).observe(document, { childList: true, subtree: true });
    const look = () => {
      const shown = document.querySelector('output[for=control-n]')?.textContent;
      if (shown !== '300' || !location.hash.includes('n=300')) requestAnimationFrame(look);
      // A task after the frame: it has been painted.
      else setTimeout(() => performance.mark('answered'));
    };
    requestAnimationFrame(look);
  });
  await page.goto(here.address('recover'));
  await page.waitForFunction(() => performance.getEntriesByName('answered').length > 0);
  const answered = await page.evaluate(() => performance.getEntriesByName('answered')[0].startTime);
  await context.close();
  return answered;
}

test('a control answers within a second of the navigation', async () => {
  const times: number[] = [];
  // Other things that the machine does only make it later, so the best of a few loads is what the page takes.
  while (times.length < 5 && !times.some((time) => time <= 1000)) times.push(await untilAnswered());
  console.log(`demo: a control answers after ${times.map(Math.round).join(', ')} ms`);
  expect(Math.min(...times)).toBeLessThanOrEqual(1000);
});

// Garbage may be collected in any task, and a trace may begin too late.
describe('no task is long while', { retry: 2 }, () => {
  const showing = (page: Page) =>
    page.waitForFunction(() => {
      const time = document.querySelector<HTMLInputElement>('#recover-time');
      return time?.value === time?.max;
    });
  const stimuli = (page: Page) =>
    page.locator('#panel-field').getAttribute('data-stimuli').then(Number);

  async function quick(page: Page, what: string, act: () => Promise<unknown>): Promise<void> {
    const { longest, within } = await traced(page, act);
    console.log(`demo: ${what}: no task over ${longest.toFixed(1)} ms`);
    expect(longest, within.join(', ')).toBeLessThan(LONG);
    await page.context().close();
  }

  test.each(TABS)('%s opens', async (tab) => {
    const page = await (await here.browser.newContext(moving)).newPage();
    // Another page of the same server, for tracing to begin in its process.
    await page.goto(here.address('').replace('#', 'docs/README.html'));
    await quick(page, `${tab} opens`, async () => {
      await page.goto(here.address(tab));
      await page.locator(`#panel-${tab} > *`).first().waitFor();
      if (tab === 'recover') await until(page, tab);
      if (tab === 'field') await expect.poll(() => stimuli(page)).toBeGreaterThan(0);
    });
  });

  test.each([
    ['the first numbers', 'recover'],
    ['the largest numbers', 'recover?n=1000&d=1000&s=20'],
    ['a matrix', 'recover?set=lowRank&n=600&d=400&s=2'],
  ])('Recover fits and shows %s', async (what, address) => {
    const { page } = await here.open(address, moving);
    await until(page, 'recover');
    await showing(page);
    await quick(page, `Recover fits ${what}`, async () => {
      await again(page, 'recover', () => page.locator('#control-seed').fill('7'));
      await showing(page);
    });
  });

  test('Receptive field records, fits and shows', async () => {
    const { page } = await here.open('field?field=moving', moving);
    await expect.poll(() => stimuli(page)).toBeGreaterThan(80);
    await quick(page, 'Receptive field fits', async () => {
      await page.getByRole('button', { name: 'Start again' }).click();
      await expect.poll(() => stimuli(page)).toBeLessThan(80);
      await expect.poll(() => stimuli(page)).toBeGreaterThan(600);
    });
  });
});
