import { afterEach, describe, expect, test, vi } from 'vitest';
import { program } from '../../src/background/program.generated.js';
import {
  custom,
  dataset,
  type FitOptions,
  fit,
  init,
  plantedProblem,
  sparse,
  totalVariationBall,
} from '../../src/index.js';
import { expectRejection } from '../support/errors.js';

const isPage = typeof document !== 'undefined';
const { X, y } = plantedProblem({ n: 400, d: 300, sparsity: 4, seed: 1 });
const endless: FitOptions = {
  constraint: totalVariationBall(1),
  tolerance: 0,
  maxIterations: 1e9,
  background: true,
};
const line = custom({
  name: 'line',
  project: (v) => v.map((_, j) => v[j % 2]),
  contains: () => true,
  convex: true,
});

/** A worker that runs the text, to be ended behind the library's back. */
function started(text: string) {
  const node = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  if (node) return new node.Worker(text, { eval: true }) as unknown as Worker;
  return new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
}

const handles: Worker[] = [];
const own = () => {
  const worker = started(program);
  handles.push(worker);
  return worker;
};
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function killAll(): Promise<void> {
  await Promise.all(handles.splice(0).map((handle) => handle.terminate()));
}

afterEach(killAll);

const works = async () => {
  await init({ worker: own });
  const result = await fit(X, y, { constraint: sparse(4), background: true });
  expect(result.status).toBe('converged');
};

describe('a worker that is ended rejects all that waits for it', () => {
  test.each<[string, Partial<FitOptions>]>([
    ['whole fits', {}],
    ['onIteration', { onIteration() {} }],
    ['a set of functions', { constraint: line }],
  ])('in the middle of a fit: %s', async (_, extra) => {
    await init({ worker: own });
    const data = dataset(X, y, { background: true });
    await data.ready;
    const running = [1, 2].map(() => fit(data, { ...endless, ...extra }));
    const outcomes = Promise.all(running.map((run) => expectRejection(() => run, 'WORKER_FAILED')));
    await pause(30);
    await killAll();
    await outcomes;
    // What it held is gone; a new worker serves what is loaded anew.
    await expectRejection(() => fit(data, { constraint: sparse(1) }), 'WORKER_FAILED');
    data.dispose();
    await works();
  });

  test('while X is loaded', async () => {
    await init({ worker: own });
    const large = plantedProblem({ n: 3000, d: 1024, sparsity: 4, seed: 1, precision: 'f32' });
    const data = dataset(large.X, large.y, { background: true });
    const loading = expectRejection(async () => data.ready, 'WORKER_FAILED');
    await killAll();
    await loading;
    data.dispose();
    await works();
  });

  test('while it is idle', async () => {
    await init({ worker: own });
    await killAll();
    await pause(50);
    await works();
  });

  test('by itself, when it is asked for a fit', async () => {
    const text = `${program};
      const fail = (request) => {
        if (request[1] === 'fit') setTimeout(() => { throw new Error('out of order'); });
      };
      if (typeof require === 'function') require('node:worker_threads').parentPort.on('message', fail);
      else addEventListener('message', ({ data }) => fail(data));`;
    await init({ worker: () => started(text) });
    await expectRejection(() => fit(X, y, endless), 'WORKER_FAILED', 'out of order');
    await works();
  });
});

describe('a worker that does not start', () => {
  const broken: [string, () => Worker][] = [
    ['a script that throws', () => started("throw new Error('out of order')")],
    ['another version', () => started(program.replace(/relufit:[\w$]+/, "relufit:'0.0.0'"))],
    [
      'a function that throws',
      () => {
        throw new Error('forbidden');
      },
    ],
    ['a function that answers nothing', () => undefined as unknown as Worker],
  ];

  test('one that says what relufit does not', async () => {
    for (const word of ["'ready'", 'null', '7', '[]']) {
      const say = `postMessage(${word})`;
      const text = isPage ? say : `require('node:worker_threads').parentPort.${say}`;
      const failing = () => init({ worker: () => started(text) });
      await expectRejection(failing, 'WORKER_FAILED', "not relufit's");
    }
    await works();
  });

  test('shows while the workers before it are at work, which end with it', async () => {
    await works();
    const busy = Array.from({ length: 9 }, () => dataset(X, y, { background: true }));
    await Promise.all(busy.map(({ ready }) => ready));
    const worker = new URL('nowhere.js', isPage ? location.href : import.meta.url);
    await expectRejection(() => init({ worker }), 'WORKER_FAILED');
    for (const data of busy) {
      expect((await fit(data, { constraint: sparse(4) })).status).toBe('converged');
      data.dispose();
    }
  });

  test.each(broken)('%s', async (_, worker) => {
    await works();
    await expectRejection(() => init({ worker }), 'WORKER_FAILED');
    // What was before goes on.
    const result = await fit(X, y, { constraint: sparse(4), background: true });
    expect(result.engine.background).toBe(true);
  });

  test('a script that is not there', async () => {
    const worker = new URL('nowhere.js', isPage ? location.href : import.meta.url);
    await expectRejection(() => init({ worker }), 'WORKER_FAILED');
    await expectRejection(() => init({ worker: worker.href }), 'WORKER_FAILED');
  });

  test('a script that says nothing', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const silent = isPage ? 'onmessage = () => {}' : 'setInterval(() => {}, 1000)';
    const failing = expectRejection(
      () => init({ worker: () => started(silent) }),
      'WORKER_FAILED',
      'said nothing for 30 s',
    );
    await vi.advanceTimersByTimeAsync(30_000);
    vi.useRealTimers();
    await failing;
  });

  test.each([[7], [null], [{}], ['']])('init({ worker: %j })', async (worker) => {
    await expectRejection(
      () => init({ worker: worker as never }),
      worker === '' ? 'WORKER_FAILED' : 'INVALID_ARGUMENT',
    );
  });
});
