import type { Random } from './random.js';
import { times } from './vectors.js';

/** What is projected: of one magnitude, with repeated values, zeros, −0, and of many magnitudes at once. */
export const kinds = {
  normal: (d: number, random: Random) => random.vector(d, () => random.normal()),
  repeated: (d: number, random: Random) => random.vector(d, () => random.integer(5) - 2),
  equal: (d: number, random: Random) => random.vector(d, () => 1.5 * random.sign()),
  zero: (d: number) => new Float64Array(d),
  'minus zero': (d: number, random: Random) =>
    random.vector(d, () => (random.sign() < 0 ? -0 : random.normal())),
  single: (d: number, random: Random) => {
    const place = random.integer(d);
    return new Float64Array(d).map((_, j) => (j === place ? random.sign() : 0));
  },
  mixed: (d: number, random: Random) =>
    random.vector(d, () => random.sign() * 10 ** random.uniform(-8, 8)),
};

export type Kind = keyof typeof kinds;

export const KINDS = Object.keys(kinds) as Kind[];

export const SCALES = { f64: [1e-150, 1e-8, 1, 1e8, 1e150], f32: [1e-18, 1e-4, 1, 1e4, 1e18] };

export const DIMENSIONS: readonly number[] = [...Array.from({ length: 33 }, (_, k) => k + 1), 1000];

/** What a set and a point to be projected are drawn from: the same ones for the same recipe. */
export interface Recipe {
  readonly d: number;
  readonly kind: Kind;
  readonly scale: number;
  readonly seed: number;
}

/** Every kind in every dimension and at every scale, though not every three of them. */
export function recipes(
  dimensions: readonly number[],
  scales: readonly number[],
  seed: number,
): Recipe[] {
  const rows: readonly number[] =
    dimensions.length >= scales.length
      ? dimensions
      : scales.map((_, k) => dimensions[k % dimensions.length]);
  return rows.flatMap((d, i) =>
    KINDS.map((kind, k) => ({
      d,
      kind,
      scale: scales[(i + k) % scales.length],
      seed: seed + i * KINDS.length + k,
    })),
  );
}

/** The point of a recipe; `random` goes on to the set and what is asked of it. */
export function pointOf({ d, kind, scale }: Recipe, random: Random): Float64Array {
  return times(scale, kinds[kind](d, random));
}
