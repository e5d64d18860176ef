import { show } from '../errors.js';
import { builtFrom } from '../problem/built-in.js';
import { productCone } from './closed-form.js';
import { type Constraint, copied } from './constraint.js';
import {
  caveatsOf,
  checkConstraint,
  checkCount,
  checkKeys,
  checkLength,
  described,
  finiteVector,
  invalid,
  isFilledList,
  MOST_WEIGHTS,
} from './parameters.js';

/** A set, and the weights that it is about: the next `size` of them, or those at `indices`. */
export type ProductPart =
  | { readonly constraint: Constraint; readonly size: number }
  | { readonly constraint: Constraint; readonly indices: ArrayLike<number> };

/**
 * K = {w : w_I ∈ K_I for every part I}: different sets on different weights.
 *
 * P_K(v)_I = P_{K_I}(v_I). Convex, or a cone, where all parts are. Cost that of the parts.
 *
 * @param parts all with `size`, one after the other, or all with `indices`, which are disjoint and cover 0 … d−1.
 * @throws RelufitError INVALID_CONSTRAINT when there are no parts, sizes and indices are mixed, an index is missing or
 * taken twice (it says which), a set cannot stand in the dimension of its part, or the parts are not made for d weights.
 * @example
 * ```ts
 * product([
 *   { constraint: nonnegative(), size: 2 },
 *   { constraint: sparse(1), size: 2 },
 * ]).project([-1, 2, 3, -4]); // [0, 2, 0, -4]
 * ```
 */
export function product(parts: readonly ProductPart[]): Constraint {
  const { places, consecutive } = placesOf(parts);
  const constraints = parts.map(({ constraint }) => constraint);
  const length = places.reduce((sum, { length }) => sum + length, 0);
  constraints.forEach((constraint, k) => {
    constraint.checkDimension?.(places[k].length);
  });
  const checkDimension = (d: number) => checkLength(length, d, 'product(parts)', 'parts');
  const placed = (k: number) =>
    consecutive ? { size: places[k].length } : { indices: Array.from(places[k]) };
  // The entries of a part: a view where they stand together, which is projected in place.
  const part = (w: Float64Array, k: number) =>
    consecutive
      ? w.subarray(places[k][0], places[k][0] + places[k].length)
      : gathered(w, places[k]);
  return builtFrom(constraints, {
    name: 'product',
    parameters: {
      parts: constraints.map((constraint, k) => ({
        ...described(constraint),
        ...placed(k),
      })),
    },
    convex: constraints.every(({ convex }) => convex),
    cone: constraints.every(({ cone }) => cone),
    caveats: caveatsOf(constraints),
    dimension: length,
    contains(w, tolerance) {
      checkDimension(w.length);
      return constraints.every((set, k) => set.contains(gathered(w, places[k]), tolerance));
    },
    project(v, out) {
      checkDimension(v.length);
      const w = copied(v, out);
      constraints.forEach((set, k) => {
        const entries = part(w, k);
        set.project(entries, entries);
        if (!consecutive)
          places[k].forEach((j, i) => {
            w[j] = entries[i];
          });
      });
      return w;
    },
    checkDimension,
    ...(constraints.every(({ rescaled }) => rescaled) && {
      rescaled: (scales) =>
        product(
          constraints.map((given, k) => ({
            constraint: given.rescaled?.(gathered(scales, places[k])) ?? given,
            ...placed(k),
          })),
        ),
    }),
    statisticalDimension: (_, w) =>
      productCone(
        constraints.map((set, k) =>
          set.statisticalDimension?.(places[k].length, w && gathered(w, places[k])),
        ),
        constraints.every(({ convex }) => convex),
      ),
  });
}

const gathered = (w: ArrayLike<number>, place: Int32Array) => Float64Array.from(place, (j) => w[j]);

function placesOf(parts: readonly ProductPart[]) {
  if (!Array.isArray(parts) || parts.length === 0) {
    throw invalid(
      'product(parts)',
      show(parts),
      'an array of at least one part',
      'Give { constraint, size }.',
    );
  }
  parts.forEach((part, k) => {
    const { constraint } = checkKeys<{ constraint: Constraint; size?: unknown; indices?: unknown }>(
      part,
      `product part ${k}`,
      'constraint',
      'size',
      'indices',
    );
    checkConstraint(constraint, `product part ${k} constraint`);
  });
  const consecutive = 'size' in parts[0];
  const other = parts.findIndex(
    (part) => 'size' in part === 'indices' in part || 'size' in part !== consecutive,
  );
  if (other >= 0) {
    throw invalid(
      `product part ${other}`,
      show(parts[other]),
      "'size' in all parts, or 'indices' in all",
      'Give either.',
    );
  }
  const places = consecutive ? fromSizes(parts) : fromIndices(parts);
  return { places, consecutive };
}

function fromSizes(parts: readonly ProductPart[]): Int32Array[] {
  let next = 0;
  return parts.map((part, k) => {
    const { size } = part as { size: number };
    checkCount(size, `product part ${k} size`, { most: MOST_WEIGHTS });
    return Int32Array.from({ length: size }, () => next++);
  });
}

function fromIndices(parts: readonly ProductPart[]): Int32Array[] {
  const lists = parts.map((part, k) => {
    const { indices } = part as { indices: ArrayLike<number> };
    if (isFilledList(indices)) return finiteVector(indices, `product part ${k} indices`);
    throw invalid(
      `product part ${k} indices`,
      show(indices),
      'an array of at least one index',
      'List them.',
    );
  });
  const d = lists.reduce((sum, { length }) => sum + length, 0);
  // As many indices as weights: if none is taken twice, none is missing.
  const owner = new Map<number, number>();
  lists.forEach((list, k) => {
    for (const index of list) {
      checkCount(index, `product part ${k} index`, { least: 0, most: d - 1 });
      const first = owner.get(index);
      if (first !== undefined) {
        throw invalid(
          `product part ${k} indices`,
          `index ${index}, which part ${first} has`,
          `each of 0 to ${d - 1} once`,
          'Give it to one part.',
        );
      }
      owner.set(index, k);
    }
  });
  return lists.map((list) => Int32Array.from(list));
}
