// Cells, and for each line of them the theory and where success is one half.

import type { ClosedForm } from '../../constraints/constraint.js';
import { plantedParts } from '../../data/planted.js';
import { trialSeed } from '../../data/trial-seed.js';
import { RelufitError, show } from '../../errors.js';
import type { Precision } from '../../problem/dataset.js';
import { requiredSamples } from '../../theory/required-samples.js';
import { version } from '../../version.js';
import { cellOf, type PhaseCell, type Totals } from './cell.js';
import { Grid, type PhaseAxis } from './grid.js';
import { type HalfWay, halfWay } from './half-way.js';
import { listOf, type PhaseCoordinates, type PhaseSetting } from './options.js';
import { plantedSet, seedOf } from './trial.js';

/** Cells that differ in n alone. */
export interface PhaseLine extends Omit<PhaseCoordinates, 'n'> {
  /** What is known of the descent cone of K at w*; null where there is no formula. */
  readonly theory: {
    /** δ, the n₀ of the theorem. */
    readonly statisticalDimension: number;
    readonly kind: ClosedForm['kind'];
    readonly formula: string;
    /** ⌈2δ⌉ where half of the rows say nothing, ⌈δ⌉ where all are equations, ⌈δ/P⌉ where a share P of them is. */
    readonly requiredSamples: number;
  } | null;
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
  const described = cells.map(({ cell, totals }) => cellOf(cell, grid.coordinates(cell), totals));
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
  // Lines that differ in the solver or the noise have the same cone.
  const known = new Map<string, PhaseLine['theory']>();
  return byLine(grid.length, cells).map(([line, its]) => {
    const { n, ...coordinates } = grid.coordinates(line * grid.length);
    const { constraint, d, sparsity, observation } = coordinates;
    const cone = JSON.stringify([constraint, d, sparsity, observation]);
    if (!known.has(cone)) known.set(cone, theoryOf(setting, { n, ...coordinates }));
    const rising = its.sort((a, b) => a.n - b.n);
    return { ...coordinates, theory: known.get(cone) ?? null, halfWay: halfWay(rising) };
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

/** What theory says of each set, size and observation of a setting, with so many rows to plant by. */
export function theoriesOf(setting: PhaseSetting, n: number): PhaseLine['theory'][] {
  const { rows, solver, noise } = setting;
  const place = { n, rows: listOf(rows)[0], solver: listOf(solver)[0], noise: listOf(noise)[0] };
  return listOf(setting.constraint).flatMap((constraint) =>
    listOf(setting.d).flatMap((d) =>
      listOf(setting.sparsity).flatMap((sparsity) =>
        listOf(setting.observation).map((observation) =>
          theoryOf(setting, { ...place, constraint, d, sparsity, observation }),
        ),
      ),
    ),
  );
}

function theoryOf(setting: PhaseSetting, coordinates: PhaseCoordinates): PhaseLine['theory'] {
  const { d, observation } = coordinates;
  const seed = trialSeed(seedOf(setting, coordinates), 0);
  const { planting, set } = plantedSet(setting, coordinates, seed);
  const { planted } = plantedParts({ n: 1, d, ...planting });
  if (set.statisticalDimension?.(d, planted) === undefined) return null;
  // Some projections, of sets made of others, end within a rounding of their set or somewhat more.
  const how = { observation, method: 'closed-form', tolerance: 1e-6 } as const;
  const rows = requiredSamples(set, planted, how);
  const { n0: statisticalDimension, kind, formula, value } = rows;
  // With rows that are all cut off none would do, and JSON has no Infinity.
  if (kind === 'estimate' || value === Infinity) return null;
  return { statisticalDimension, kind, formula, requiredSamples: value };
}
