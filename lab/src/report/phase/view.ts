// A result as figures ask for it: which axes it has, and its cells and lines by the values of some of them.

import type { PhaseCell, PhaseLine, PhaseResult } from 'relufit';
import { searchOf } from '../../search-of.js';
import { Axis } from './axis.js';
import type { Name } from './names.js';

export interface View {
  readonly result: PhaseResult;
  readonly axes: readonly Axis[];
  /** Where n is searched for, few n were tried and others on every line. */
  readonly isSearch: boolean;
  /** [fewest, most] trials of a cell. */
  readonly trials: readonly [number, number];
  /** The cells of a line in ascending n. */
  cellsOf(line: PhaseLine): readonly PhaseCell[];
}

export function viewOf(result: PhaseResult): View {
  const range = searchOf(result.options);
  const axes = result.axes.map(({ name, values }) => {
    if (name !== 'n' || range === undefined) return new Axis(name, result, values);
    const tried = [...new Set(result.cells.map((cell) => cell.n))];
    const all = tried.length > 0 ? tried : [range.from, range.to];
    return new Axis(name, result, all, [range.from, range.to]);
  });
  const others = axes.filter(({ name }) => name !== 'n');
  const keyOf = (place: PhaseCell | PhaseLine) => others.map((axis) => axis.indexOf(place)).join();
  const byLine = new Map<string, PhaseCell[]>();
  for (const cell of [...result.cells].sort((a, b) => a.n - b.n)) {
    const key = keyOf(cell);
    const known = byLine.get(key);
    if (known === undefined) byLine.set(key, [cell]);
    else known.push(cell);
  }
  const counts = result.cells.map(({ trials }) => trials);
  return {
    ...{ result, axes, isSearch: range !== undefined },
    trials: [Math.min(...counts), Math.max(...counts)],
    cellsOf: (line) => byLine.get(keyOf(line)) ?? [],
  };
}

export const axisOf = ({ axes }: View, name: Name): Axis | undefined =>
  axes.find((axis) => axis.name === name);

export const without = ({ axes }: View, ...some: readonly (Axis | undefined)[]): Axis[] =>
  axes.filter((axis) => !some.includes(axis));

/** Cells and lines that have the same value on each of some axes. */
export interface Panel {
  readonly title: string;
  readonly cells: readonly PhaseCell[];
  readonly lines: readonly PhaseLine[];
}

/** A panel for each combination of values that has been run, in order. */
export function panelsOf({ result }: View, axes: readonly Axis[]): Panel[] {
  const groups = new Map<string, { at: number[]; cells: PhaseCell[]; lines: PhaseLine[] }>();
  const groupOf = (place: PhaseCell | PhaseLine) => {
    const at = axes.map((axis) => axis.indexOf(place));
    const key = at.join();
    const group = groups.get(key) ?? { at, cells: [], lines: [] };
    groups.set(key, group);
    return group;
  };
  for (const cell of result.cells) groupOf(cell).cells.push(cell);
  // A line has cells of all n: with a panel for each n it is in none.
  const isByN = axes.some(({ name }) => name === 'n');
  for (const line of isByN ? [] : result.lines) groupOf(line).lines.push(line);
  const inOrder = [...groups.values()].sort((a, b) => {
    const k = a.at.findIndex((index, j) => index !== b.at[j]);
    return k < 0 ? 0 : a.at[k] - b.at[k];
  });
  return inOrder.map(({ at, cells, lines }) => ({
    title: axes.map((axis, k) => axis.described(at[k])).join(', '),
    ...{ cells, lines },
  }));
}

/** What theory requires: '2δ' of the ReLU, 'δ/P' where a share P is not cut off, 'δ' where every row is an equation. */
export const THEORY_NAMES = ['δ', '2δ', 'δ/P'] as const;
export type TheoryName = (typeof THEORY_NAMES)[number];

export const theoryName = ({ formula }: NonNullable<PhaseLine['theory']>): TheoryName =>
  THEORY_NAMES.find((name) => name === formula.split(',')[0]) ?? 'δ';

/**
 * Where n at one half is, of a line that has none: below the n that were tried or above. All of the increasing function
 * nearest to success is on one side of one half then, and its mean is that of success.
 */
export function beyond(view: View, line: PhaseLine): 'below' | 'above' | undefined {
  if (line.halfWay.n !== null) return undefined;
  const cells = view.cellsOf(line);
  const trials = cells.reduce((sum, cell) => sum + cell.trials, 0);
  const successes = cells.reduce((sum, cell) => sum + cell.successes, 0);
  return successes > trials / 2 ? 'below' : 'above';
}
