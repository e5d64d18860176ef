// Sums over rows with given weights, by plain loops in f64, and how far rounding may take others from them.

import type { Engine, Workspace } from '../../src/engine/engine.js';
import type { Numbers, Precision } from '../../src/problem/dataset.js';
import { Random } from '../../src/testing/random.js';
import { load, type Table } from './load.js';

export interface RowWeights {
  readonly table: Table;
  readonly weights: Float64Array;
  readonly target: Float64Array;
}

/** A table with weights of both signs, of which `active` are not 0. */
export function rowWeights(
  rows: number,
  columns: number,
  precision: Precision,
  active = 0.5,
  seed = rows * 100 + columns,
): RowWeights {
  const random = new Random(seed);
  const Type = precision === 'f32' ? Float32Array : Float64Array;
  const table: Table = {
    rows,
    columns,
    precision,
    data: new Type(rows * columns).map(() => random.normal()) as Numbers,
    y: new Type(rows).map(() => random.normal()) as Numbers,
  };
  const weights = new Float64Array(rows).map(() =>
    random.uniform(0, 1) < active ? random.normal() : 0,
  );
  return { table, weights, target: new Float64Array(rows).map(() => random.normal()) };
}

/** What `use` answers of a workspace on the table. */
export function onWorkspace<T>(
  engine: Engine,
  table: Table,
  intercept: boolean,
  use: (workspace: Workspace) => T,
): T {
  const data = load(engine, table, table.y);
  const workspace = data.workspace({ alpha: 0, intercept });
  try {
    return use(workspace);
  } finally {
    workspace.release();
    data.dispose();
  }
}

/** Entry j of row i; column d is that of ones. */
const entry = ({ data, columns }: Table, i: number, j: number): number =>
  j < columns ? data[i * columns + j] : 1;

/** Σ ωᵢ aᵢ bᵢ and Σ |ωᵢ aᵢ bᵢ| over the rows. */
function sum(
  { table, weights }: RowWeights,
  a: (i: number) => number,
  b: (i: number) => number,
): { sum: number; size: number } {
  let [total, size] = [0, 0];
  for (let i = 0; i < table.rows; i++) {
    const term = weights[i] * a(i) * b(i);
    total += term;
    size += Math.abs(term);
  }
  return { sum: total, size };
}

/** The first j where g is not (1/n) Σ ωᵢ (xᵢ, 1) within rounding, −1 where there is none. */
export function adjointFault(given: RowWeights, g: ArrayLike<number>): number {
  const { rows, precision } = given.table;
  // ω is rounded, and each product, and n sums, and the division; the plain loop's own roundings are f64's.
  const gamma = (rows + 8) * (precision === 'f32' ? 2 ** -24 : 2 ** -52);
  return Array.from(g).findIndex((value, j) => {
    const { sum: want, size } = sum(
      given,
      (i) => entry(given.table, i, j),
      () => 1,
    );
    return !(Math.abs(value - want / rows) <= (gamma * size) / rows);
  });
}

/** The first (a, b) where the sums are not those of the columns within rounding of f64. */
export function gramFault(
  given: RowWeights,
  columns: Int32Array,
  { gram, right }: { gram: Float64Array; right: Float64Array },
): string | undefined {
  const { table, target } = given;
  const k = columns.length;
  if (gram.length !== k * k || right.length !== k) return 'lengths';
  // Two products and n sums on either side.
  const gamma = 2 * (table.rows + 4) * 2 ** -53;
  const off = (value: number, { sum: want, size }: { sum: number; size: number }) =>
    !(Math.abs(value - want) <= gamma * size);
  for (let a = 0; a < k; a++) {
    const x = (i: number) => entry(table, i, columns[a]);
    if (
      off(
        right[a],
        sum(given, (i) => target[i], x),
      )
    )
      return `right ${a}`;
    for (let b = 0; b < k; b++) {
      if (!Object.is(gram[a * k + b], gram[b * k + a])) return `${a}, ${b}: not symmetric`;
      if (
        off(
          gram[a * k + b],
          sum(given, (i) => entry(table, i, columns[b]), x),
        )
      )
        return `${a}, ${b}`;
    }
  }
  return undefined;
}
