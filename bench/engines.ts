// Our own engines at a gradient and at a projection: the one place where the bench reaches below the public names,
// because a fit is more than those.

import type { Engine, LoadedData, Vector, Workspace } from '../dist/engine/engine.js';
import { threadsEngine } from '../dist/engine/memories.js';
import { referenceEngine } from '../dist/engine/reference.js';
import { wasmEngine } from '../dist/engine/wasm.js';
import { type Constraint, sparse } from '../dist/index.js';
import { rowSource } from '../dist/problem/row-source.js';
import { local } from '../lab/src/bench/turns.js';
import type { Checked } from './compare.js';
import type { BenchProblem, Numbers } from './problem.js';

interface Loaded {
  readonly workspace: Workspace;
  readonly dispose: () => void;
}

function open(
  engine: Engine,
  { X, y, n, d, precision }: Omit<BenchProblem, 'sparsity'>,
): LoadedData {
  const data = engine.open({ rows: n, columns: d, precision });
  data.fill(rowSource({ data: X, rows: n, columns: d }), 0, n);
  data.setTarget(y);
  return data;
}

async function load(engine: Engine, problem: BenchProblem): Promise<Loaded> {
  const data = open(engine, problem);
  await data.ready;
  const workspace = data.workspace({ alpha: 0, intercept: false });
  const dispose = () => {
    workspace.release();
    data.dispose();
  };
  return { workspace, dispose };
}

const ENGINES = { wasm: wasmEngine, reference: referenceEngine };

export const wasm = (problem: BenchProblem, iterate: Numbers) =>
  gradient('wasm', wasmEngine, problem, iterate);

export const reference = (problem: BenchProblem, iterate: Numbers) =>
  gradient('reference', referenceEngine, problem, iterate);

/** With its rows on so many threads; one is the calling thread alone. */
export const threads = (count: number, problem: BenchProblem, iterate: Numbers) =>
  gradient(`threads=${count}`, threadsEngine(count), problem, iterate);

async function gradient(
  name: string,
  engine: Engine,
  problem: BenchProblem,
  iterate: Numbers,
): Promise<Checked> {
  const { workspace, dispose } = await load(engine, problem);
  const [w, g] = workspace.allocate(2);
  w.array.set(iterate);
  const run = () => {
    workspace.gradient(w, g);
  };
  return {
    ...local(name, run),
    answer() {
      run();
      return g.array.slice();
    },
    dispose,
  };
}

// Steps of the paper's fit whose gradients are timed.
const STEPS = 20;

/**
 * The mean gradient of the first steps of the paper's fit, what it costs to follow the support included: each run starts
 * with a new workspace.
 */
export function gradientOverFit(problem: BenchProblem): Checked {
  const data = open(wasmEngine, problem);
  const constraint = sparse(problem.sparsity);
  return {
    name: 'wasm',
    block(runs) {
      let nanoseconds = 0;
      const fits = Math.ceil(runs / STEPS);
      for (let k = 0; k < fits; k++) {
        const workspace = data.workspace({ alpha: 0, intercept: false });
        let [w, g, next] = workspace.allocate(3);
        for (let t = 0; t < STEPS; t++) {
          const start = performance.now();
          workspace.gradient(w, g);
          nanoseconds += (performance.now() - start) * 1e6;
          workspace.step(w, g, t === 0 ? 2 : 1, next);
          workspace.project(next, constraint);
          [w, next] = [next, w] as [Vector, Vector];
        }
        workspace.release();
      }
      return (nanoseconds * runs) / (fits * STEPS);
    },
    dispose: () => data.dispose(),
  };
}

/** The set's kernel, or its own TypeScript; the vector is copied first each time, since a projection is in place. */
export function projectionBy(
  name: 'wasm' | 'reference',
  set: Constraint,
  v: Float64Array,
): Checked {
  const columns = v.length;
  const data = ENGINES[name].open({ rows: 1, columns, precision: 'f64' });
  const workspace = data.workspace({ alpha: 0, intercept: false });
  const [vector] = workspace.allocate(1);
  const run = () => {
    vector.array.set(v);
    workspace.project(vector, set);
  };
  return {
    ...local(name, run),
    answer() {
      run();
      return vector.array.slice(0, columns);
    },
    dispose() {
      workspace.release();
      data.dispose();
    },
  };
}
