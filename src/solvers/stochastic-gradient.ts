import { permutation } from '../data/sampling.js';
import type { Vector } from '../engine/engine.js';
import type { RowRange } from '../engine/row-blocks.js';
import { type Waiting, wait } from '../engine/wait.js';
import { checkNames, RelufitError, show } from '../errors.js';
import { builtIn } from '../problem/built-in.js';
import { notFinite, residualsOf, withoutNext } from './fixed-point.js';
import type { Problem } from './problem.js';
import type { Iteration, Solver } from './solver.js';
import type { StepSize } from './step-size.js';

/** How batches are drawn and steps made. */
export interface StochasticGradientOptions {
  /** Rows of a batch, rounded up to whole blocks of rows (64 or more, at most 64 blocks): default 256. */
  readonly batch?: number;
  /**
   * μ of a batch. Default: that of the fit's stepSize where it is fixed; else the loss's step over the mean square of X, over
   * (1 + √(k/m))², m the rows of a batch and k the set's statistical dimension where a formula gives one, and d elsewhere.
   */
  readonly stepSize?: number;
  /** Epochs with that μ, which then falls as epochs/(t + 1). Default: it is halved after each epoch in which L did not fall. */
  readonly epochs?: number;
  /** Of the order of the batches; default 0. */
  readonly seed?: number;
}

/**
 * Projected stochastic gradient descent: u ← P_K(u − μ ∇L_B(u)) for the batches B of rows in random order, an epoch after the
 * other; L_B is the average over the rows of B.
 *
 * A state is an epoch: n/m projected steps in one pass over X. A second pass gives ∇L(u), so that objective, residual and
 * with them `tolerance` and status mean what they do for any other solver. On noiseless data a fixed μ converges linearly to
 * w*, where all ∇L_B are 0 at once. With noise it ends in a neighbourhood as wide as √μ: so μ is halved where L does not
 * fall, and the tolerance is rarely reached; `timeLimit` and `maxIterations` (epochs) end the run. An epoch after which L is
 * not finite or more than it was at the start is undone, and μ halved.
 *
 * Needs batches that say something of every direction that K leaves: for n < 128 there is one batch, and this is projected
 * gradient descent.
 *
 * @throws RelufitError INVALID_ARGUMENT for options that cannot be used.
 * @see S. M. M. Kalan, M. Soltanolkotabi, A. S. Avestimehr, "Fitting ReLUs via SGD and Quantized SGD" (2019),
 * arXiv:1901.06587.
 * @example
 * ```ts
 * const { X, y } = plantedProblem({ n: 1000, d: 50, sparsity: 50, seed: 1 });
 * const solver = stochasticGradient({ batch: 250 });
 * fitSync(X, y, { constraint: wholeSpace(), solver }).status; // 'converged'
 * ```
 */
export function stochasticGradient(options: StochasticGradientOptions = {}): Solver {
  const where = 'stochasticGradient';
  checkNames(where, options, ['batch', 'stepSize', 'epochs', 'seed']);
  const { batch = 256, stepSize, epochs, seed = 0 } = options;
  check('batch', batch, Number.isInteger(batch) && batch > 0, 'an integer of at least 1');
  if (stepSize !== undefined) {
    const good = Number.isFinite(stepSize) && stepSize > 0;
    check('stepSize', stepSize, good, 'a positive finite number');
  }
  if (epochs !== undefined) {
    check('epochs', epochs, Number.isInteger(epochs) && epochs > 0, 'an integer of at least 1');
  }
  check('seed', seed, Number.isSafeInteger(seed) && seed >= 0, 'an integer from 0 to 2⁵³ − 1');
  // As they were given: what was left out is left to the fit.
  const parameters = { ...options };
  return builtIn({
    name: where,
    parameters,
    requires: {},
    coordinates: 'of the step size' as const,
    iterate: (problem: Problem, initial: ArrayLike<number>, rule: StepSize) =>
      iterate(problem, initial, rule, { batch, stepSize, epochs, seed }),
  });
}

type Settings = Required<Pick<StochasticGradientOptions, 'batch' | 'seed'>> &
  StochasticGradientOptions;

function* iterate(
  problem: Problem,
  initial: ArrayLike<number>,
  rule: StepSize,
  settings: Settings,
): Iteration {
  let [u, before, g, next] = problem.allocate(4);
  problem.start(initial, u);
  let objective = yield* wait(problem.gradient(u, g));
  if (!Number.isFinite(objective)) {
    yield notFinite(u, objective);
    return;
  }
  const first = objective;
  const batches = batchesOf(problem, settings.batch);
  const plain = problem.paperSteps.later / problem.meanSquare;
  let mu = settings.stepSize ?? defaultStep(problem, rule, batches[0]);
  const smallest = mu * 2 ** -50;
  for (let epoch = 0; ; epoch++) {
    // The residual is that of a plain step with the loss's μ: that of a batch may be tiny, and says less.
    let failure = problem.projectedStep(u, g, plain, next);
    if (failure === undefined) {
      const distance = Math.sqrt(problem.squaredDistance(u, next));
      const residuals = residualsOf(problem, { u, g, next }, plain, distance);
      const stalled = mu < smallest;
      yield { iterate: u, objective, stepSize: mu, ...residuals, stalled, diverged: false };
      before.array.set(u.array);
      for (const k of permutation(batches.length, { seed: settings.seed, stream: epoch })) {
        failure = yield* batchStep(problem, u, batches[k], mu, { g, next });
        if (failure !== undefined) break;
        [u, next] = [next, u];
      }
    }
    if (failure !== undefined) {
      // The last iterate whose projection was found is where the run ends.
      yield withoutNext(u, yield* wait(problem.gradient(u, g)), mu, failure);
      return;
    }
    const reached = yield* wait(problem.gradient(u, g));
    const isLost = !(reached <= Math.max(first, objective));
    const hasFallen = reached < objective;
    objective = reached;
    if (isLost) {
      [u, before] = [before, u];
      objective = yield* wait(problem.gradient(u, g));
    }
    if (isLost || (settings.epochs === undefined && !hasFallen)) mu /= 2;
    else if (settings.epochs !== undefined && epoch + 1 >= settings.epochs) {
      mu *= (epoch + 1) / (epoch + 2);
    }
  }
}

/**
 * One step on one batch: next = P_K(u − μ ∇L_B(u)); answers why it could not be found, if so. What learns from rows that
 * come one batch at a time calls this.
 */
export function* batchStep(
  problem: Problem,
  u: Vector,
  batch: RowRange,
  mu: number,
  { g, next }: { readonly g: Vector; readonly next: Vector },
): Waiting<string | undefined> {
  yield* wait(problem.gradient(u, g, batch));
  return problem.projectedStep(u, g, mu, next);
}

/** All rows in batches of `batch` rows or a few more, in order: whole blocks. */
export function batchesOf({ rows, blockRows }: Problem, batch: number): RowRange[] {
  const size = blockRows * Math.ceil(batch / blockRows);
  const batches: RowRange[] = [];
  for (let begin = 0; begin < rows; begin += size) {
    batches.push({ begin, end: Math.min(rows, begin + size) });
  }
  return batches;
}

function defaultStep(problem: Problem, rule: StepSize, { begin, end }: RowRange): number {
  const { meanSquare, columns, constraint, paperSteps } = problem;
  if (!rule.adaptive) return rule.propose(1, paperSteps, meanSquare, NaN);
  const dimension = Math.min(columns, constraint.statisticalDimension?.(columns)?.value ?? columns);
  const crowding = end - begin === problem.rows ? 0 : Math.sqrt(dimension / (end - begin));
  return paperSteps.later / (meanSquare * (1 + crowding) ** 2);
}

function check(name: string, value: unknown, holds: boolean, expected: string): void {
  if (holds) return;
  throw new RelufitError(
    'INVALID_ARGUMENT',
    `stochasticGradient({ ${name} })`,
    show(value),
    expected,
    'Leave it out for the default.',
  );
}
