// Contestants of a group run in turns in one process, so that what disturbs the machine disturbs all of them; what is
// reported is a median over turns and, against the first contestant, the median and spread of the ratios turn by turn.

import { performance } from 'node:perf_hooks';

export interface Contestant {
  readonly engine: string;
  readonly run: () => void;
}

export interface Row {
  readonly group: string;
  readonly name: string;
  readonly shape: string;
  readonly engine: string;
  readonly medianNs: number;
  readonly p10Ns: number;
  readonly p90Ns: number;
  readonly iterations: number;
  /** Time over that of the group's first contestant in the same turn: median, 10th and 90th percentile. */
  readonly ratio: number;
  readonly ratioP10: number;
  readonly ratioP90: number;
}

const TURNS = 31;
const TURN_MS = 12;
const WARM_UP_MS = 150;

export function compare(
  where: { group: string; name: string; shape: string },
  contestants: readonly Contestant[],
): Row[] {
  const repeats = contestants.map(warmUp);
  const times = contestants.map(() => [] as number[]);
  for (let turn = 0; turn < TURNS; turn++) {
    // Each turn starts with another contestant, so that nobody always follows the same one.
    for (let k = 0; k < contestants.length; k++) {
      const index = (k + turn) % contestants.length;
      const start = performance.now();
      for (let r = 0; r < repeats[index]; r++) contestants[index].run();
      times[index].push(((performance.now() - start) * 1e6) / repeats[index]);
    }
  }
  return contestants.map(({ engine }, index) => {
    const ratios = times[index].map((time, turn) => time / times[0][turn]);
    return {
      ...where,
      engine,
      medianNs: quantile(times[index], 0.5),
      p10Ns: quantile(times[index], 0.1),
      p90Ns: quantile(times[index], 0.9),
      iterations: repeats[index] * TURNS,
      ratio: quantile(ratios, 0.5),
      ratioP10: quantile(ratios, 0.1),
      ratioP90: quantile(ratios, 0.9),
    };
  });
}

// Runs until V8 has had its time to optimise, and answers how many runs fill a turn.
function warmUp({ run }: Contestant): number {
  const start = performance.now();
  let runs = 0;
  while (performance.now() - start < WARM_UP_MS) {
    run();
    runs++;
  }
  return Math.max(1, Math.round((runs * TURN_MS) / (performance.now() - start)));
}

function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.round(q * (sorted.length - 1))];
}
