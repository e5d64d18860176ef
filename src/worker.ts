// The program of a background worker: the library, asked by messages. It is bundled into dist/worker.js (`relufit/worker`)
// and, as text, into background/program.generated.ts; without the kernels, which it is sent. Started by an engine, the
// same program serves as one of its threads.

import {
  type Calls,
  type Greeting,
  type Reply,
  type Request,
  type SentOptions,
  sentError,
} from './background/calls.js';
import { constraintOf } from './constraints/recipe.js';
import { Dataset } from './dataset.js';
import type { Start } from './engine/command.js';
import type { Computing, Vector } from './engine/engine.js';
import { type OpenData, openData } from './engine/open-data.js';
import { takeWorkerSource } from './engine/open-worker.js';
import { endWorkers } from './engine/pool-worker.js';
import { serve } from './engine/worker.js';
import { type ExperimentName, runnerOf } from './experiments/experiments.js';
import { fit } from './fit.js';
import { init } from './init.js';
import { takeSentKernels } from './kernels/sent-kernels.js';
import { builtin } from './platform.js';
import type { Numbers } from './problem/dataset.js';
import { arrayRows } from './problem/row-source.js';
import { lossOf, solverOf, stepSizeOf } from './recipes.js';
import { version } from './version.js';

/** Datasets whose rows are on their way. */
const opened = new Map<number, OpenData>();
const datasets = new Map<number, Dataset>();
const fits = new Map<number, AbortController>();
const workspaces = new Map<
  number,
  { computing: Computing; w: Vector; g: Vector; several: Vector[][] }
>();

type Answers = {
  [K in keyof Calls]: (
    ...args: Parameters<Calls[K]>
  ) => ReturnType<Calls[K]> | Promise<ReturnType<Calls[K]>>;
};

const answers: Answers = {
  start(kernels, lock) {
    takeSentKernels(kernels);
    return hold(lock);
  },

  threads: (count) => init({ threads: count }),

  open(id, shape, engine, threads) {
    opened.set(id, openData(shape, { engine, threads, mayStart: true }));
  },

  rows(id, begin, block) {
    const { data } = existing(opened, id);
    const { rows, columns, precision } = data;
    const source = arrayRows(block, { rows, columns, precision }, begin);
    data.fill(source, begin, begin + block.length / columns);
  },

  async load(id, y) {
    const dataset = new Dataset(existing(opened, id), y, { mayStart: true });
    opened.delete(id);
    datasets.set(id, dataset);
    await dataset.ready;
    return { engine: dataset.engine, moments: dataset.moments };
  },

  async fit(id, number, options) {
    const controller = new AbortController();
    fits.set(number, controller);
    if (options.aborted) controller.abort();
    try {
      return await fit(existing(datasets, id), {
        ...received(options),
        signal: controller.signal,
      });
    } finally {
      fits.delete(number);
    }
  },

  abort: (number) => fits.get(number)?.abort(),

  workspace(id, number, options) {
    const computing = existing(datasets, id).loaded.workspace(options);
    const [w, g] = computing.allocate(2);
    workspaces.set(number, { computing, w, g, several: [] });
  },

  async gradient(number, iterate, range) {
    const { computing, w, g } = existing(workspaces, number);
    w.array.set(iterate);
    const objective = await computing.gradient(w, g, range);
    return { objective, g: g.array.slice() };
  },

  objective(number, iterate) {
    const { computing, w } = existing(workspaces, number);
    w.array.set(iterate);
    return computing.objective(w);
  },

  latent(number, iterate, range) {
    const { computing, w } = existing(workspaces, number);
    w.array.set(iterate);
    return computing.latent(w, range);
  },

  async gradients(number, iterates, folds) {
    const { computing, several } = existing(workspaces, number);
    while (several.length < iterates.length) several.push(computing.allocate(2));
    const used = several.slice(0, iterates.length);
    const [ws, gs] = [used.map(([w]) => w), used.map(([, g]) => g)];
    ws.forEach((w, k) => {
      w.array.set(iterates[k]);
    });
    const objectives = await computing.gradients(ws, gs, folds);
    return { objectives, gs: gs.map(({ array }) => array.slice() as Numbers) };
  },

  async adjoint(number, weights, range) {
    const { computing, g } = existing(workspaces, number);
    await computing.adjoint(weights, g, range);
    return g.array.slice() as Numbers;
  },

  gram: (number, columns, weights, target) =>
    existing(workspaces, number).computing.gram(columns, weights, target),

  trials(experiment, setting, addresses) {
    const run = runnerOf(experiment as ExperimentName, setting);
    return addresses.flatMap((address) => [...run(address)]);
  },

  release(number) {
    existing(workspaces, number).computing.release();
    workspaces.delete(number);
  },

  dispose(id) {
    opened.get(id)?.data.dispose();
    opened.delete(id);
    datasets.get(id)?.dispose();
    datasets.delete(id);
  },

  end: endWorkers,
};

function received({ aborted: _, constraint, loss, solver, stepSize, ...rest }: SentOptions) {
  return {
    ...rest,
    constraint: constraintOf(constraint),
    loss: lossOf(loss),
    solver: solverOf(solver),
    stepSize: stepSizeOf(stepSize),
  };
}

function existing<T>(map: Map<number, T>, id: number): T {
  const found = map.get(id);
  if (found === undefined) throw new Error(`a call to ${id}, which is not there`);
  return found;
}

/** Holds the lock until this worker ends; false where none can be had. */
function hold(lock: string): Promise<boolean> {
  const locks = node === undefined ? globalThis.navigator?.locks : undefined;
  if (locks === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const never = new Promise(() => {});
    locks
      .request(lock, () => {
        resolve(true);
        return never;
      })
      .catch(() => resolve(false));
  });
}

async function answer([id, name, args]: Request): Promise<Reply> {
  try {
    const call = answers[name] as (...args: unknown[]) => unknown;
    return { id, value: await call(...args) };
  } catch (error) {
    return { id, error: sentError(error) };
  }
}

const node = builtin('node:worker_threads')?.parentPort ?? undefined;

async function receive(message: Request | Start): Promise<void> {
  if ('memory' in message) serve(message);
  else post(await answer(message));
}

function post(message: Greeting | Reply): void {
  if (node !== undefined) node.postMessage(message);
  else (globalThis as unknown as { postMessage(message: unknown): void }).postMessage(message);
}

if (node !== undefined) node.on('message', receive);
else {
  globalThis.onmessage = ({ data }: MessageEvent<Request | Start>) => receive(data);
  // A page that may not start workers from text may not do so here either: threads have this program.
  if (!location.protocol.startsWith('blob')) takeWorkerSource(location.href);
}
post({ relufit: version });
