// The measurements of `npm run bench:recovery`, each a list of trials and what is made of their outcomes.

import { version } from '../../dist/index.js';
import { machine } from '../machine.js';
import { pointsAround } from './curve.js';
import type { TrialPool } from './pool.js';
import type { Recovery } from './result.js';
import { HAS_ROBUST, type Outcome, type RowLaw, type Setting, SOLVERS, SUCCESS } from './trial.js';

const D = 1000;
const BASE = { n: 625, d: D, sparsity: 20, rows: 'gaussian' } as const;
const ROWS: readonly RowLaw[] = ['gaussian', 'rademacher', { ar1: 0.5 }, { shift: 0.5 }, 'scaled'];
const PLACES = ['before', 'after'] as const;

// Where to begin to look for one half, and how far apart to look: near what was measured before.
const CURVES = [
  { sparsity: 20, step: 10, start: { messagePassing: 110, auto: 110, other: 190 } },
  { sparsity: 50, step: 20, start: { messagePassing: 200, auto: 200, other: 360 } },
] as const;

/** All of it; `report` is called after each part. */
export async function measure(
  pool: TrialPool,
  seeds: number,
  report: (line: string) => void,
): Promise<Recovery> {
  const trials = (setting: Omit<Setting, 'seed'>) =>
    pool.run(Array.from({ length: seeds }, (_, k) => ({ ...setting, seed: k + 1 })));
  const count = (outcomes: readonly Outcome[]) =>
    outcomes.filter(({ error }) => error <= SUCCESS).length;

  const curves: Recovery['curves'][number][] = [];
  for (const { sparsity, step, start } of CURVES) {
    for (const solver of SOLVERS) {
      const from = solver in start ? start[solver as keyof typeof start] : start.other;
      const points = await pointsAround(from, step, async (n) => {
        const outcomes = await trials({ ...BASE, n, sparsity, solver });
        return { n, successes: count(outcomes), trials: seeds };
      });
      curves.push({ solver, sparsity, points });
      const shown = points.map(({ n, successes }) => `${n}: ${successes}`).join(', ');
      report(`s = ${sparsity}, ${solver}: right of ${seeds} at n = ${shown}`);
    }
  }

  const rows: Recovery['rows'][number][] = [];
  for (const law of ROWS) {
    for (const solver of SOLVERS) {
      const outcomes = await trials({ ...BASE, rows: law, solver });
      const statuses: Record<string, number> = {};
      for (const { status } of outcomes) statuses[status] = (statuses[status] ?? 0) + 1;
      rows.push({ solver, rows: law, successes: count(outcomes), trials: seeds, statuses });
      report(`${JSON.stringify(law)} rows, ${solver}: ${count(outcomes)} of ${seeds}`);
    }
  }

  const noise: Recovery['noise'][number][] = [];
  for (const place of PLACES) {
    for (const sparsity of [20, 50]) {
      for (const solver of SOLVERS) {
        const outcomes = await trials({ ...BASE, sparsity, noise: place, solver });
        const ratios = outcomes.map(({ error, oracle = NaN }) => error / oracle);
        const [median, upper] = [quantile(ratios, 0.5), quantile(ratios, 0.9)];
        noise.push({ solver, place, sparsity, median, upper });
        report(`noise ${place}, s = ${sparsity}, ${solver}: ${median.toFixed(2)} oracle errors`);
      }
    }
  }

  const runs = new Map<string, Outcome[]>();
  for (const solver of SOLVERS) runs.set(solver, await trials({ ...BASE, solver }));
  const median = (solver: string, of: (outcome: Outcome) => number) =>
    quantile((runs.get(solver) ?? []).map(of), 0.5);
  const cost = SOLVERS.map((solver) => {
    const [passes, time] = [(o: Outcome) => o.passes, (o: Outcome) => o.milliseconds];
    return {
      solver,
      passes: median(solver, passes),
      ofPasses: median(solver, passes) / median('projectedGradient', passes),
      ofTime: median(solver, time) / median('projectedGradient', time),
    };
  });

  const outliers: Recovery['outliers'][number][] = [];
  for (const loss of HAS_ROBUST ? (['leastSquares', 'robust'] as const) : []) {
    const named = loss === 'robust' ? { loss } : {};
    const setting = { ...BASE, ...named, outliers: 0.05, solver: 'projectedGradient' };
    outliers.push({ loss, successes: count(await trials(setting)), trials: seeds });
  }
  return { version, machine: machine(), seeds, d: D, curves, rows, noise, cost, outliers };
}

function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.round(q * (sorted.length - 1))];
}
