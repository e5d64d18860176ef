import { describe, expect, test } from 'vitest';
import { demo, until, verdictOf } from './demo-page.js';

const here = demo();

describe('receptive field', () => {
  test('stimuli come in by steps and the field is known from fewer than it has weights', async () => {
    const { page, faults } = await here.open('field');
    const panel = page.locator('#panel-field');
    await expect.poll(() => panel.getAttribute('data-stimuli')).toBe('40');
    for (let n = 80; n <= 280; n += 40) {
      await page.getByRole('button', { name: '40 more' }).click();
      await expect.poll(() => panel.getAttribute('data-stimuli')).toBe(String(n));
    }
    const [average, , strongest] = ((await panel.getAttribute('data-errors')) ?? '')
      .split(' ')
      .map(Number);
    expect(strongest).toBeLessThan(1e-6);
    expect(average).toBeGreaterThan(0.5);
    expect(await verdictOf(page, 'field')).toMatch(/^280 stimuli for 320 unknowns/);
    const names = await page
      .locator('#panel-field canvas')
      .evaluateAll((maps) => maps.map((map) => map.getAttribute('aria-label')));
    expect(names[0]).toBe('The true field: what is to be found');
    expect(names[3]).toMatch(/correlation 1\.000, relative error \d/);
    // What is drawn of the best is what is drawn of the truth.
    const [truth, , , best] = await page
      .locator('#panel-field canvas')
      .evaluateAll((maps) => maps.map((map) => (map as HTMLCanvasElement).toDataURL()));
    expect(best).toBe(truth);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('runs by itself, pauses, starts again, and ends', async () => {
    const { page } = await here.open('field', { reducedMotion: 'no-preference' });
    const panel = page.locator('#panel-field');
    const seen = async () => Number(await panel.getAttribute('data-stimuli'));
    await expect.poll(seen).toBeGreaterThan(80);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Play' }).waitFor();
    await page.waitForTimeout(500);
    const paused = await seen();
    await page.waitForTimeout(900);
    expect(await seen()).toBe(paused);
    await page.getByRole('button', { name: 'Start again' }).click();
    await expect.poll(seen).toBeLessThan(paused);
    await until(page, 'field');
    expect(await seen()).toBe(1600);
    await page.getByRole('button', { name: 'Play again' }).waitFor();
    await page.context().close();
  });

  test.each(['separable', 'moving', 'sparse'])(
    'a %s field is found from counts, up to their noise',
    async (field) => {
      const { page, faults } = await here.open(`field?field=${field}&spikes=counts&seed=3`);
      const panel = page.locator('#panel-field');
      for (let n = 40; n < 1000; n += 40) {
        await expect.poll(() => panel.getAttribute('data-stimuli')).toBe(String(n));
        await page.getByRole('button', { name: '40 more' }).click();
      }
      await expect.poll(() => panel.getAttribute('data-stimuli')).toBe('1000');
      const errors = ((await panel.getAttribute('data-errors')) ?? '').split(' ').map(Number);
      expect(errors[2]).toBeLessThan(0.35);
      expect(errors[2]).toBeGreaterThan(1e-3);
      expect(errors[0]).toBeGreaterThan(errors[2]);
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );
});
