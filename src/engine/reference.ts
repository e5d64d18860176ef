// The oracle: each formula as it is written in docs/notation.md, in double precision, whatever the data's precision.
// What it stores is rounded to the data's precision, as the kernels store it.

import type { Constraint } from '../constraints/constraint.js';
import { RelufitError } from '../errors.js';
import { checkFinite, type Numbers } from '../problem/dataset.js';
import { leastSquares } from '../problem/least-squares.js';
import { RELU, type Response } from '../problem/observation.js';
import type { Shape } from '../problem/row-source.js';
import type { Engine, LoadedData, Vector, Workspace } from './engine.js';
import type { Gram } from './gram.js';
import { type Moments, momentsOf } from './moments.js';
import { projectFirst } from './project-first.js';
import { allRows, type RowRange, rowsPerBlock } from './row-blocks.js';
import { type Folds, rowsSeen } from './trees.js';

export const referenceEngine: Engine = {
  name: 'reference',
  simd: 'none',
  open,
};

interface Table extends Shape {
  readonly data: Numbers;
  readonly y: Numbers;
}

function open({ rows, columns, precision }: Shape): LoadedData {
  const Type = precision === 'f32' ? Float32Array : Float64Array;
  const data = allocate(Type, rows * columns);
  let y: Numbers = new Type(0);
  let moments: Moments | undefined;
  return {
    rows,
    columns,
    precision,
    threads: 1,
    isReady: true,
    ready: Promise.resolve(),
    fill(source, begin, end) {
      source.write(data.subarray(begin * columns, end * columns), begin, end, columns);
    },
    addProducts(support, weights, z) {
      for (let i = 0; i < rows; i++) {
        support.forEach((j, k) => {
          z[i] += data[i * columns + j] * weights[k];
        });
      }
    },
    setTarget(values) {
      y = values.slice();
    },
    get moments() {
      moments ??= computeMoments(data, rows, columns);
      return moments;
    },
    workspace: ({ alpha, intercept }) =>
      new ReferenceWorkspace({ data, y, rows, columns, precision }, alpha, intercept),
    dispose() {},
  };
}

function computeMoments(data: Numbers, rows: number, columns: number): Moments {
  checkFinite(data, { columns });
  const shift = Float64Array.from(data.subarray(0, columns));
  const sums = new Float64Array(columns);
  const squares = new Float64Array(columns);
  for (let k = 0; k < data.length; k++) {
    const value = data[k] - shift[k % columns];
    sums[k % columns] += value;
    squares[k % columns] += value ** 2;
  }
  return momentsOf(shift, sums, squares, rows);
}

function allocate(Type: typeof Float32Array | typeof Float64Array, length: number): Numbers {
  try {
    return new Type(length);
  } catch {
    throw new RelufitError(
      'TOO_LARGE',
      "engine 'reference'",
      `data that needs ${((length * Type.BYTES_PER_ELEMENT) / 2 ** 30).toFixed(2)} GiB`,
      'what this platform can allocate at once',
      'Use Float32Array data or fewer rows.',
    );
  }
}

class ReferenceWorkspace implements Workspace {
  readonly length: number;
  private readonly round: (value: number) => number;
  private readonly response: Response;

  constructor(
    private readonly table: Table,
    alpha: number,
    private readonly intercept: boolean,
  ) {
    this.length = table.columns + (intercept ? 1 : 0);
    this.response = { ...RELU, alpha };
    this.round = table.precision === 'f32' ? Math.fround : (value) => value;
  }

  allocate(count: number): Vector[] {
    const Type = this.table.precision === 'f32' ? Float32Array : Float64Array;
    return Array.from({ length: count }, () => ({ array: new Type(this.length) as Numbers }));
  }

  gradient(w: Vector, g: Vector, range?: RowRange): number {
    if (range === undefined) return this.gradients([w], [g])[0];
    const { begin, end } = range;
    const sums = new Float64Array(this.length);
    const objective = this.sum(w, sums, end - begin, (i) => i >= begin && i < end);
    g.array.set(sums.map((sum) => sum / (end - begin)));
    return sums.every((sum) => Number.isFinite(this.round(sum))) ? objective : Infinity;
  }

  gradients(
    iterates: readonly Vector[],
    gradients: readonly Vector[],
    given: Folds = {},
  ): Float64Array {
    const { folds, left } = given;
    const seen = rowsSeen(iterates.length, this.table.rows, given);
    return Float64Array.from(iterates, (w, k) => {
      const sums = new Float64Array(this.length);
      const fold = left?.[k] ?? -1;
      const objective = this.sum(w, sums, seen[k], (i) => folds === undefined || folds[i] !== fold);
      gradients[k].array.set(sums.map((sum) => sum / seen[k]));
      return sums.every((sum) => Number.isFinite(this.round(sum))) ? objective : Infinity;
    });
  }

  objective(w: Vector): number {
    return this.sum(w);
  }

  latent(w: Vector, { begin, end }: RowRange = allRows(this.table.rows)): Float64Array {
    return Float64Array.from({ length: end - begin }, (_, i) => this.zOf(begin + i, w.array));
  }

  adjoint(
    weights: Float64Array,
    g: Vector,
    { begin, end }: RowRange = allRows(this.table.rows),
  ): void {
    const { data, columns } = this.table;
    const sums = new Float64Array(this.length);
    for (let i = begin; i < end; i++) {
      const weight = this.round(weights[i]);
      if (weight === 0) continue;
      for (let j = 0; j < columns; j++) sums[j] += weight * data[i * columns + j];
      if (this.intercept) sums[columns] += weight;
    }
    g.array.set(sums.map((sum) => sum / (end - begin)));
  }

  gram(support: Int32Array, weights: Float64Array, target: Float64Array): Gram {
    const { data, rows, columns } = this.table;
    const k = support.length;
    const gram = new Float64Array(k * k);
    const right = new Float64Array(k);
    for (let i = 0; i < rows; i++) {
      if (weights[i] === 0) continue;
      const x = Array.from(support, (j) => (j < columns ? data[i * columns + j] : 1));
      for (let a = 0; a < k; a++) {
        for (let b = 0; b < k; b++) gram[a * k + b] += weights[i] * (x[a] * x[b]);
        right[a] += weights[i] * target[i] * x[a];
      }
    }
    return { gram, right };
  }

  step(w: Vector, g: Vector, mu: number, out: Vector): void {
    for (let j = 0; j < this.length; j++) out.array[j] = w.array[j] - mu * g.array[j];
  }

  project(v: Vector, constraint: Constraint): void {
    projectFirst(v.array, this.table.columns, constraint);
  }

  inner(a: Vector, b: Vector): number {
    let sum = 0;
    for (let j = 0; j < this.length; j++) sum += a.array[j] * b.array[j];
    return sum;
  }

  squaredDistance(a: Vector, b: Vector): number {
    let sum = 0;
    for (let j = 0; j < this.length; j++) sum += (a.array[j] - b.array[j]) ** 2;
    return sum;
  }

  release(): void {}

  /** L(w) over the rows seen, and, where asked for, sums += Σ ψ(zᵢ, yᵢ)(xᵢ, 1). */
  private sum(
    w: Vector,
    sums?: Float64Array,
    count = this.table.rows,
    sees: (i: number) => boolean = () => true,
  ): number {
    const { data, y, rows, columns } = this.table;
    const { response } = this;
    const loss = leastSquares();
    const iterate = w.array;
    const blockRows = rowsPerBlock(rows);
    let objective = 0;
    let largest = 0;
    for (let first = 0; first < rows; first += blockRows) {
      const partial = new Float64Array(sums === undefined ? 0 : this.length);
      const last = Math.min(first + blockRows, rows);
      let value = 0;
      for (let i = first; i < last; i++) {
        if (!sees(i)) continue;
        const z = this.zOf(i, iterate);
        const psi = loss.rowWeight(z, y[i], response, NaN);
        value += loss.value(z, y[i], response, NaN);
        largest = Math.max(largest, Math.abs(psi));
        if (psi === 0 || sums === undefined) continue;
        for (let j = 0; j < columns; j++) partial[j] += psi * data[i * columns + j];
        if (this.intercept) partial[columns] += psi;
      }
      objective += value;
      for (let j = 0; j < partial.length; j++) (sums as Float64Array)[j] += partial[j];
    }
    return Number.isFinite(this.round(largest ** 2)) ? objective / count : Infinity;
  }

  private zOf(i: number, w: Numbers): number {
    const { data, columns } = this.table;
    let z = 0;
    for (let j = 0; j < columns; j++) z += data[i * columns + j] * w[j];
    if (this.intercept) z += w[columns];
    // Beyond the precision of the data a z counts as infinite, as it does in the kernels.
    return Number.isFinite(this.round(z)) ? z : this.round(z);
  }
}
