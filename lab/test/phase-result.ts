import { type PhaseOptions, type PhaseResult, phasePlan } from 'relufit';

type Coordinates = Record<string, unknown> & { n: number; sparsity: number; noise: number };

/** What a trial comes to; error 1 where it does not succeed, 1e-10 where it does, unless it is given. */
export type Outcome = (at: Coordinates, trial: number) => boolean | { error: number };

// The axes as they are numbered: n changes fastest.
const ORDER = ['constraint', 'solver', 'rows', 'observation', 'noise', 'd', 'sparsity', 'n'];

/** A result of trials that were not run, but come to what a test wants. */
export function resultOf(options: PhaseOptions, outcome: Outcome, rounds = Infinity): PhaseResult {
  const plan = phasePlan(options);
  const setting = plan.options as unknown as Record<string, unknown>;
  const lists = ORDER.map((name) => {
    const value = setting[name];
    if (name !== 'n' || typeof value !== 'object' || Array.isArray(value)) return [value].flat();
    const { from, to } = value as { from: number; to: number };
    return Array.from({ length: to - from + 1 }, (_, k) => from + k);
  });
  for (let round = 0; round < rounds; round++) {
    const addresses = plan.remaining();
    if (addresses.length === 0) break;
    for (const { cell, trial } of addresses) {
      let rest = cell;
      const at: Record<string, unknown> = {};
      const axes: Record<string, unknown> = {};
      for (let k = ORDER.length - 1; k >= 0; k--) {
        at[ORDER[k]] = lists[k][rest % lists[k].length];
        if (lists[k].length > 1) axes[ORDER[k]] = at[ORDER[k]];
        rest = Math.floor(rest / lists[k].length);
      }
      const came = outcome(at as Coordinates, trial);
      const error = typeof came === 'object' ? came.error : came ? 1e-10 : 1;
      const success = typeof came === 'object' ? error <= plan.options.threshold : came;
      const record = { cell, trial, ...axes, success, error, iterations: 7, passes: 9.5 };
      plan.add({ ...record, status: 'converged' });
    }
  }
  return plan.result();
}

/** Half of ten trials at n = 10 s, and ever more above. */
export const rising: Outcome = ({ n, sparsity }, trial) => trial < (5 * n) / (10 * sparsity);
