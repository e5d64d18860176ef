// What a fit costs: solvers in turns in one process, on data that are loaded already, as ratios.

import * as library from '../../dist/index.js';
import { dataset, fitSync, plantedProblem, type Solver, sparse } from '../../dist/index.js';
import type { Recovery } from './result.js';
import { SOLVERS } from './trial.js';

const TURNS = 11;

/** Medians over problems of the medians over turns, n rows with d columns and s planted weights. */
export function costs(n: number, d: number, s: number, seeds: number): Recovery['cost'] {
  const factories = library as unknown as Record<string, () => Solver>;
  const passes = new Map<string, number[]>(SOLVERS.map((name) => [name, []]));
  const ratios = new Map<string, number[]>(SOLVERS.map((name) => [name, []]));
  for (let seed = 1; seed <= seeds; seed++) {
    const { X, y } = plantedProblem({ n, d, sparsity: s, seed });
    const data = dataset(X, y);
    const constraint = sparse(s);
    const times = new Map<string, number[]>(SOLVERS.map((name) => [name, []]));
    // The first turn warms up.
    for (let turn = -1; turn < TURNS; turn++) {
      for (const name of SOLVERS) {
        const start = performance.now();
        const result = fitSync(data, { constraint, solver: factories[name]() });
        const time = performance.now() - start;
        if (turn >= 0) times.get(name)?.push(time);
        else passes.get(name)?.push(result.passes);
      }
    }
    data.dispose();
    const base = quantile(times.get('projectedGradient') ?? [], 0.5);
    for (const name of SOLVERS) ratios.get(name)?.push(quantile(times.get(name) ?? [], 0.5) / base);
  }
  const median = (values: Map<string, number[]>, name: string, q = 0.5) =>
    quantile(values.get(name) ?? [], q);
  return SOLVERS.map((solver) => ({
    solver,
    passes: median(passes, solver),
    mostPasses: median(passes, solver, 1),
    ofPasses: median(passes, solver) / median(passes, 'projectedGradient'),
    ofTime: median(ratios, solver),
    ofTimeUpper: median(ratios, solver, 0.9),
  }));
}

/** The order statistic nearest to the part q. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.round(q * (sorted.length - 1))];
}
