import { plantedProblem } from 'relufit';
import { describe, expect, test } from 'vitest';
import { again, demo, until, verdictOf } from './demo-page.js';

const here = demo();
const errorOf = (attribute: string | null) => Number(attribute);

describe('recover', () => {
  test('finds the planted weights from fewer samples, and says so', async () => {
    const { page, faults } = await here.open('recover');
    await until(page, 'recover');
    expect(errorOf(await page.locator('#panel-recover').getAttribute('data-error'))).toBeLessThan(
      1e-6,
    );
    expect(await verdictOf(page, 'recover')).toMatch(
      /^Found: 250 samples of 400 unknowns .* Linear samples/,
    );
    await expect
      .poll(() => page.locator('#recover-time').evaluate((input: HTMLInputElement) => input.value))
      .toBe(await page.locator('#recover-time').getAttribute('max'));
    // The rings are the nonzeros of the library's own problem of this seed.
    const { planted } = plantedProblem({ n: 1, d: 400, sparsity: 8, seed: 1 });
    const nonzeros = planted.reduce((count, value) => count + Number(value !== 0), 0);
    const circles = page.locator('#panel-recover figure:nth-of-type(2) svg circle[r="5.5"]');
    await expect.poll(() => circles.count()).toBe(nonzeros);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('every set is found at the numbers that it starts with', async () => {
    const { page, faults } = await here.open('recover');
    await until(page, 'recover');
    const sets = await page
      .locator('#control-set option')
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(sets).toHaveLength(8);
    for (const set of [...sets].reverse()) {
      await again(page, 'recover', () => page.selectOption('#control-set', set));
      const error = errorOf(await page.locator('#panel-recover').getAttribute('data-error'));
      expect([set, error < 1e-6]).toEqual([set, true]);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('every solver that is offered finds a sparse vector', async () => {
    const { page, faults } = await here.open('recover');
    await until(page, 'recover');
    const solvers = await page
      .locator('#control-solver option')
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(solvers.slice(0, 2)).toEqual(['projectedGradient', 'backtracking']);
    for (const solver of [...solvers].reverse()) {
      await again(page, 'recover', () => page.selectOption('#control-solver', solver));
      const error = errorOf(await page.locator('#panel-recover').getAttribute('data-error'));
      expect([solver, error < 1e-6]).toEqual([solver, true]);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a solver that cannot do with a set says which it needs, and auto says what it chose', async () => {
    const { page } = await here.open('recover?set=lowRank&n=500&s=1&solver=messagePassing');
    await until(page, 'recover');
    expect(await verdictOf(page, 'recover')).toMatch(/messagePassing.*lowRank/);
    await again(page, 'recover', () => page.selectOption('#control-solver', 'auto'));
    expect(await verdictOf(page, 'recover')).toMatch(/^Found/);
    expect(await page.locator('#panel-recover .stage > .details').textContent()).toMatch(
      /It chose \w+: /,
    );
    await page.context().close();
  });

  test('too few samples are not called a success', async () => {
    const { page } = await here.open('recover?n=40&s=20');
    await until(page, 'recover');
    expect(await verdictOf(page, 'recover')).toContain('Not found');
    expect(await page.locator('#panel-recover .details').textContent()).toContain(
      'The library warns',
    );
    await page.context().close();
  });

  test('the address holds every control, and restores it', async () => {
    const address =
      'recover?set=groupSparse&n=300&d=200&s=3&noise=0.02&solver=backtracking&seed=7&linear=0';
    const { page } = await here.open(address);
    await until(page, 'recover');
    const state = () =>
      page.evaluate(() =>
        Object.fromEntries(
          [...document.querySelectorAll<HTMLInputElement>('#panel-recover form [name]')].map(
            (input) => [
              input.name,
              input.type === 'checkbox' ? String(Number(input.checked)) : input.value,
            ],
          ),
        ),
      );
    expect(await state()).toEqual(Object.fromEntries(new URLSearchParams(address.split('?')[1])));
    expect(await verdictOf(page, 'recover')).not.toContain('Linear');
    await page.locator('#control-seed').fill('9');
    await expect.poll(() => page.evaluate(() => location.hash)).toContain('seed=9');
    // Another address in the same page.
    await page.evaluate(() => {
      location.hash = 'recover?n=200&d=100&s=4';
    });
    await expect.poll(async () => (await state()).d).toBe('100');
    await until(page, 'recover');
    await page.context().close();
  });

  test('values that a control cannot have change nothing', async () => {
    const { page, faults } = await here.open(
      'recover?set=<b>&n=many&d=99999&solver=magic&linear=2',
    );
    await until(page, 'recover');
    const values = await page.evaluate(() =>
      ['set', 'n', 'd', 'solver'].map(
        (name) => document.querySelector<HTMLInputElement>(`#control-${name}`)?.value,
      ),
    );
    expect(values).toEqual(['sparse', '250', '1000', 'projectedGradient']);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('with motion, iterations come one after the other and can be gone through', async () => {
    const { page } = await here.open('recover', { reducedMotion: 'no-preference' });
    await until(page, 'recover');
    const slider = page.locator('#recover-time');
    const value = () => slider.evaluate((input: HTMLInputElement) => Number(input.value));
    const details = (await page.locator('#panel-recover .stage > .details').textContent()) ?? '';
    const last = Number(/ReLU: converged after (\d+) iterations/.exec(details)?.[1]);
    await expect.poll(value, { timeout: 20_000 }).toBe(last);
    await page.getByRole('button', { name: 'Play again' }).click();
    await expect.poll(value).toBeLessThan(last);
    await expect.poll(value, { timeout: 20_000 }).toBe(last);
    await slider.focus();
    await page.keyboard.press('Home');
    await expect.poll(value).toBe(0);
    // At w₀ = 0 there are rings and no sticks.
    const sticks = page.locator('#panel-recover figure:nth-of-type(2) svg circle[r="2.5"]');
    await expect.poll(() => sticks.count()).toBe(0);
    await page.context().close();
  });
});
