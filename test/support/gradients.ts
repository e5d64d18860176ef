// Several iterates evaluated in one trip, and what the rows outside a fold are.

import type { Workspace } from '../../src/engine/engine.js';
import type { Folds } from '../../src/engine/trees.js';
import type { Numbers } from '../../src/problem/dataset.js';
import type { Random } from '../../src/testing/random.js';
import type { Table } from './load.js';

/** Vectors with so many of the first d entries not 0, an intercept where there is one more. */
export function iterates(
  random: Random,
  length: number,
  d: number,
  sizes: readonly number[],
): Float64Array[] {
  return sizes.map((size) => {
    const w = new Float64Array(length);
    for (const j of random.permutation(d).slice(0, size)) w[j] = random.normal();
    if (length > d) w[d] = random.normal();
    return w;
  });
}

export function evaluateTogether(
  workspace: Workspace,
  ws: readonly Float64Array[],
  folds?: Folds,
): { objective: number; gradient: Float64Array }[] {
  const vectors = workspace.allocate(ws.length);
  const gradients = workspace.allocate(ws.length);
  ws.forEach((w, k) => {
    vectors[k].array.set(w);
  });
  const objectives = workspace.gradients(vectors, gradients, folds);
  return gradients.map(({ array }, k) => ({
    objective: objectives[k],
    gradient: Float64Array.from(array),
  }));
}

/** One of three folds for each row. */
export const foldsOf = (random: Random, rows: number): Uint8Array =>
  new Uint8Array(rows).map(() => random.integer(3));

/** The rows of another fold. */
export function rowsOutside(table: Table, folds: Uint8Array, fold: number): Table {
  const { columns } = table;
  const kept = Array.from(folds.keys()).filter((i) => folds[i] !== fold);
  const rows = kept.map((i) => table.data.subarray(i * columns, (i + 1) * columns));
  const data = table.data.slice(0, kept.length * columns) as Numbers;
  rows.forEach((row, i) => {
    data.set(row, i * columns);
  });
  const y = table.y.slice(0, kept.length) as Numbers;
  kept.forEach((i, r) => {
    y[r] = table.y[i];
  });
  return { ...table, data, y, rows: kept.length };
}
