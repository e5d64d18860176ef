import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { parseHTML } from 'linkedom';
import { type PhaseOptions, type PhaseResult, sparse } from 'relufit';
import { describe, expect, test } from 'vitest';
import { figuresOf, phaseFigures } from '../src/report/phase/figures.js';
import {
  phaseCsv,
  phaseMarkdown,
  phaseTable,
  writePhaseReport,
} from '../src/report/phase/index.js';
import { numberText, valueText, wrapped } from '../src/report/phase/names.js';
import { phasePage } from '../src/report/phase/page.js';
import { phaseSummary } from '../src/report/phase/summary.js';
import { viewOf } from '../src/report/phase/view.js';
import { workFolder } from './cli.js';
import { type Outcome, resultOf, rising } from './phase-result.js';

const files = workFolder();

const BASE = { d: 60, n: 40, sparsity: 3, solver: 'pursuit', trials: 10 } as const;
const N = [10, 20, 30, 40, 50, 60];
const SOLVERS = ['pursuit', 'projectedGradient', 'acceleratedProjectedGradient'];

const documentOf = (text: string) => parseHTML(text).document;
const textsOf = (svg: string) =>
  [...documentOf(svg).querySelectorAll('text, tspan')].map(({ textContent }) => textContent);

/** The cells of a table of the page, by its heading. */
function tableOf(page: string, heading: string): string[][] {
  const section = documentOf(page).querySelector(`#${heading}`)?.closest('section');
  return [...(section?.querySelectorAll('tbody tr') ?? [])].map((row) =>
    [...row.children].map(({ textContent }) => textContent),
  );
}

function sound(page: string): void {
  expect(page).not.toMatch(/NaN|undefined|\[object/);
  // Nothing but what is in the page.
  expect(page).not.toMatch(/(src|href)="(?!data:|#)|url\((?!#)|@import|fetch\(/);
}

const COMBINATIONS: Record<string, [Partial<PhaseOptions>, string[]]> = {
  'n, s': [{ n: N, sparsity: [1, 2, 4] }, ['success-map', 'success', 'error']],
  'n, d': [{ n: N, d: [20, 40, 60] }, ['success-map', 'success', 'error']],
  'n, noise': [
    { n: N, noise: [0, 0.001, 0.01] },
    ['success-map', 'success', 'error', 'error-noise'],
  ],
  'noise, s': [{ noise: [0.001, 0.01], sparsity: [1, 2, 4] }, ['success-map', 'success', 'error']],
  'solver, n': [{ n: N, solver: SOLVERS }, ['success-map', 'half-way', 'success', 'error']],
  'rows, n': [
    { n: N, rows: ['gaussian', 'rademacher', { ar1: 0.5 }, { shift: 1 }] },
    ['success-map', 'half-way', 'success', 'error'],
  ],
  'observation, n': [
    { n: N, observation: ['relu', 'linear', { leaky: 0.1 }] },
    ['success-map', 'half-way', 'success', 'error'],
  ],
  'set, n': [
    { n: N, constraint: ['sparse', 'l1Ball', sparse(3)], solver: 'projectedGradient' },
    ['success-map', 'half-way', 'success', 'error'],
  ],
  'd, s': [{ d: [20, 40], sparsity: [1, 2] }, ['success-map', 'success', 'error']],
  'solver, set': [
    { solver: SOLVERS.slice(1), constraint: ['sparse', 'l1Ball'] },
    ['success-map', 'success'],
  ],
  n: [{ n: N }, ['success', 'error']],
  s: [{ sparsity: [1, 2] }, ['success', 'error']],
  noise: [{ noise: [0, 0.1] }, ['success', 'error']],
  solver: [{ solver: SOLVERS }, ['success']],
  none: [{}, ['success']],
  'solver, n, s': [
    { n: N, sparsity: [1, 2], solver: SOLVERS },
    ['success-map', 'half-way', 'success', 'error'],
  ],
  'solver, rows, noise, d, s, n': [
    {
      n: [20, 40],
      sparsity: [1, 2],
      solver: SOLVERS,
      rows: ['gaussian', 'rademacher'],
      d: [30, 60],
      noise: [0, 0.1],
    },
    ['success-map', 'half-way', 'success', 'error', 'error-noise'],
  ],
  search: [
    { n: { from: 5, to: 80 }, sparsity: [1, 2, 4], most: 40 },
    ['success-map', 'success', 'error'],
  ],
  'a search by solver': [
    { n: { from: 5, to: 80 }, solver: SOLVERS },
    ['success-map', 'half-way', 'success', 'error'],
  ],
  adaptive: [{ n: N, sparsity: [1, 2, 4], most: 50 }, ['success-map', 'success', 'error']],
};

describe.each(Object.entries(COMBINATIONS))('axes: %s', (_, [options, names]) => {
  const result = resultOf({ ...BASE, ...options }, rising);

  test('figures follow from the axes, and each has a name, labels and nothing from elsewhere', () => {
    const figures = phaseFigures(result);
    expect(figures.map(({ name }) => name)).toEqual(names);
    // Whatever was drawn before.
    expect(phaseFigures(result)).toEqual(figures);
    for (const { svg } of figures) {
      sound(svg);
      const { document } = parseHTML(svg);
      expect(document.querySelectorAll('svg[role=img][aria-label]')).toHaveLength(1);
      expect(document.querySelectorAll('svg svg [aria-label]')).toHaveLength(0);
      // On its own it has no page to give it colours, and programs that set papers know no variables.
      expect(svg).not.toContain('var(');
    }
  });

  test('the page has every figure twice, every cell, and the data', () => {
    const page = phasePage(result);
    sound(page);
    expect(page.match(/<svg[^>]*role="img"/g)).toHaveLength(2 * names.length);
    expect(tableOf(page, 'cells')).toHaveLength(result.cells.length);
    expect(tableOf(page, 'lines')).toHaveLength(
      result.axes.some(({ name }) => name === 'n') ? result.lines.length : 0,
    );
    const data = [...documentOf(page).querySelectorAll('a.data')].map((link) => {
      const [, encoded] = (link.getAttribute('href') ?? '').split('base64,');
      return Buffer.from(encoded, 'base64').toString();
    });
    expect(JSON.parse(data[0])).toEqual(JSON.parse(JSON.stringify(result)));
    expect(data[1]).toBe(phaseCsv(result));
  });

  test('CSV has each cell to the last digit, axis or not', () => {
    const rows: Record<string, string>[] = parse(phaseCsv(result), { columns: true });
    expect(rows).toHaveLength(result.cells.length);
    for (const [k, row] of rows.entries()) {
      const { cell: _cell, totals: _totals, ...cell } = result.cells[k];
      for (const [name, value] of Object.entries(cell)) {
        const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
        expect([name, row[name]]).toEqual([name, text]);
      }
    }
  });
});

test('the table of lines has what the lines have', () => {
  const result = resultOf({ ...BASE, n: N, sparsity: [1, 2, 4] }, rising);
  const { head, rows } = phaseTable(result);
  expect(head).toEqual(['s', 'n at one half', 'interval', 'δ', '2δ', 'n/2δ']);
  expect(rows.map(([s]) => s)).toEqual(['1', '2', '4']);
  for (const [k, { halfWay, theory }] of result.lines.entries()) {
    const [, n, , delta, twice, ratio] = rows[k];
    expect(Number(n)).toBeCloseTo(halfWay.n ?? Number.NaN, 6);
    expect(Number(delta)).toBeCloseTo(theory?.statisticalDimension ?? Number.NaN, 1);
    expect(Number(twice)).toBe(theory?.requiredSamples);
    expect(Number(ratio)).toBeCloseTo(Number(n) / Number(twice), 2);
  }
  expect(rows.map(([, n]) => n)).toEqual(['10', '20', '40']);
});

test('the table of cells has what the cells have', () => {
  const result = resultOf(
    { ...BASE, n: N, noise: [0, 0.001], most: 30 },
    ({ n, noise }, trial) => ({
      error: trial < n / 6 ? 1e-9 : Math.max(noise, 0.5),
    }),
  );
  const rows = tableOf(phasePage(result), 'cells');
  for (const [k, cell] of result.cells.entries()) {
    const [noise, n, trials, successes, share, interval, error, iterations, passes] = rows[k];
    expect([noise, n]).toEqual([String(cell.noise), String(cell.n)]);
    expect([Number(trials), Number(successes)]).toEqual([cell.trials, cell.successes]);
    expect(Number(share.replace(' %', ''))).toBeCloseTo(100 * cell.success, 1);
    const [low, high] = interval.replace(' %', '').split('–').map(Number);
    expect(low).toBeCloseTo(100 * cell.low, 1);
    expect(high).toBeCloseTo(100 * cell.high, 1);
    expect(error).toBe(numberText(cell.error, 3));
    expect([iterations, passes]).toEqual(['7', '9.5']);
  }
});

test.each([
  ['sparse', 'nonzeros s'],
  ['blockSparse', 'nonzeros s'],
  ['lowRank', 's (the rank of p × q)'],
  [['sparse', 'groupSparse'], 'size s'],
] as const)('s of %s is named by what it counts: %s', (constraint, label) => {
  const result = resultOf({ ...BASE, d: 36, n: N, sparsity: [1, 2], constraint }, rising);
  expect(textsOf(phaseFigures(result)[0].svg)).toContain(`${label} →`);
});

test('half-way, its interval, δ and 2δ are drawn where they are', () => {
  const result = resultOf({ ...BASE, n: N, sparsity: [1, 2, 4] }, rising);
  const { svg } = phaseFigures(result)[0];
  const { document } = parseHTML(svg);
  // The frame is from the lower edge of the least n to the upper one of the largest.
  const frame = [...document.querySelectorAll('rect')].find(
    (rect) => rect.getAttribute('stroke-opacity') === '0.35',
  );
  const [top, height, left, width] = ['y', 'height', 'x', 'width'].map((name) =>
    Number(frame?.getAttribute(name)),
  );
  const nAt = (y: number) => 65 - (60 * (y - top)) / height;
  const sAt = (x: number) => 0.5 + (4.5 * (x - left)) / width;
  const dots = [...document.querySelectorAll('circle')].map((dot) => ({
    n: nAt(Number(dot.getAttribute('cy'))),
    s: sAt(Number(dot.getAttribute('cx'))),
  }));
  expect(dots).toHaveLength(3);
  for (const [k, { n, s }] of dots.entries()) {
    expect(n).toBeCloseTo(result.lines[k].halfWay.n ?? Number.NaN, 6);
    expect(s).toBeCloseTo([1, 2, 4][k], 6);
  }
  const lines = [...document.querySelectorAll('path[stroke-dasharray], g[stroke-dasharray] path')];
  const firsts = lines.map((line) => {
    const [, x, y] = /M([\d.]+),([\d.]+)/.exec(line.getAttribute('d') ?? '') ?? [];
    return { s: sAt(Number(x)), n: nAt(Number(y)) };
  });
  const { theory } = result.lines[0];
  expect(firsts).toHaveLength(2);
  expect(firsts[0].n).toBeCloseTo(theory?.statisticalDimension ?? Number.NaN, 2);
  expect(firsts[1].n).toBeCloseTo(theory?.requiredSamples ?? Number.NaN, 2);
  const texts = textsOf(svg);
  for (const text of ['δ', '2δ', '½', 'samples n ↑', 'nonzeros s →', 'trials that succeed']) {
    expect(texts).toContain(text);
  }
});

test.each([
  ['relu', ['gaussian'], ' Dotted δ, dashed 2δ.', ': δ and 2δ of theory.'],
  ['linear', ['gaussian'], ' Dotted δ.', ': δ of theory.'],
  [{ lower: -1 }, ['gaussian'], ' Dotted δ, dashed δ/P, P the share of rows', ': δ and δ/P of'],
  [['relu', { lower: -1 }], ['gaussian'], ' dashed 2δ or δ/P, P', ': δ, 2δ and δ/P of theory.'],
  ['relu', [{ ar1: 0.5 }], undefined, undefined],
] as const)('captions name the theory that there is: %j, %j', (observation, rows, map, curves) => {
  const options = { ...BASE, n: N, sparsity: [1, 2, 4], observation, rows } as PhaseOptions;
  const figures = figuresOf(viewOf(resultOf(options, rising)));
  const captionOf = (wanted: string) => figures.find(({ name }) => name === wanted)?.caption;
  for (const [name, words] of [
    ['success-map', map],
    ['success', curves],
  ] as const) {
    if (words === undefined) expect(captionOf(name)).not.toMatch(/δ|Dotted/);
    else expect(captionOf(name)).toContain(words);
  }
});

test('in whatever order an axis is given, figures and curves are in that of its numbers', () => {
  const placed = (options: Partial<PhaseOptions>) =>
    phaseFigures(resultOf({ ...BASE, ...options }, rising)).map(({ svg }) =>
      [...documentOf(svg).querySelectorAll('circle, path[stroke-dasharray], text')]
        .map(
          (mark) =>
            ['cx', 'cy', 'd'].map((name) => mark.getAttribute(name)).join() + mark.textContent,
        )
        .sort(),
    );
  expect(placed({ n: [40, 60, 10, 50, 20, 30], sparsity: [4, 1, 2] })).toEqual(
    placed({ n: N, sparsity: [1, 2, 4] }),
  );
});

test('of a search, the areas of dots are as the trials, and n is where it was tried', () => {
  const options = { ...BASE, n: { from: 5, to: 80 }, sparsity: [1, 2, 4], most: 40 };
  const result = resultOf(options, rising);
  expect(new Set(result.cells.map(({ trials }) => trials)).size).toBeGreaterThan(1);
  const { document } = parseHTML(phaseFigures(result)[0].svg);
  const radii = [...document.querySelectorAll('circle[r]')]
    .filter(
      (dot) =>
        dot.getAttribute('fill')?.startsWith('rgb') || /^#/.test(dot.getAttribute('fill') ?? ''),
    )
    .map((dot) => Number(dot.getAttribute('r')));
  const most = Math.max(...result.cells.map(({ trials }) => trials));
  const wanted = result.cells.map(({ trials }) => trials / most).sort((a, b) => a - b);
  const areas = radii.map((r) => (r / Math.max(...radii)) ** 2).sort((a, b) => a - b);
  expect(areas).toHaveLength(wanted.length);
  for (const [k, area] of areas.entries()) expect(area).toBeCloseTo(wanted[k], 9);
});

test('cells of more trials than others say how many', () => {
  const result = resultOf({ ...BASE, n: N, sparsity: [1, 2, 4], most: 50 }, rising);
  const more = result.cells.filter(({ trials }) => trials > 10);
  expect(more.length).toBeGreaterThan(2);
  const texts = textsOf(phaseFigures(result)[0].svg);
  for (const { trials } of more) expect(texts).toContain(String(trials));
});

describe('in words', () => {
  test('where half succeed, with what, and what theory expects', () => {
    const [size, half] = phaseSummary(
      resultOf({ ...BASE, n: N, sparsity: 4, trials: 100 }, ({ n }, trial) => trial < (5 * n) / 4),
    );
    expect(size).toBe(
      '6 cells × 100 trials. A trial succeeds where ‖w − w*‖ ≤ 10⁻⁴ ‖w*‖. Everywhere d = 60, s = 4, σ = 0.',
    );
    expect(half).toMatch(
      /^Half of the trials succeed at n ≈ 40 \([\d.]+–[\d.]+\) with pursuit; theory expects at most 48 \(2δ\)\.$/,
    );
  });

  test('one trial of one cell is no plural', () => {
    const [size, share] = phaseSummary(resultOf({ ...BASE, n: 20, trials: 1 }, () => true));
    expect(size).toMatch(/^1 cell × 1 trial\. /);
    expect(share).toBe('1 of 1 trial succeeds (100 %).');
  });

  test('several lines in one sentence, and how they compare', () => {
    const words = phaseSummary(resultOf({ ...BASE, n: N, solver: SOLVERS }, rising));
    for (const solver of SOLVERS) expect(words[1]).toContain(`for ${solver}`);
    expect(words[1].match(/theory/g)).toHaveLength(1);
    expect(words[2]).toBe('On all 3 lines n at one half is 0.77 to 0.77 times what theory names.');
  });

  test('none, all, and shares where n is fixed', () => {
    const none = phaseSummary(resultOf({ ...BASE, n: N }, () => false));
    expect(none[1]).toMatch(
      /^Fewer than half of the trials succeed up to n = 60 with pursuit; theory/,
    );
    const all = phaseSummary(resultOf({ ...BASE, n: N }, () => true));
    expect(all[1]).toMatch(
      /^More than half of the trials succeed from n = 10 with pursuit; theory/,
    );
    const some = phaseSummary(resultOf({ ...BASE, noise: [0.1, 1] }, ({ noise }) => noise < 1));
    expect(some[1]).toBe('10 of the 20 trials succeed (50 %), from 0 % to 100 % of a cell.');
  });

  test('what is not run yet', () => {
    const empty = resultOf({ ...BASE, n: N }, rising, 0);
    expect(phaseSummary(empty)[0]).toMatch(/^No trial has been run yet\./);
    sound(phasePage(empty));
    const round = { ...BASE, n: N, most: 40 } as const;
    expect(phaseSummary(resultOf(round, rising)).join(' ')).not.toContain('Not all');
    const whole = resultOf({ ...BASE, n: N }, rising);
    const part = { ...whole, cells: whole.cells.slice(0, 4) };
    expect(phaseSummary(part).join(' ')).toContain('Not all is run: 4 of 6 cells');
  });
});

describe('results at the ends', () => {
  const ends: [string, Outcome][] = [
    ['no success', () => false],
    ['all successes', () => true],
    ['errors that are no numbers any more', () => ({ error: Number.MAX_VALUE })],
    ['errors of 0', () => ({ error: 0 })],
  ];
  test.each(ends)('%s', (_, outcome) => {
    for (const options of [
      {},
      { n: N },
      { n: N, sparsity: [1, 2] },
      { n: N, solver: SOLVERS },
      { noise: [0, 1] },
    ]) {
      sound(phasePage(resultOf({ ...BASE, ...options }, outcome)));
    }
  });

  test('where half-way is beyond the n that were tried, the table and the bars say on which side', () => {
    const low = resultOf({ ...BASE, n: N, solver: SOLVERS }, () => true);
    expect(low.lines.map(({ halfWay }) => halfWay.n)).toEqual([null, null, null]);
    expect(phaseTable(low).rows[0].slice(1, 3)).toEqual(['below 10', '—']);
    expect(textsOf(phaseFigures(low)[1].svg)).toContain('below 10');
    const high = resultOf({ ...BASE, n: N, solver: SOLVERS }, () => false);
    expect(phaseTable(high).rows[0][1]).toBe('above 60');
    // The first cell alone is above one half, and the last alone below: their neighbours say that it was luck.
    const shares = (some: number[]) =>
      resultOf({ ...BASE, n: [10, 20, 30, 40] }, ({ n }, trial) => trial < some[n / 10 - 1]);
    const luck = shares([6, 1, 1, 2]);
    expect(luck.lines[0].halfWay.n).toBe(null);
    expect(phaseTable(luck).rows[0][0]).toBe('above 40');
    const badLuck = shares([9, 10, 10, 4]);
    expect(badLuck.lines[0].halfWay.n).toBe(null);
    expect(phaseTable(badLuck).rows[0][0]).toBe('below 10');
    expect(phaseSummary(badLuck)[1]).toMatch(/^More than half .* from n = 10 /);
  });

  test('more panels than a figure takes are told, and the table has all', () => {
    const sparsity = Array.from({ length: 45 }, (_, k) => k + 1);
    const result = resultOf({ ...BASE, n: [20, 40], sparsity, trials: 1 }, rising);
    const success = figuresOf(viewOf(result))[1];
    expect(success.caption).toContain('The first 36 of 45 panels');
    expect(tableOf(phasePage(result), 'cells')).toHaveLength(90);
  });

  test('numbers of parameters are not rounded', () => {
    const result = resultOf({ ...BASE, d: [1023, 1024], n: [1001, 1002] }, rising);
    expect(tableOf(phasePage(result), 'cells').map((row) => row.slice(0, 2))).toEqual([
      ...[
        ['1023', '1001'],
        ['1023', '1002'],
        ['1024', '1001'],
        ['1024', '1002'],
      ],
    ]);
    expect(numberText(9007199254740991)).toBe('9007199254740991');
    expect([0, 1e-4, 2.5e-7, 1e6, 0.1].map((value) => numberText(value))).toEqual([
      ...['0', '10⁻⁴', '2.5·10⁻⁷', '10⁶', '0.1'],
    ]);
  });
});

describe('texts from options', () => {
  const HOSTILE = `"><img src=x onerror=alert(1)></script><script>alert('|\`*_')</script>&amp;`;

  test('are shown as they are and never run', () => {
    const plain = resultOf({ ...BASE, n: N, solver: SOLVERS }, rising);
    const result: PhaseResult = JSON.parse(
      JSON.stringify(plain).replaceAll('"pursuit"', JSON.stringify(HOSTILE)),
    );
    const page = phasePage(result);
    sound(page.replace(/&#\d+;/g, ''));
    expect(page).not.toContain('<img');
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(tableOf(page, 'lines')[0][0]).toBe(valueText(HOSTILE));
    expect(documentOf(page).querySelector('dl')?.textContent).toContain(HOSTILE);
    for (const { svg } of phaseFigures(result)) expect(svg).not.toMatch(/<img|<script/);
    const row = phaseMarkdown(result)
      .split('\n')
      .find((line) => line.includes('onerror'));
    expect(row?.replaceAll(/\\./g, '')).not.toMatch(/<|`|\*/);
    const rows: Record<string, string>[] = parse(phaseCsv(result), { columns: true });
    expect(rows[0].solver).toBe(HOSTILE);
  });

  test('that are long and alike are cut, and stay apart', () => {
    const recipes = [1, 2].map((last) => ({
      name: 'box',
      parameters: { lower: Array(30).fill(0), upper: [...Array(29).fill(1), last] },
    }));
    const result = resultOf(
      { ...BASE, n: N, d: 30, constraint: recipes, solver: SOLVERS[1] },
      rising,
    );
    const names = phaseTable(result).rows.map(([name]) => name);
    expect(names[0]).toMatch(/^box\(lower = \[0,0.*… \(1\)$/);
    expect(new Set(names).size).toBe(2);
    sound(phasePage(result));
    expect(wrapped('acceleratedProjectedGradient', 12)).toBe('accelerated\nProjected\nGradient');
  });
});

test('the file is the page, and Markdown has the words and both tables', () => {
  const result = resultOf({ ...BASE, n: N, sparsity: [1, 2, 4] }, rising);
  writePhaseReport(result, files.path('report.html'));
  // Whatever was drawn before in this process.
  expect(readFileSync(files.path('report.html'), 'utf8')).toBe(phasePage(result));
  const markdown = phaseMarkdown(result);
  const unescaped = markdown.replaceAll(/\\(.)/g, '$1');
  for (const sentence of phaseSummary(result)) expect(unescaped).toContain(sentence);
  expect(markdown.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(3 + 18 + 4);
});
