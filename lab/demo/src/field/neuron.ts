// A neuron's experiment: it sees white noise and answers with spikes at the rate max(0, ⟨w, x⟩), w its receptive field,
// SPACE places × TIME steps back.

import { type Constraint, lowRank, plantedProblem, sparse } from 'relufit';

export const SPACE = 20;
export const TIME = 16;
export const SIZE = SPACE * TIME;
/** The most stimuli shown. */
export const MOST = 1600;
/** A batch between two looks at the fields. */
export const BATCH = 40;

export interface FieldChoice {
  readonly name: string;
  readonly label: string;
  readonly known: string;
  readonly constraint: () => Constraint;
  /** Row-major, a row a place, a column a time; any length. */
  readonly shape: (place: number, time: number) => number;
}

const bell = (x: number, width: number) => Math.exp(-((x / width) ** 2) / 2);

/** Of a surround that a centre stands in. */
const centreSurround = (place: number) => bell(place - 9.5, 2) - 0.45 * bell(place - 9.5, 5);

/** An answer, then a rebound. */
const biphasic = (time: number) => bell(time - 4, 1.6) - 0.6 * bell(time - 9, 2.4);

export const FIELDS: readonly FieldChoice[] = [
  {
    name: 'separable',
    label: 'centre and surround',
    known: 'that space and time separate: a matrix of rank 1',
    constraint: () => lowRank({ rows: SPACE, columns: TIME, rank: 1 }),
    shape: (place, time) => centreSurround(place) * biphasic(time),
  },
  {
    name: 'moving',
    label: 'a moving edge',
    known: 'that it is a matrix of rank 2',
    constraint: () => lowRank({ rows: SPACE, columns: TIME, rank: 2 }),
    // cos(a − b) = cos a cos b + sin a sin b: two products of space and time.
    shape: (place, time) =>
      bell(place - 9.5, 4) *
      bell(time - 6.5, 3.2) *
      Math.cos(0.75 * (place - 9.5) - 0.8 * (time - 6.5)),
  },
  {
    name: 'sparse',
    label: 'a small spot',
    known: 'that at most 16 of the 320 weights are not zero',
    constraint: () => sparse(16),
    shape: (place, time) =>
      place >= 8 && place < 12 && time >= 4 && time < 8 ? (time < 6 ? 1 : -0.7) * (place - 6) : 0,
  },
];

export const SPIKES = [
  ['exact', 'the rate itself'],
  ['noisy', 'the rate with Gaussian noise'],
  ['counts', 'spike counts (Poisson)'],
] as const;

export type Spikes = (typeof SPIKES)[number][0];

export interface Recording {
  readonly field: Float64Array;
  /** Row-major, a row a stimulus. */
  readonly stimuli: Float64Array;
  readonly spikes: Float64Array;
}

const NOISE = 0.2;
// Mean spikes at rate 1.
const GAIN = 4;

/** All MOST stimuli and what the neuron answers. */
export function record(choice: FieldChoice, kind: Spikes, seed: number): Recording {
  const shaped = Float64Array.from({ length: SIZE }, (_, k) =>
    choice.shape(Math.floor(k / TIME), k % TIME),
  );
  const norm = Math.hypot(...shaped);
  const field = shaped.map((value) => value / norm);
  const noise = kind === 'noisy' ? NOISE : 0;
  const { X, y } = plantedProblem({ n: MOST, d: SIZE, planted: field, seed, noise });
  const uniform = uniforms(seed);
  const spikes = Float64Array.from(y, (rate) =>
    kind === 'counts' ? poisson(GAIN * rate, uniform) / GAIN : rate,
  );
  return { field, stimuli: X.data as Float64Array, spikes };
}

/** Knuth's product of uniforms, for small means. */
function poisson(mean: number, uniform: () => number): number {
  const bound = Math.exp(-mean);
  let events = 0;
  for (let product = uniform(); product > bound; product *= uniform()) events++;
  return events;
}

/** Numbers in [0, 1) from a seed: mulberry32 by T. Ettinger. */
function uniforms(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** (2/n) Σ yᵢ xᵢ over the first n, whose mean is w for Gaussian x: the spike-triggered average, in the units of w. */
export function triggeredAverage({ stimuli, spikes }: Recording, n: number): Float64Array {
  const sum = new Float64Array(SIZE);
  for (let i = 0; i < n; i++) {
    if (spikes[i] === 0) continue;
    for (let j = 0; j < SIZE; j++) sum[j] += spikes[i] * stimuli[i * SIZE + j];
  }
  return sum.map((value) => (2 * value) / n);
}

export interface Likeness {
  readonly correlation: number;
  /** ‖w − w*‖/‖w*‖. */
  readonly error: number;
}

export function likeness(found: ArrayLike<number>, field: Float64Array): Likeness {
  let product = 0;
  let square = 0;
  let squares = 0;
  let apart = 0;
  for (let j = 0; j < SIZE; j++) {
    product += found[j] * field[j];
    square += field[j] ** 2;
    squares += found[j] ** 2;
    apart += (found[j] - field[j]) ** 2;
  }
  const correlation = squares === 0 ? 0 : product / Math.sqrt(square * squares);
  return { correlation, error: Math.sqrt(apart / square) };
}
