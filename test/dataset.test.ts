import { describe, expect, test } from 'vitest';
import {
  dataset,
  type EngineChoice,
  fit,
  fitSync,
  type MatrixLike,
  wholeSpace,
} from '../src/index.js';
import { expectError, expectRejection } from './support/errors.js';

const engines: EngineChoice[] = ['wasm', 'reference'];
const constraint = wholeSpace();

const f64 = (data: number[], columns: number): MatrixLike => ({
  data: Float64Array.from(data),
  rows: data.length / columns,
  columns,
});

const f32 = (data: number[], columns: number): MatrixLike => ({
  data: Float32Array.from(data),
  rows: data.length / columns,
  columns,
});

test('a dataset says what it holds', () => {
  const data = dataset(
    [
      [1, 0],
      [0, 1],
    ],
    [2, -4],
  );
  expect(data).toMatchObject({ rows: 2, columns: 2, precision: 'f64' });
  expect(data.y).toEqual(Float64Array.of(2, -4));
  expect(data.meanSquare).toBe(10);
  expect(data.loadTime).toBeGreaterThanOrEqual(0);
  data.dispose();
});

test('precision follows the data', () => {
  for (const [X, precision] of [
    [[[1, 2]], 'f64'],
    [[Float32Array.of(1, 2)], 'f64'],
    [f64([1, 2], 2), 'f64'],
    [f32([1, 2], 2), 'f32'],
  ] as const) {
    const data = dataset(X as MatrixLike, [1]);
    expect(data.engine.precision).toBe(precision);
    data.dispose();
  }
});

describe('an empty X is refused', () => {
  test.each<[string, MatrixLike]>([
    ['no rows', []],
    ['rows of nothing', [[], []]],
    ['rows: 0', { data: new Float64Array(0), rows: 0, columns: 3 }],
    ['columns: 0', { data: new Float32Array(0), rows: 3, columns: 0 }],
  ])('%s', (_, X) => {
    expectError(() => dataset(X, []), 'EMPTY_DATA', 'got 0');
  });
});

describe('shapes that do not agree are refused with both numbers', () => {
  const six = new Float64Array(6);
  test.each<[string, MatrixLike, ArrayLike<number>, string[]]>([
    ['a short row', [[1, 2], [3]], [1, 2], ['X row 1', 'length 1', 'length 2']],
    ['a long row', [[1], [2, 3]], [1, 2], ['X row 1', 'length 2', 'length 1']],
    ['a missing row', [[1], undefined as never], [1, 2], ['X row 1', 'undefined']],
    ['a first row that is none', [5 as never], [1], ['X row 0', 'got 5']],
    ['a row of text', ['12' as never], [1], ['X row 0']],
    ['data too long', { data: six, rows: 2, columns: 2 }, [1, 2], ['length 6', '2 × 2 = 4']],
    ['data too short', { data: six, rows: 2, columns: 4 }, [1, 2], ['length 6', '2 × 4 = 8']],
    ['rows of 1.5', { data: six, rows: 1.5, columns: 4 }, [1], ['X.rows', '1.5']],
    ['rows of -2', { data: six, rows: -2, columns: -3 }, [1], ['X.rows', '-2']],
    ['rows of NaN', { data: six, rows: NaN, columns: 3 }, [1], ['X.rows', 'NaN']],
    ['rows as text', { data: six, rows: '2' as never, columns: 3 }, [1], ['X.rows', "'2'"]],
    ['no columns', { data: six, rows: 2 } as never, [1, 2], ['X.columns', 'undefined']],
    ['a short y', [[1], [2]], [1], ['y', 'length 1', '2, the rows of X']],
    ['a long y', [[1], [2]], [1, 2, 3], ['length 3']],
  ])('%s', (_, X, y, parts) => {
    expectError(() => dataset(X, y), 'INVALID_SHAPE', ...parts);
  });
});

test.each([
  undefined,
  null,
  3,
  'X',
  {},
  new Float64Array(4),
  { data: [1, 2], rows: 1, columns: 2 },
  { data: new Int32Array(2), rows: 1, columns: 2 },
])('X of %o is refused', (X) => {
  expectError(() => dataset(X as MatrixLike, [1]), 'INVALID_ARGUMENT', 'number[][]');
});

test.each([undefined, null, 3, '1', {}])('y of %o is refused', (y) => {
  expectError(() => dataset([[1]], y as never), 'INVALID_ARGUMENT', 'y');
});

describe.each(engines)('engine %s', (engine) => {
  const load = (X: MatrixLike, y: ArrayLike<number>) => dataset(X, y, { engine }).dispose();

  describe.each([
    ['f64', f64],
    ['f32', f32],
  ])('%s', (_, make) => {
    test.each([NaN, Infinity, -Infinity])('%o in X is named by its row and column', (bad) => {
      const parts = ['X at row 1, column 2', `got ${bad}`];
      expectError(() => load(make([1, 2, 3, 4, 5, bad], 3), [1, 2]), 'NOT_FINITE', ...parts);
    });

    test('of several the first is named', () => {
      const X = make([1, 2, 3, Infinity, NaN, 6], 2);
      expectError(() => load(X, [1, 2, 3]), 'NOT_FINITE', 'row 1, column 1', 'Infinity');
    });

    test('infinities that cancel are found', () => {
      const X = make([Infinity, 1, -Infinity, 2], 2);
      expectError(() => load(X, [1, 2]), 'NOT_FINITE', 'row 0, column 0');
    });

    test.each([1, 4, 5, 64, 65])('the last of %i columns is looked at', (columns) => {
      const data = Array.from({ length: 3 * columns }, (_, k) => k);
      data[3 * columns - 1] = NaN;
      const parts = [`row 2, column ${columns - 1}`];
      expectError(() => load(make(data, columns), [1, 2, 3]), 'NOT_FINITE', ...parts);
    });

    test.each([NaN, Infinity, -Infinity])('%o in y is named by its row', (bad) => {
      const X = make([1, 2, 3], 1);
      expectError(() => load(X, [1, bad, bad]), 'NOT_FINITE', 'y at row 1', `got ${bad}`);
    });
  });

  test('large numbers are finite and not refused', () => {
    load(f64([1e300, -1e300, 1e308, 5], 2), [1e300, 1e308]);
    load(f32([1e38, -1e38, 3e38, 5], 2), [1e38, 3e38]);
  });

  test('a fit of large numbers ends with finite weights', () => {
    const X = f64([1e300, 0, 0, 1e300], 2);
    const { weights, status } = fitSync(X, [1e300, 2e300], { constraint, engine });
    expect(['converged', 'stalled', 'diverged', 'iteration-limit']).toContain(status);
    expect(Array.from(weights).every(Number.isFinite)).toBe(true);
  });

  test('a y beyond f32 is refused where X is f32 and taken where it is f64', () => {
    expectError(() => load(f32([1, 2], 1), [1, 1e300]), 'NOT_FINITE', 'y at row 1', '1e+300');
    load(f64([1, 2], 1), [1, 1e300]);
  });

  test('numbers beyond f32 are infinite in a Float32Array, and refused there', () => {
    expectError(() => load(f32([1, 1e300], 2), [1]), 'NOT_FINITE', 'row 0, column 1');
  });

  test('what is not a number is refused', () => {
    for (const bad of ['5', null, undefined, 5n, true, {}]) {
      const value = bad as number;
      expectError(() => load([[1, value]], [1]), 'NOT_FINITE', 'X at row 0, column 1');
      expectError(() => load([[1], [2]], [1, value]), 'NOT_FINITE', 'y at row 1');
    }
  });

  test('a fit reports bad data by a rejection, fitSync by throwing', async () => {
    const run = [[[1], [NaN]], [1, 2], { constraint, engine }] as const;
    expectError(() => fitSync(...run), 'NOT_FINITE', 'row 1, column 0');
    await expectRejection(() => fit(...run), 'NOT_FINITE', 'row 1, column 0');
  });

  test('refused data leave nothing behind that hinders the next', () => {
    for (let k = 0; k < 20; k++) expectError(() => load([[NaN]], [1]), 'NOT_FINITE');
    const { weights } = fitSync([[1]], [2], { constraint, engine, observation: 'linear' });
    expect(weights[0]).toBeCloseTo(2, 8);
  });

  test('X may change after loading', () => {
    const X = { data: Float64Array.of(1, 0, 0, 1), rows: 2, columns: 2 };
    const y = Float64Array.of(2, 3);
    const data = dataset(X, y, { engine });
    X.data.fill(NaN);
    y.fill(NaN);
    const { weights } = fitSync(data, { constraint, observation: 'linear' });
    expect(weights[0]).toBeCloseTo(2, 8);
    expect(weights[1]).toBeCloseTo(3, 8);
    data.dispose();
  });

  test('one dataset serves many fits with the same bits', () => {
    const [X, y] = [f64([1, 2, 3, 4, 5, 7], 2), [1, 0, 2]];
    const data = dataset(X, y, { engine });
    const first = fitSync(data, { constraint }).weights;
    expect(fitSync(data, { constraint }).weights).toEqual(first);
    expect(fitSync(X, y, { constraint, engine }).weights).toEqual(first);
    data.dispose();
  });

  test('after dispose a fit is refused', async () => {
    const data = dataset([[1]], [2], { engine });
    data.dispose();
    data.dispose();
    expectError(() => data.loaded, 'DISPOSED');
    expectError(() => fitSync(data, { constraint }), 'DISPOSED', 'a disposed one');
    await expectRejection(() => fit(data, { constraint }), 'DISPOSED');
  });

  test('a fit that asks for another engine than the dataset has is refused', async () => {
    const other = engine === 'wasm' ? 'reference' : 'wasm';
    const data = dataset([[1]], [2], { engine });
    const parts = [`'${other}'`, `'${engine}', the engine that holds the dataset`];
    const options = { constraint, engine: other } as const;
    expectError(() => fitSync(data, options), 'ENGINE_UNAVAILABLE', ...parts);
    await expectRejection(() => fit(data, options), 'ENGINE_UNAVAILABLE', ...parts);
    expect(fitSync(data, { constraint, engine }).engine.name).toBe(engine);
    expect(fitSync(data, { constraint, engine: 'auto' }).engine.name).toBe(engine);
    data.dispose();
  });
});

test.each(['thread', 'gpu', '', null, 1])('engine %o is unknown', async (engine) => {
  const choice = engine as EngineChoice;
  const run = [[[1]], [1], { constraint, engine: choice }] as const;
  const parts = ["'auto', 'threads', 'wasm' or 'reference'"];
  expectError(() => dataset([[1]], [1], { engine: choice }), 'UNKNOWN_ENGINE', ...parts);
  expectError(() => fitSync(...run), 'UNKNOWN_ENGINE', ...parts);
  await expectRejection(() => fit(...run), 'UNKNOWN_ENGINE', ...parts);
});

test('a dataset disposes itself at the end of a using block', () => {
  if (Symbol.dispose === undefined) return;
  const data = dataset([[1]], [2]);
  (data as unknown as Disposable)[Symbol.dispose]();
  expectError(() => data.loaded, 'DISPOSED');
});
