import type { Random } from './random.js';

/** What is projected: of one magnitude, with repeated values, zeros, −0, and of many magnitudes at once. */
export const kinds: Record<string, (d: number, random: Random) => Float64Array> = {
  normal: (d, random) => random.vector(d, () => random.normal()),
  repeated: (d, random) => random.vector(d, () => random.integer(5) - 2),
  equal: (d, random) => random.vector(d, () => 1.5 * random.sign()),
  zero: (d) => new Float64Array(d),
  'minus zero': (d, random) => random.vector(d, () => (random.sign() < 0 ? -0 : random.normal())),
  single: (d, random) => {
    const place = random.integer(d);
    return new Float64Array(d).map((_, j) => (j === place ? random.sign() : 0));
  },
  mixed: (d, random) => random.vector(d, () => random.sign() * 10 ** random.uniform(-8, 8)),
};

export const SCALES = { f64: [1e-150, 1e-8, 1, 1e8, 1e150], f32: [1e-18, 1e-4, 1, 1e4, 1e18] };

export const DIMENSIONS = [...Array.from({ length: 33 }, (_, k) => k + 1), 1000];
