import type { Constraint } from '../../constraints/constraint.js';
import type { PlantedOptions } from '../../data/planted.js';
import { namedSeed, trialSeed } from '../../data/trial-seed.js';
import { RelufitError } from '../../errors.js';
import { fitSync } from '../../fit.js';
import { plantedDataset } from '../../planted-dataset.js';
import { lossOf, stepSizeOf } from '../../recipes.js';
import type { Status } from '../../solvers/stopping.js';
import { Draws } from './draws.js';
import { familyOf } from './families.js';
import type { Grid } from './grid.js';
import type { PhaseCoordinates, PhaseSetting } from './options.js';
import { setFrom, solverFrom } from './parts.js';

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

/** Runs the trial of an address, whose numbers follow from the setting and that address alone. O(n d) and a fit. */
export function phaseTrial(setting: PhaseSetting, grid: Grid, address: PhaseAddress): PhaseRecord {
  const { cell, trial } = address;
  const coordinates = grid.coordinates(cell);
  const { noise, rows, observation, n, d } = coordinates;
  const { precision, values } = setting;
  try {
    const { planting, set } = plantedSet(setting, coordinates, trial);
    const data = plantedDataset({
      ...{ n, d, ...planting, noise, rows, observation, precision, values },
      engine: setting.engine,
    });
    try {
      const { weights, iterations, passes, status } = fitSync(data, {
        constraint: set,
        observation,
        solver: solverFrom(coordinates.solver),
        loss: lossOf(setting.loss),
        stepSize: stepSizeOf(setting.stepSize),
        maxIterations: setting.maxIterations,
        tolerance: setting.tolerance,
      });
      const error = relativeError(weights, data.planted);
      const { threshold } = setting;
      const success = error !== null && error <= threshold;
      const place = Object.fromEntries(grid.axes.map(({ name }) => [name, coordinates[name]]));
      return { cell, trial, ...place, success, error, iterations, passes, status };
    } finally {
      data.dispose();
    }
  } catch (error) {
    if (!(error instanceof RelufitError)) throw error;
    // The message says what of the options is wrong, and now where.
    error.message = `trial ${trial} of cell ${cell} (${described(grid, coordinates)}): ${error.message}`;
    throw error;
  }
}

/** 'n = 20, sparsity = 2': the axes' values of a cell. */
export function described({ axes }: Grid, coordinates: PhaseCoordinates): string {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return (
    axes.map(({ name }) => `${name} = ${text(coordinates[name])}`).join(', ') || 'the only one'
  );
}

/** What to plant in a cell at a trial, and K: sets of a family follow from the weights. */
export function plantedSet(
  setting: PhaseSetting,
  coordinates: PhaseCoordinates,
  trial: number,
): { planting: Partial<PlantedOptions>; set: Constraint } {
  const { d, sparsity, constraint } = coordinates;
  const seed = problemSeed(setting, coordinates, trial);
  if (typeof constraint !== 'string') {
    const set = setFrom(constraint);
    return { planting: { seed, constraint: set, ...(sparsity !== null && { sparsity }) }, set };
  }
  const draws = new Draws(d, sparsity as number, setting.values, seed);
  const [planted, set] = familyOf(constraint).make(draws);
  return { planting: { seed, planted }, set };
}

// By what the problem is, and not by the number of the cell, so that a finer grid has the trials of a coarser one; nor
// by the solver, so that solvers are compared on the same problems.
function problemSeed(setting: PhaseSetting, coordinates: PhaseCoordinates, trial: number): number {
  const { solver: _, ...problem } = coordinates;
  const { seed, values, precision } = setting;
  const name = `phase ${JSON.stringify({ ...problem, values, precision })}`;
  return trialSeed(namedSeed(seed, name), trial);
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
