import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BrowserPage, openPage } from '../support/browser-page.js';
import { LONG, traced } from '../support/longest-task.js';
import { ISOLATED } from '../support/static-server.js';

const program = `
import { custom, fit, plantedProblem, sparse, intersection, nonnegative, l2Ball } from 'relufit';
const own = custom({ name: 'own', project: (v) => v, contains: () => true, convex: true });
const problems = {
  large: plantedProblem({ n: 4096, d: 4096, sparsity: 8, seed: 1, precision: 'f32' }),
  small: plantedProblem({ n: 64, d: 100, sparsity: 8, seed: 1 }),
};
const { X, y } = problems.large;
problems.rows = { X: Array.from({ length: X.rows }, (_, i) => X.data.subarray(i * X.columns, (i + 1) * X.columns)), y };
const options = {
  whole: { constraint: sparse(8) },
  'a set of sets': { constraint: intersection([nonnegative(), l2Ball(1)]) },
  'a set of functions': { constraint: own },
  onIteration: { constraint: sparse(8), onIteration() {} },
};
globalThis.run = async (size, kind, timeLimit) => {
  const { X, y } = problems[size];
  const given = { ...options[kind], tolerance: 0, maxIterations: 1e9, timeLimit };
  const { status, engine, iterations } = await fit(X, y, given);
  return { status, iterations, background: engine.background };
};
// So much work, not so much time: a busy machine gives a thread less of it.
globalThis.busy = () => { let sum = 0; for (let i = 0; i < 3e8; i++) sum += Math.sqrt(i); return sum; };
globalThis.ready = true;
`;

describe.each([
  ['isolated', ISOLATED],
  ['plain', {}],
] as const)('in a page that is %s', { retry: 2 }, (_, headers) => {
  let here: BrowserPage;
  beforeAll(async () => {
    here = await openPage(program, headers);
  });
  afterAll(() => here.close());

  test('a long task is seen', async () => {
    const { longest } = await traced(here.page, () => here.page.evaluate('busy()'));
    expect(longest).toBeGreaterThan(LONG);
  });

  test.each([
    ['large', 'whole', 5000, true],
    ['rows', 'whole', 2000, true],
    ['large', 'a set of sets', 2000, true],
    ['large', 'a set of functions', 3000, true],
    ['large', 'onIteration', 3000, true],
    ['small', 'whole', 1000, false],
  ] as const)('no task is long: %s X, %s', async (size, kind, timeLimit, background) => {
    const script = `run('${size}', '${kind}', ${timeLimit})`;
    const { longest, within, answer } = await traced(here.page, () => here.page.evaluate(script));
    expect(answer).toMatchObject({ status: 'time-limit', background });
    expect(longest, within.join(', ')).toBeLessThan(LONG);
  });
});
