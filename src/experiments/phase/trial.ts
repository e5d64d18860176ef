import type { Constraint } from '../../constraints/constraint.js';
import type { PlantedOptions } from '../../data/planted.js';
import { namedSeed, trialSeed } from '../../data/trial-seed.js';
import { RelufitError } from '../../errors.js';
import { fitSync } from '../../fit.js';
import { plantedDataset } from '../../planted-dataset.js';
import type { Loss } from '../../problem/loss.js';
import { lossOf, stepSizeOf } from '../../recipes.js';
import type { Solver } from '../../solvers/solver.js';
import type { StepSize } from '../../solvers/step-size.js';
import type { Status } from '../../solvers/stopping.js';
import { Draws } from './draws.js';
import { familyOf } from './families.js';
import { setFrom, solverFrom } from './from-recipes.js';
import { Grid } from './grid.js';
import type { PhaseCoordinates, PhaseSetting } from './options.js';

/** One trial: where it is, and how it ended. Nothing in it differs from run to run. */
export interface PhaseRecord extends Partial<PhaseCoordinates> {
  /** The number of its cell. */
  readonly cell: number;
  /** 0 … of its cell; with the cell, its address. */
  readonly trial: number;
  /** ‖w − w*‖/‖w*‖; null where the weights are no numbers any more. */
  readonly error: number | null;
  readonly success: boolean;
  readonly iterations: number;
  /** Trips over X. */
  readonly passes: number;
  readonly status: Status;
}

/** Where a trial is. */
export interface PhaseAddress {
  readonly cell: number;
  readonly trial: number;
}

/** Runs trials of one setting, whose numbers follow from that and their addresses alone. O(n d) and a fit each. */
export class TrialRunner {
  private readonly grid: Grid;
  private readonly loss: Loss;
  private readonly stepSize: StepSize;
  private readonly places = new Map<number, Place>();

  constructor(private readonly setting: PhaseSetting) {
    this.grid = new Grid(setting);
    this.loss = lossOf(setting.loss);
    this.stepSize = stepSizeOf(setting.stepSize);
  }

  run({ cell, trial }: PhaseAddress): PhaseRecord {
    const place = this.placeOf(cell);
    const { coordinates, axes } = place;
    try {
      const { error, ...outcome } = this.fit(place, trial);
      const success = error !== null && error <= this.setting.threshold;
      return { cell, trial, ...axes, success, error, ...outcome };
    } catch (error) {
      if (!(error instanceof RelufitError)) throw error;
      // The message says what of the options is wrong, and now where.
      const where = described(this.grid, coordinates);
      error.message = `trial ${trial} of cell ${cell} (${where}): ${error.message}`;
      throw error;
    }
  }

  private fit(
    { coordinates, seed, solver }: Place,
    trial: number,
  ): Pick<PhaseRecord, 'error' | 'iterations' | 'passes' | 'status'> {
    const { setting, loss, stepSize } = this;
    const { noise, rows, observation, n, d } = coordinates;
    const { precision, maxIterations, tolerance, engine } = setting;
    const { planting, set } = plantedSet(setting, coordinates, trialSeed(seed, trial));
    const data = plantedDataset({
      ...{ n, d, noise, rows, observation, precision, engine },
      ...planting,
    });
    try {
      const { weights, iterations, passes, status } = fitSync(data, {
        ...{ observation, solver, loss, stepSize, maxIterations, tolerance },
        constraint: set,
      });
      return { error: relativeError(weights, data.planted), iterations, passes, status };
    } finally {
      data.dispose();
    }
  }

  private placeOf(cell: number): Place {
    let place = this.places.get(cell);
    if (place === undefined) {
      const coordinates = this.grid.coordinates(cell);
      place = {
        coordinates,
        axes: Object.fromEntries(this.grid.axes.map(({ name }) => [name, coordinates[name]])),
        seed: seedOf(this.setting, coordinates),
        solver: solverFrom(coordinates.solver),
      };
      this.places.set(cell, place);
    }
    return place;
  }
}

/** What the trials of a cell share. */
interface Place {
  readonly coordinates: PhaseCoordinates;
  /** The coordinates that are not the same everywhere. */
  readonly axes: Partial<PhaseCoordinates>;
  readonly seed: number;
  readonly solver: Solver;
}

/** 'n = 20, sparsity = 2': the axes' values of a cell. */
export function described({ axes }: Grid, coordinates: PhaseCoordinates): string {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return (
    axes.map(({ name }) => `${name} = ${text(coordinates[name])}`).join(', ') || 'the only one'
  );
}

/** What to plant, and the set that is known to hold it: sets of a family are made with the weights. */
export function plantedSet(
  { values }: PhaseSetting,
  { d, sparsity, constraint }: Pick<PhaseCoordinates, 'd' | 'sparsity' | 'constraint'>,
  seed: number,
): { planting: Partial<PlantedOptions>; set: Constraint } {
  if (typeof constraint !== 'string') {
    const set = setFrom(constraint);
    const size = sparsity === null ? {} : { sparsity };
    return { planting: { seed, values, constraint: set, ...size }, set };
  }
  const draws = new Draws(d, sparsity as number, values, seed);
  const [planted, set] = familyOf(constraint).make(draws);
  return { planting: { seed, planted }, set };
}

/**
 * The seed of a cell: by what its problems are, and not by its number, so that a finer grid has the trials of a coarser one;
 * nor by the solver, so that solvers are compared on the same problems.
 */
export function seedOf(setting: PhaseSetting, coordinates: PhaseCoordinates): number {
  const { solver: _, ...problem } = coordinates;
  const { seed, values, precision } = setting;
  return namedSeed(seed, `phase ${JSON.stringify({ ...problem, values, precision })}`);
}

function relativeError(weights: ArrayLike<number>, planted: Float64Array): number | null {
  let squares = 0;
  let whole = 0;
  for (let j = 0; j < planted.length; j++) {
    squares += (weights[j] - planted[j]) ** 2;
    whole += planted[j] ** 2;
  }
  // Weights of 0 are found or not.
  const error = squares === 0 ? 0 : Math.sqrt(squares / whole);
  return Number.isFinite(error) ? error : null;
}
