import {
  type Constraint,
  type FitResult,
  fit,
  nonnegative,
  type Observation,
  predict,
  sparse,
  sparseNonnegative,
  version,
  wholeSpace,
} from 'relufit';
import type { Table } from '../../../src/csv.js';
import { numbersOf } from '../../../src/csv-cells.js';
import { coefficientNames, type Feature, featureMatrix } from '../../../src/features.js';
import { type Model, modelOf } from '../../../src/model.js';
import { type CrossValidation, crossValidate, FOLDS, levelsUpTo } from './cross-validation.js';

/** What is known of the coefficients; `of` makes the set of a level where there is one. */
export interface Knowledge {
  readonly name: string;
  readonly label: string;
  readonly hasLevel: boolean;
  readonly of: (level: number) => Constraint;
}

export const KNOWLEDGE: readonly Knowledge[] = [
  { name: 'wholeSpace', label: 'nothing', hasLevel: false, of: () => wholeSpace() },
  { name: 'sparse', label: 'only a few matter', hasLevel: true, of: (level) => sparse(level) },
  { name: 'nonnegative', label: 'none is negative', hasLevel: false, of: () => nonnegative() },
  {
    name: 'sparseNonnegative',
    label: 'only a few matter, none is negative',
    hasLevel: true,
    of: (level) => sparseNonnegative(level),
  },
];

export interface Task {
  readonly table: Table;
  readonly target: string;
  readonly features: readonly Feature[];
  readonly knowledge: Knowledge;
  /** How many coefficients; 'auto' for cross-validation. */
  readonly level: number | 'auto';
  readonly observation: Observation;
  readonly intercept: boolean;
}

export interface Fitted {
  readonly result: FitResult;
  readonly level?: number;
  readonly crossValidation?: CrossValidation;
  readonly names: readonly string[];
  readonly y: Float64Array;
  readonly predicted: Float64Array;
  /** 1 − Σ(y − ŷ)²/Σ(y − ȳ)², or null where y does not vary. */
  readonly rSquared: number | null;
  readonly model: Model;
}

/** @param progress told how many of how many fits are done. */
export async function fitTask(
  task: Task,
  signal: AbortSignal,
  progress: (done: number, all: number) => void,
): Promise<Fitted> {
  const { table, target, features, knowledge, observation, intercept } = task;
  const X = featureMatrix(table, features);
  const y = numbersOf(table, target, false);
  const names = coefficientNames(features);
  const optionsOf = (level: number) => ({
    ...{ constraint: knowledge.of(level), observation, intercept, signal },
  });
  let level = task.level === 'auto' ? 1 : Math.min(task.level, X.columns);
  let crossValidation: CrossValidation | undefined;
  if (knowledge.hasLevel && task.level === 'auto') {
    if (X.rows < 2 * FOLDS) {
      throw new Error(
        `${table.source}: got ${X.rows} rows, expected at least ${2 * FOLDS} for ${FOLDS} folds. Choose how many coefficients matter by hand.`,
      );
    }
    const levels = levelsUpTo(X.columns);
    const all = FOLDS * levels.length;
    crossValidation = await crossValidate(X, y, levels, optionsOf, (done) => progress(done, all));
    level = crossValidation.chosen;
  }
  const result = await fit(X, y, optionsOf(level));
  const predicted = predict(result, X);
  const rSquared = determination(y, predicted);
  const set = knowledge.hasLevel ? `${knowledge.name}:${level}` : knowledge.name;
  const model = modelOf(
    {
      version,
      target,
      observation,
      weights: Array.from(result.weights),
      intercept: result.intercept,
      options: { data: table.source, constraint: set, intercept, crossValidation },
      engine: result.engine,
      summary: {
        objective: result.objective,
        rSquared,
        rows: X.rows,
        iterations: result.iterations,
        status: result.status,
        residual: result.residual,
        warnings: result.certificate.warnings,
      },
    },
    features,
  );
  return {
    ...{ result, crossValidation, names, y, predicted, rSquared, model },
    level: knowledge.hasLevel ? level : undefined,
  };
}

function determination(y: Float64Array, predicted: Float64Array): number | null {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  let left = 0;
  let total = 0;
  for (let row = 0; row < y.length; row++) {
    left += (y[row] - predicted[row]) ** 2;
    total += (y[row] - mean) ** 2;
  }
  return total > 0 ? 1 - left / total : null;
}
