import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright';
import { predict, ReluRegressor, tobit, wholeSpace } from 'relufit';
import { describe, expect, test } from 'vitest';
import { again, demo, until, verdictOf } from './demo-page.js';

const here = demo();
const example = (name: string) =>
  readFileSync(resolve(import.meta.dirname, '../../examples/data', name), 'utf8');

async function give(page: Page, text: string | Buffer, name = 'table.csv'): Promise<void> {
  await page
    .locator('#data-file')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
}

const fitAgain = (page: Page) =>
  again(page, 'data', () => page.getByRole('button', { name: 'Fit', exact: true }).click());

const complaint = async (page: Page) => {
  await until(page, 'data', 'failed');
  return (await page.locator('#panel-data .error').textContent()) ?? '';
};

async function download(page: Page) {
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the model' }).click();
  const saved = await waiting;
  expect(saved.suggestedFilename()).toBe('model.json');
  return JSON.parse(readFileSync(await saved.path(), 'utf8'));
}

describe('your data', () => {
  test('a sample is fitted, and the model that is downloaded predicts what is drawn', async () => {
    const { page, faults } = await here.open('data');
    await page.getByRole('button', { name: /Fair/ }).click();
    await until(page, 'data');
    expect(await verdictOf(page, 'data')).toMatch(
      /affairs from 601 rows: R² = 0\.\d+.*Cross-validation keeps/,
    );
    await page.selectOption('#data-knowledge', 'wholeSpace');
    await fitAgain(page);
    expect(await page.locator('#panel-data tbody tr').count()).toBe(8);
    const model = await download(page);
    expect(model).toMatchObject({
      format: 'relufit-model',
      target: 'affairs',
      observation: 'relu',
    });
    expect(model.encodings).toEqual([
      { column: 'gender', levels: ['female', 'male'] },
      { column: 'children', levels: ['no', 'yes'] },
    ]);
    const [, ...lines] = example('affairs.csv').trim().split('\n');
    const rows = lines.map((line) => line.split(','));
    const X = rows.map(([, gender, age, years, children, ...rest]) =>
      [gender === 'male' ? 1 : 0, age, years, children === 'yes' ? 1 : 0, ...rest].map(Number),
    );
    const predicted = predict(model, X);
    const y = rows.map(([affairs]) => Number(affairs));
    const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
    const left = y.reduce((sum, value, row) => sum + (value - predicted[row]) ** 2, 0);
    const total = y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(model.summary.rSquared).toBeCloseTo(1 - left / total, 12);
    expect(model.summary.rSquared).toBeGreaterThan(0.12);
    // Largest first.
    const values = await page
      .locator('#panel-data tbody td.number')
      .evaluateAll((cells) =>
        cells.map((cell) => Math.abs(Number(cell.textContent?.replace('−', '-')))),
      );
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('cross-validation keeps the columns that the target was made of', async () => {
    const { page } = await here.open('data');
    let state = 5;
    const draw = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647 - 0.5;
    };
    const rows = Array.from({ length: 200 }, () => {
      const x = Array.from({ length: 12 }, draw);
      return [Math.max(0, 3 * x[2] - 2 * x[7] + 0.3 + 0.05 * draw()), ...x];
    });
    const names = ['y', ...Array.from({ length: 12 }, (_, j) => `x${j}`)];
    await give(page, [names, ...rows].map((row) => row.join(';')).join('\r\n'));
    await until(page, 'data');
    const model = await download(page);
    expect(model.options.constraint).toBe('sparse:2');
    expect(model.weights[2]).toBeCloseTo(3, 1);
    expect(model.weights[7]).toBeCloseTo(-2, 1);
    expect(model.intercept).toBeCloseTo(0.3, 1);
    expect(await page.locator('#panel-data tbody th').allTextContents()).toEqual(['x2', 'x7']);
    expect(await verdictOf(page, 'data')).toContain('Cross-validation keeps 2 coefficients');
    await page.context().close();
  });

  test('the likelihood of Tobit gives its σ and standard errors, those of the library in Node', async () => {
    const { page } = await here.open('data');
    await page.getByRole('button', { name: /Tobin/ }).click();
    await until(page, 'data');
    await page.selectOption('#data-knowledge', 'wholeSpace');
    await page.selectOption('#data-loss', 'tobit');
    await fitAgain(page);
    const rows = example('tobin.csv')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map(Number));
    const X = rows.map(([, age, quant]) => [age, quant]);
    const y = rows.map(([durable]) => durable);
    const model = new ReluRegressor({ constraint: wholeSpace(), loss: tobit() });
    const { sigma } = (await model.fit(X, y)).summary();
    const downloaded = await download(page);
    expect(downloaded.sigma).toBeCloseTo(sigma as number, 6);
    expect(downloaded.weights[0]).toBeCloseTo(model.coef[0], 6);
    expect(await page.locator('#panel-data tbody td.number').first().textContent()).toContain('±');
    expect(await verdictOf(page, 'data')).toContain(`σ = ${sigma?.toPrecision(3)}`);
    await page.context().close();
  });

  test('limits are what the fit is told', async () => {
    const { page } = await here.open('data');
    await page.getByRole('button', { name: /Tobin/ }).click();
    await until(page, 'data');
    await page.selectOption('#data-knowledge', 'wholeSpace');
    for (const [lower, upper, observation] of [
      ['', '', 'linear'],
      ['0', '', 'relu'],
      ['-1', '30', { lower: -1, upper: 30 }],
    ] as const) {
      await page.locator('#data-lower').fill(lower);
      await page.locator('#data-upper').fill(upper);
      await fitAgain(page);
      expect((await download(page)).observation).toEqual(observation);
    }
    await page.locator('#data-lower').fill('5');
    await page.locator('#data-upper').fill('2');
    await fitAgain(page);
    expect(await complaint(page)).toContain('lower < upper');
    await page.context().close();
  });

  test.each([
    ['cells too few', 'a,b\n1,2\n3\n', /line 3: got 1 cell, expected 2/],
    ['no rows', 'a,b\n', /a header and no rows/],
    ['an empty file', '', /an empty file/],
    ['quotes left open', 'a,b\n1,"2\n', /line 2: got the end of the file inside quotes/],
    ['one column', 'a\n1\n2\n', /a single column/],
    ['text only', 'a,b\nx,y\nz,w\n', /no column of numbers.*‘x’ on line 2/],
    ['two names that are one', 'a,a\n1,2\n', /'a' for column 1 and for column 2/],
    ['too few rows for folds', 'a,b\n1,2\n3,4\n', /got 2 rows, expected at least 10 for 5 folds/],
  ])('%s: said in words, with the line', async (_, text, message) => {
    const { page, faults } = await here.open('data');
    await give(page, text);
    expect(await complaint(page)).toMatch(message);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('what is not text, and what is too large', async () => {
    const { page } = await here.open('data');
    await give(page, Buffer.from([0xff, 0xfe, 97, 0, 44, 0, 98, 0]));
    expect(await complaint(page)).toContain('not UTF-8 text');
    // Larger than Playwright sends, so the page makes it.
    await page.evaluate(() => {
      const input = document.querySelector('#data-file') as HTMLInputElement;
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(51 * 2 ** 20)], 'huge.csv'));
      input.files = transfer.files;
      input.dispatchEvent(new Event('change'));
    });
    await expect.poll(() => complaint(page)).toMatch(/huge\.csv: got 51 MB, expected at most 50/);
    await page.context().close();
  });

  test('columns that are not numbers are named, left out by default, and can be encoded', async () => {
    const { page } = await here.open('data');
    const rows = Array.from({ length: 30 }, (_, row) => [
      row % 7,
      row === 4 ? 'NA' : row,
      row % 2 ? 'red' : 'blue',
      `id${row}`,
      row === 9 ? 'NaN' : row % 5,
      `${row},5`,
    ]);
    const names = ['y', 'gaps', 'colour', 'id', 'nan', 'comma'];
    await give(
      page,
      [names, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n'),
    );
    // Nothing but the target is numbers without gaps, and nothing is used that was not asked for.
    expect(await complaint(page)).toContain('Choose one below “The other columns”');
    const remark = (name: string) => page.locator(`[data-column=${name}] .hint`).textContent();
    expect(await remark('gaps')).toBe('One row has no value, the first on line 6 (‘NA’).');
    expect(await remark('colour')).toBe('Text of 2 kinds, as in ‘blue’ on line 2.');
    expect(await remark('id')).toContain('more than 20 kinds');
    expect(await remark('nan')).toContain('line 11 (‘NaN’)');
    expect(await remark('comma')).toContain('write them with a point');
    await page.getByLabel('What to do with colour').selectOption('encode');
    await page.getByLabel('What to do with gaps').selectOption('use');
    await page.selectOption('#data-knowledge', 'wholeSpace');
    await fitAgain(page);
    await expect
      .poll(() => verdictOf(page, 'data'))
      .toContain('from 29 rows (1 left out for want of a value)');
    const model = await download(page);
    expect(model.features).toEqual(['gaps', 'colour']);
    await page.context().close();
  });

  test('a file that is dropped is read', async () => {
    const { page } = await here.open('data');
    await page.locator('#panel-data .drop').waitFor();
    const transfer = await page.evaluateHandle((text) => {
      const made = new DataTransfer();
      made.items.add(new File([text], 'tobin.csv', { type: 'text/csv' }));
      return made;
    }, example('tobin.csv'));
    const opened = await page.evaluate(() =>
      document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true })),
    );
    // Dropped beside it, a file is not opened in the page's place.
    expect(opened).toBe(false);
    await page.locator('#panel-data .drop').dispatchEvent('drop', { dataTransfer: transfer });
    await until(page, 'data');
    expect(await verdictOf(page, 'data')).toMatch(/^durable from 20 rows/);
    await page.context().close();
  });

  test('once the tab is open nothing is asked of any server, and the policy would forbid it', async () => {
    const { page } = await here.open('data');
    // A fit of data large enough for the background worker, whose program is then loaded.
    await page.getByRole('button', { name: /Fair/ }).waitFor();
    await page.waitForLoadState('networkidle');
    const before = here.served.asked.length;
    const requests: string[] = [];
    page.on('request', (request) => {
      if (/^https?:/.test(request.url())) requests.push(request.url());
    });
    const large = Array.from({ length: 3000 }, (_, row) =>
      Array.from(
        { length: 12 },
        (_, j) => ((row * (j + 3)) % 17) + j * ((row * row) % (j + 5)),
      ).join(','),
    );
    const names = Array.from({ length: 12 }, (_, j) => `c${j}`).join(',');
    await give(page, [names, ...large].join('\n'));
    await until(page, 'data');
    await download(page);
    expect(requests).toEqual([]);
    expect(here.served.asked.length).toBe(before);
    const sent = await page.evaluate(() =>
      fetch('/leak').then(
        () => 'sent',
        () => 'forbidden',
      ),
    );
    expect(sent).toBe('forbidden');
    await page.context().close();
  });
});
