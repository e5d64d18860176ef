// Contestants run in turns in one process, so that what disturbs the machine disturbs all of them; what is reported is
// a median over turns and, against the first contestant, the median and spread of the ratios turn by turn.

export interface Contestant {
  readonly name: string;
  /** Runs so many times and answers the nanoseconds that all of them took. */
  readonly block: (runs: number) => number | Promise<number>;
}

export interface Timed {
  readonly name: string;
  /** Nanoseconds of a run, turn by turn. */
  readonly times: number[];
  /** How often it ran in those turns. */
  readonly iterations: number;
}

export interface Pace {
  readonly turns: number;
  /** How long one contestant's turn should take; a run that takes longer is a turn by itself. */
  readonly turnMs: number;
  readonly warmUpMs: number;
  /** What all turns together may take; there are fewer, but FEWEST_TURNS, where they would take longer. */
  readonly mostMs?: number;
}

const FEWEST_TURNS = 7;

export interface Spread {
  readonly medianNs: number;
  readonly p10Ns: number;
  readonly p90Ns: number;
  /** Time over that of the first contestant in the same turn: median, 10th and 90th percentile. */
  readonly ratio: number;
  readonly ratioP10: number;
  readonly ratioP90: number;
}

/** A contestant that is a function of this process. */
export function local(name: string, run: () => void): Contestant {
  return {
    name,
    block(runs) {
      const start = performance.now();
      for (let k = 0; k < runs; k++) run();
      return (performance.now() - start) * 1e6;
    },
  };
}

/** A contestant whose runs are waited for, one after the other. */
export function awaited(name: string, run: () => Promise<unknown>): Contestant {
  return {
    name,
    async block(runs) {
      const start = performance.now();
      for (let k = 0; k < runs; k++) await run();
      return (performance.now() - start) * 1e6;
    },
  };
}

export async function inTurns(contestants: readonly Contestant[], pace: Pace): Promise<Timed[]> {
  const warm: { runs: number; turnNs: number }[] = [];
  for (const contestant of contestants) warm.push(await warmUp(contestant, pace));
  const turns = turnsOf(
    pace,
    warm.reduce((sum, { turnNs }) => sum + turnNs, 0),
  );
  const times = contestants.map(() => [] as number[]);
  for (let turn = 0; turn < turns; turn++) {
    // Each turn starts with another contestant, so that nobody always follows the same one.
    for (let k = 0; k < contestants.length; k++) {
      const index = (k + turn) % contestants.length;
      const { runs } = warm[index];
      times[index].push((await contestants[index].block(runs)) / runs);
    }
  }
  return contestants.map(({ name }, index) => {
    return { name, times: times[index], iterations: warm[index].runs * turns };
  });
}

// Runs until V8 has had its time to optimise, and answers how many runs fill a turn and how long they take.
async function warmUp({ block }: Contestant, { turnMs, warmUpMs }: Pace) {
  const end = performance.now() + warmUpMs;
  const filling = (nanoseconds: number, runs: number) =>
    Math.max(1, Math.round((runs * turnMs * 1e6) / Math.max(nanoseconds, 1)));
  let runs = 1;
  let nanoseconds = await block(runs);
  while (performance.now() < end) {
    runs = filling(nanoseconds, runs);
    nanoseconds = await block(runs);
  }
  const each = nanoseconds / runs;
  runs = filling(nanoseconds, runs);
  return { runs, turnNs: runs * each };
}

function turnsOf({ turns, mostMs = Infinity }: Pace, turnNs: number): number {
  const affordable = Math.floor((mostMs * 1e6) / turnNs);
  return Math.min(turns, Math.max(FEWEST_TURNS, affordable));
}

/** Of times measured in the same turns as those of the first contestant. */
export function spreadOf(times: readonly number[], first: readonly number[]): Spread {
  const ratios = times.map((time, turn) => time / first[turn]);
  return {
    medianNs: quantile(times, 0.5),
    p10Ns: quantile(times, 0.1),
    p90Ns: quantile(times, 0.9),
    ratio: quantile(ratios, 0.5),
    ratioP10: quantile(ratios, 0.1),
    ratioP90: quantile(ratios, 0.9),
  };
}

/** The value nearest to the q-quantile. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.round(q * (sorted.length - 1))];
}
