import { afterAll, beforeAll, expect, test } from 'vitest';
import { constraintToJSON, plantedProblem, sparse, wholeSpace } from '../../src/index.js';
import { type Started, started } from './started.js';

const constraint = constraintToJSON(sparse(8));
const [small, large] = [
  { n: 250, d: 400 },
  { n: 300, d: 1000 },
].map(({ n, d }) => {
  const { X, y, planted } = plantedProblem({ n, d, sparsity: 8, seed: 1 });
  const rows = Array.from({ length: n }, (_, i) =>
    Array.from(X.data.subarray(i * d, (i + 1) * d) as Float64Array),
  );
  return { X: rows, y: Array.from(y), planted };
});
/** Goes on until its time is up. */
const long = (timeLimit: number) => ({
  X: large.X,
  y: large.y,
  constraint,
  options: { tolerance: 0, maxIterations: 1_000_000, timeLimit },
});

let server: Started;
beforeAll(async () => {
  server = await started('express/server.mjs', { MOST_FITS: '1' });
});
afterAll(async () => {
  expect(await server.end()).toBe(0);
});

async function post(path: string, body: unknown, signal?: AbortSignal) {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal,
  });
  return { status: response.status, body: await response.json() };
}

const fits = async (): Promise<number> =>
  (await (await fetch(`${server.url}/health`)).json()).fits as number;

async function untilFits(count: number): Promise<void> {
  while ((await fits()) !== count) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('fits, and predicts by the model', async () => {
  const { X, y, planted } = small;
  const { status, body } = await post('/fit', { X, y, constraint });
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'converged', engine: { background: true } });
  expect(Math.hypot(...planted.map((w, j) => w - body.model.weights[j]))).toBeLessThan(1e-6);
  const predicted = await post('/predict', { model: body.model, X: X.slice(0, 5) });
  expect(predicted.status).toBe(200);
  for (let i = 0; i < 5; i++) expect(predicted.body.predictions[i]).toBeCloseTo(y[i], 8);
});

const { X, y } = { X: [[1, 2]], y: [1] };
test.each([
  ['no JSON', '/fit', '{', 400, 'INVALID_BODY'],
  ['a list', '/fit', [], 400, 'INVALID_ARGUMENT'],
  ['rows of two lengths', '/fit', { X: [[1, 2], [1]], y, constraint }, 400, 'INVALID_SHAPE'],
  ['no X', '/fit', { y, constraint }, 400, 'INVALID_SHAPE'],
  ['a text among numbers', '/fit', { X: [['a', 2]], y, constraint }, 400, 'NOT_FINITE'],
  ['a y too many', '/fit', { X, y: [1, 2], constraint }, 400, 'INVALID_SHAPE'],
  ['no such set', '/fit', { X, y, constraint: { name: 'none' } }, 400, 'INVALID_CONSTRAINT'],
  ['a set too large', '/fit', { X, y, constraint }, 400, 'INVALID_CONSTRAINT'],
  [
    'an option of the server',
    '/fit',
    { X, y, constraint, options: { background: false } },
    400,
    'INVALID_ARGUMENT',
  ],
  [
    'too many iterations',
    '/fit',
    { X, y, constraint, options: { maxIterations: 1e7 } },
    413,
    'TOO_LARGE',
  ],
  ['too many numbers', '/fit', { X: [new Array(1_000_001).fill(0)], y }, 413, 'TOO_LARGE'],
  ['too many bytes', '/fit', ' '.repeat(17_000_000), 413, 'TOO_LARGE'],
  ['a model without weights', '/predict', { model: {}, X }, 400, undefined],
  ['no path', '/none', {}, 404, 'NOT_FOUND'],
] as const)('refuses %s', async (_, path, body, status, code) => {
  const answer = await post(path, body);
  expect([answer.status, answer.body.code]).toEqual([status, code ?? expect.any(String)]);
  expect(answer.body.message).toEqual(expect.any(String));
  expect(await fits()).toBe(0);
});

test('answers while a fit runs, and turns a second one away', async () => {
  let isDone = false;
  const fit = post('/fit', long(2000)).finally(() => {
    isDone = true;
  });
  await untilFits(1);
  for (let k = 0; k < 5; k++) expect(await fits()).toBe(1);
  const busy = await post('/fit', { X, y, constraint });
  expect([busy.status, busy.body.code]).toEqual([503, 'BUSY']);
  expect(isDone).toBe(false);
  expect(await fit).toMatchObject({ status: 200, body: { status: 'time-limit' } });
});

test('a client that goes away frees the worker', async () => {
  const controller = new AbortController();
  // Its steps are not sparse, so that only its time limit would end it, after this test's.
  const dense = { ...long(30_000), constraint: constraintToJSON(wholeSpace()) };
  const fit = post('/fit', dense, controller.signal);
  await untilFits(1);
  controller.abort();
  await expect(fit).rejects.toThrow();
  await untilFits(0);
  const { body } = await post('/fit', { X: small.X, y: small.y, constraint });
  expect(body.status).toBe('converged');
}, 15_000);

test('a signal ends it: fits answer with what they have, then it exits', async () => {
  const other = await started('express/server.mjs', { GRACE: '200' });
  const fit = fetch(`${other.url}/fit`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(long(30_000)),
  });
  while ((await (await fetch(`${other.url}/health`)).json()).fits === 0);
  const ended = other.end();
  const response = await fit;
  expect([response.status, (await response.json()).status]).toEqual([200, 'aborted']);
  expect(await ended).toBe(0);
});
