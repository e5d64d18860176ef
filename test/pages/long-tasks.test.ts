import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BrowserPage, openPage } from '../support/browser-page.js';
import { ISOLATED } from '../support/static-server.js';

// A machine that does other things at the same time makes every task long on the clock: what counts is what the thread
// itself did, which a trace has beside it.
const LONG = 50;

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

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  /** Microseconds on the clock, and of the thread. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

describe.each([
  ['isolated', ISOLATED],
  ['plain', {}],
] as const)('in a page that is %s', (_, headers) => {
  let here: BrowserPage;
  beforeAll(async () => {
    here = await openPage(program, headers);
  });
  afterAll(() => here.close());

  /** Milliseconds of the longest task on the page's thread while the script ran, and what it answered. */
  async function traced<T>(
    script: string,
  ): Promise<{ longest: number; within: string[]; answer: T }> {
    const path = join(tmpdir(), `relufit-trace-${process.pid}-${Math.random()}.json`);
    const { browser, page } = here;
    // What making the data left behind is not the fit's to clean up.
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    await session.detach();
    await browser.startTracing(page, {
      path,
      categories: [
        'toplevel',
        'disabled-by-default-devtools.timeline',
        'devtools.timeline',
        '__metadata',
      ],
    });
    // Tracing has begun in the page's own process once it sees a task.
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 200))');
    const answer = (await page.evaluate(script)) as T;
    await browser.stopTracing();
    const { traceEvents } = JSON.parse(readFileSync(path, 'utf8')) as { traceEvents: TraceEvent[] };
    const pages = traceEvents.filter(
      ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
    );
    const onPage = traceEvents.filter(
      ({ pid, tid, tdur }) =>
        tdur !== undefined && pages.some((main) => main.pid === pid && main.tid === tid),
    );
    const top = onPage.reduce((a, b) => ((a.tdur ?? 0) > (b.tdur ?? 0) ? a : b));
    // What the longest task did, for whoever reads that it was too long.
    const within = onPage
      .filter(
        ({ ts, tdur }) => ts >= top.ts && ts <= top.ts + (top.dur ?? 0) && (tdur ?? 0) > 10_000,
      )
      .map(({ name, tdur }) => `${name} ${(tdur ?? 0) / 1000} ms`);
    return { longest: (top.tdur ?? 0) / 1000, within, answer };
  }

  test('a long task is seen', async () => {
    const { longest } = await traced('busy()');
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
    const { longest, within, answer } = await traced<object>(script);
    expect(answer).toMatchObject({ status: 'time-limit', background });
    expect(longest, within.join(', ')).toBeLessThan(LONG);
  });
});
