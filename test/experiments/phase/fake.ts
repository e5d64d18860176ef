import { uniformWords } from '../../../src/data/sampling.js';
import { Grid } from '../../../src/experiments/phase/grid.js';
import type {
  PhaseAddress,
  PhaseCoordinates,
  PhasePlan,
  PhaseRecord,
  PhaseResult,
} from '../../../src/index.js';

/** Records of trials that nobody ran: a success with the probability that a curve gives. */
export function faker(
  plan: PhasePlan,
  curve: (place: PhaseCoordinates) => number,
  seed = 0,
): (address: PhaseAddress) => PhaseRecord {
  const grid = new Grid(plan.options);
  return ({ cell, trial }) => {
    const place = grid.coordinates(cell);
    const [first, second] = uniformWords(new Uint32Array(4), seed, 99, trial, cell);
    const success = first / 2 ** 32 < curve(place);
    const axes = Object.fromEntries(grid.axes.map(({ name }) => [name, place[name]]));
    const error = success ? 1e-12 * (1 + second / 2 ** 32) : 1 + second / 2 ** 32;
    const iterations = 1 + (second % 50);
    return {
      ...{ cell, trial, ...axes, success, error, iterations, passes: iterations + 0.25 },
      status: 'converged',
    };
  };
}

/** Runs a plan to its end with such records; says how many rounds there were. */
export function finish(
  plan: PhasePlan,
  record: (address: PhaseAddress) => PhaseRecord,
  order: (addresses: PhaseAddress[]) => PhaseAddress[] = (addresses) => addresses,
): { rounds: number; result: PhaseResult } {
  for (let rounds = 0; ; rounds++) {
    const addresses = plan.remaining();
    if (addresses.length === 0) return { rounds, result: plan.result() };
    for (const address of order(addresses)) plan.add(record(address));
  }
}

/** A shuffle that a seed fixes. */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const out = list.slice();
  const words = new Uint32Array(4);
  for (let i = out.length - 1; i > 0; i--) {
    const j = uniformWords(words, seed, 98, 0, i)[0] % (i + 1);
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}
