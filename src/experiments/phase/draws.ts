// What the planted weights of a family are made of: each call draws anew, all of it following from the seed alone.

import { euclideanNorm } from '../../constraints/constraint.js';
import { fillNormal } from '../../data/normal.js';
import { plantedParts } from '../../data/planted.js';
import { sampleWithoutReplacement } from '../../data/sampling.js';
import { trialSeed } from '../../data/trial-seed.js';

// Of a seed a planted problem has streams 0 to 4, a descent cone 5. Never to be renumbered.
const STREAM = { normals: 6, places: 7 } as const;

export class Draws {
  private rows = 0;
  private samples = 0;

  constructor(
    readonly d: number,
    readonly s: number,
    private readonly law: 'gaussian' | 'sign',
    private readonly seed: number,
  ) {}

  /** d weights of norm 1 with s nonzeros at uniform places, as `plantedProblem` has them. */
  sparse(): Float64Array {
    const { d, s: sparsity, law: values, seed } = this;
    return plantedParts({ n: 1, d, sparsity, values, seed }).planted;
  }

  normals(count: number): Float64Array {
    const { seed } = this;
    const address = { seed, stream: STREAM.normals, row: this.rows++, rows: 1, columns: count };
    return fillNormal(new Float64Array(count), address);
  }

  /** Numbers of the nonzeros' law: normals or signs. */
  values(count: number): Float64Array {
    return this.law === 'sign' ? this.signs(count) : this.normals(count);
  }

  signs(count: number): Float64Array {
    return this.normals(count).map((value) => Math.sign(value) || 1);
  }

  /** Numbers strictly between −1 and 1. */
  inside(count: number): Float64Array {
    return this.normals(count).map((value) => value / (1 + Math.abs(value)));
  }

  /** `count` of the places 0 … of − 1, ascending. */
  places(count: number, of: number): Int32Array {
    const seed = trialSeed(this.seed, this.samples++);
    return sampleWithoutReplacement(of, count, { seed, stream: STREAM.places });
  }
}

/** w over its norm. */
export function normalised(w: Float64Array): Float64Array {
  const norm = euclideanNorm(w);
  return norm === 0 ? w : w.map((value) => value / norm);
}
