// Cells, and for each line of them the theory and where success is one half.

import { RelufitError, show } from '../../errors.js';
import type { Precision } from '../../problem/dataset.js';
import { version } from '../../version.js';
import { cellOf, type PhaseCell, type Totals } from './cell.js';
import { Grid, type PhaseAxis } from './grid.js';
import { type HalfWay, halfWay } from './half-way.js';
import { levelOf, type PhaseCoordinates, type PhaseSetting } from './options.js';
import { isIsotropic, type PhaseTheory, theoryOf } from './theory.js';

/** Cells that differ in n alone. */
export interface PhaseLine extends Omit<PhaseCoordinates, 'n'> {
  /** What is known of the descent cones of K at w*; null where there is no formula, and for { ar1 } and { shift } rows. */
  readonly theory: PhaseTheory | null;
  /** n at which half of the trials succeed. */
  readonly halfWay: HalfWay;
}

/** An experiment, with what made it. The same trials give the same result to the bit. */
export interface PhaseResult {
  readonly version: string;
  readonly experiment: 'phase';
  /** Every option: as options they make it again. */
  readonly options: PhaseSetting;
  readonly engine: {
    readonly name: 'wasm' | 'reference';
    readonly threads: 1;
    readonly precision: Precision;
  };
  readonly axes: readonly PhaseAxis[];
  /** Those that were run, in order. */
  readonly cells: readonly PhaseCell[];
  readonly lines: readonly PhaseLine[];
}

export function resultOf(
  setting: PhaseSetting,
  cells: readonly { cell: number; totals: Totals }[],
): PhaseResult {
  const grid = new Grid(setting);
  const { engine: name, precision } = setting;
  const described = cells.map(({ cell, totals }) =>
    cellOf(setting, cell, grid.coordinates(cell), totals),
  );
  return {
    version,
    experiment: 'phase',
    options: setting,
    engine: { name, threads: 1, precision },
    axes: grid.axes,
    cells: described,
    lines: linesOf(setting, grid, described),
  };
}

function linesOf(setting: PhaseSetting, grid: Grid, cells: readonly PhaseCell[]): PhaseLine[] {
  // Lines that differ in the solver or the noise, or in rows that are isotropic, have the same cone.
  const known = new Map<string, PhaseLine['theory']>();
  return byLine(grid.length, cells).map(([line, its]) => {
    const { n: _, ...coordinates } = grid.coordinates(line * grid.length);
    const { constraint, d, sparsity, observation, rows } = coordinates;
    const cone = JSON.stringify([constraint, d, sparsity, observation, isIsotropic(rows)]);
    if (!known.has(cone)) known.set(cone, theoryOf(setting, coordinates));
    const rising = its.sort((a, b) => a.n - b.n);
    return {
      ...coordinates,
      theory: known.get(cone) ?? null,
      halfWay: halfWay(rising, levelOf(setting)),
    };
  });
}

// The cells of each line that has any, by its number.
function byLine(length: number, cells: readonly PhaseCell[]): [number, PhaseCell[]][] {
  const lines = new Map<number, PhaseCell[]>();
  for (const cell of cells) {
    const line = Math.floor(cell.cell / length);
    const its = lines.get(line) ?? [];
    its.push(cell);
    lines.set(line, its);
  }
  return [...lines];
}

/** The lines of a result, each with its cells; throws INVALID_ARGUMENT for what is no result. */
export function linesWithCells(
  where: string,
  result: PhaseResult,
): { line: PhaseLine; cells: PhaseCell[] }[] {
  const { experiment, options, lines, cells } = Object(result) as PhaseResult;
  if (experiment !== 'phase' || !Array.isArray(lines) || !Array.isArray(cells)) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      where,
      show(result),
      'a result of phaseTransition',
      'Of an experiment made of one, give its `phase`.',
    );
  }
  // Both in the order of their cells.
  const { length } = new Grid(options);
  return byLine(length, cells).map(([, its], k) => ({ line: lines[k], cells: its }));
}
