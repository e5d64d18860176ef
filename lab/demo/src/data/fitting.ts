import {
  type Constraint,
  type CVResults,
  type FitResult,
  leastSquares,
  nonnegative,
  type Observation,
  predict,
  ReluRegressor,
  ReluRegressorCV,
  type Summary,
  sparse,
  sparseNonnegative,
  tobit,
  version,
  wholeSpace,
} from 'relufit';
import type { Table } from '../../../src/csv.js';
import { numbersOf } from '../../../src/csv-cells.js';
import { coefficientNames, type Feature, featureMatrix } from '../../../src/features.js';
import { type Model, modelOf } from '../../../src/model.js';

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

/** What is minimised. */
export const LOSSES = [
  { name: 'leastSquares', label: 'least squares', make: leastSquares },
  { name: 'tobit', label: 'likelihood (Tobit)', make: tobit },
] as const;

export interface Task {
  readonly table: Table;
  readonly target: string;
  readonly features: readonly Feature[];
  readonly knowledge: Knowledge;
  /** How many coefficients; 'auto' for cross-validation. */
  readonly level: number | 'auto';
  readonly observation: Observation;
  readonly loss: (typeof LOSSES)[number];
  readonly intercept: boolean;
}

export interface Fitted {
  readonly result: FitResult;
  /** Of coefficients, the intercept first where there is one, and of the fit. */
  readonly summary: Summary;
  readonly level?: number;
  readonly crossValidation?: CVResults;
  readonly y: Float64Array;
  readonly predicted: Float64Array;
  readonly model: Model;
}

const FOLDS = 5;

export async function fitTask(task: Task, signal: AbortSignal): Promise<Fitted> {
  const { table, target, features, knowledge, observation, intercept, loss } = task;
  const X = featureMatrix(table, features);
  const y = numbersOf(table, target, false);
  const estimator = estimatorOf(task, X.rows, X.columns);
  await estimator.fit(X, y, { signal });
  const { result } = estimator;
  const crossValidation = estimator instanceof ReluRegressorCV ? estimator.cvResults : undefined;
  const level = knowledge.hasLevel
    ? (crossValidation?.bestLevel ?? Math.min(Number(task.level), X.columns))
    : undefined;
  const summary = estimator.summary();
  const model = modelOf(
    {
      version,
      target,
      observation,
      weights: Array.from(estimator.coef),
      intercept: estimator.intercept,
      sigma: summary.sigma,
      options: {
        data: table.source,
        constraint: level === undefined ? knowledge.name : `${knowledge.name}:${level}`,
        loss: loss.name,
        solver: result.solver.name,
        intercept,
      },
      engine: result.engine,
      summary: {
        objective: result.objective,
        rSquared: summary.rSquared ?? null,
        rows: X.rows,
        iterations: result.iterations,
        status: result.status,
        residual: result.residual,
        warnings: result.certificate.warnings,
      },
    },
    features,
  );
  return { result, summary, level, crossValidation, y, predicted: predict(model, X), model };
}

function estimatorOf(task: Task, rows: number, columns: number): ReluRegressor | ReluRegressorCV {
  const { table, features, knowledge, observation, intercept, loss } = task;
  const parameters = {
    ...{ observation, intercept, loss: loss.make(), featureNames: coefficientNames(features) },
  };
  if (!knowledge.hasLevel || task.level !== 'auto') {
    const level = task.level === 'auto' ? 1 : Math.min(task.level, columns);
    return new ReluRegressor({ ...parameters, constraint: knowledge.of(level) });
  }
  if (rows < 2 * FOLDS) {
    throw new Error(
      `${table.source}: got ${rows} rows, expected at least ${2 * FOLDS} for ${FOLDS} folds. Choose how many coefficients matter by hand.`,
    );
  }
  const levels = levelsUpTo(columns);
  return new ReluRegressorCV({ ...parameters, constraint: knowledge.of, levels, folds: FOLDS });
}

/** 1, 2, 3, 5, 8, 13 … and all. */
function levelsUpTo(columns: number): number[] {
  const levels: number[] = [];
  for (let [level, next] = [1, 2]; level < columns; [level, next] = [next, level + next]) {
    levels.push(level);
  }
  return [...levels, columns];
}
