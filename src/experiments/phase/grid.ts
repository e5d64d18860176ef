// The cells of a phase diagram by their numbers: the product of its axes, n changing fastest.

import { INDEX_LIMIT } from '../../data/address.js';
import {
  invalid,
  isSearch,
  listOf,
  PARAMETERS,
  type Parameter,
  type PhaseCoordinates,
  type PhaseSetting,
} from './options.js';

/** An axis: a parameter with more values than one. */
export interface PhaseAxis {
  readonly name: Parameter;
  readonly values: readonly PhaseCoordinates[Parameter][];
}

export class Grid {
  /** Those with more than one value. */
  readonly axes: readonly PhaseAxis[];
  readonly count: number;
  /** Cells of one line, which differ in n alone: line k is cells k·length … (k + 1)·length − 1. */
  readonly length: number;
  private readonly lists: readonly (readonly unknown[])[];

  constructor(setting: PhaseSetting) {
    this.lists = PARAMETERS.map((name) => valuesOf(setting, name));
    this.axes = PARAMETERS.flatMap((name, k) =>
      this.lists[k].length > 1 ? [{ name, values: this.lists[k] as PhaseAxis['values'] }] : [],
    );
    this.count = this.lists.reduce((count, { length }) => count * length, 1);
    this.length = this.lists[PARAMETERS.length - 1].length;
    if (this.count > INDEX_LIMIT) {
      throw invalid('axes', `${this.count} cells`, `at most ${INDEX_LIMIT}`);
    }
  }

  coordinates(cell: number): PhaseCoordinates {
    const values: [string, unknown][] = [];
    let rest = cell;
    for (let k = PARAMETERS.length - 1; k >= 0; k--) {
      const list = this.lists[k];
      values.push([PARAMETERS[k], list[rest % list.length]]);
      rest = Math.floor(rest / list.length);
    }
    return Object.fromEntries(values.reverse()) as unknown as PhaseCoordinates;
  }

  /** The number of rows in a cell. */
  rows(cell: number): number {
    return this.lists[PARAMETERS.length - 1][cell % this.length] as number;
  }

  /** Does what is said of a cell say where it is? Only axes count. */
  isAt(cell: number, place: Partial<PhaseCoordinates>): boolean {
    let rest = cell;
    for (let k = this.axes.length - 1; k >= 0; k--) {
      const { name, values } = this.axes[k];
      const [value, said] = [values[rest % values.length], place[name]];
      rest = Math.floor(rest / values.length);
      if (value !== said && JSON.stringify(value) !== JSON.stringify(said)) return false;
    }
    return true;
  }
}

function valuesOf(setting: PhaseSetting, name: Parameter): readonly unknown[] {
  const { n } = setting;
  if (name !== 'n' || !isSearch(n)) return listOf<unknown>(setting[name]);
  return Array.from({ length: n.to - n.from + 1 }, (_, k) => n.from + k);
}
