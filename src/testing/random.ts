// A small generator of its own: the library's may be what a test is about.

/** mulberry32: the same numbers for the same seed, everywhere. */
export class Random {
  private state: number;

  constructor(readonly seed: number) {
    this.state = seed | 0;
  }

  /** Uniform on [low, high). */
  uniform(low = 0, high = 1): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let word = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return low + (((word ^ (word >>> 14)) >>> 0) / 2 ** 32) * (high - low);
  }

  /** An integer in {0, …, count − 1}. */
  integer(count: number): number {
    return Math.floor(this.uniform(0, count));
  }

  /** −1 or 1. */
  sign(): number {
    return this.uniform() < 0.5 ? -1 : 1;
  }

  /** N(0, 1), by Box and Muller. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** 0 … count − 1 in random order. */
  permutation(count: number): number[] {
    const order = Array.from({ length: count }, (_, k) => k);
    for (let k = count - 1; k > 0; k--) {
      const other = this.integer(k + 1);
      [order[k], order[other]] = [order[other], order[k]];
    }
    return order;
  }

  /** d draws. */
  vector(d: number, draw: () => number): Float64Array {
    return Float64Array.from({ length: d }, draw);
  }
}

/** `count` normal numbers of a seed. */
export function normals(count: number, seed: number): Float64Array {
  const random = new Random(seed);
  return random.vector(count, () => random.normal());
}
