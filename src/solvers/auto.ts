import { type Waiting, wait } from '../engine/wait.js';
import { builtIn } from '../problem/built-in.js';
import { acceleratedProjectedGradient } from './accelerated-projected-gradient.js';
import { explainsAll, finishFrom } from './finish.js';
import { messagePassing } from './message-passing/message-passing.js';
import { newton, WHY_NEWTON } from './newton.js';
import { MOST_WEIGHTS } from './olsen.js';
import type { Problem } from './problem.js';
import { projectedGradient } from './projected-gradient.js';
import { pursuit } from './pursuit.js';
import { unmet } from './requirements.js';
import { type Iteration, type Solver, type SolverState, withBest } from './solver.js';
import type { StepSize } from './step-size.js';

/** A solver, and why it is one for this problem; undefined where it is none. */
interface Candidate {
  readonly solver: Solver;
  /** Whether a run that converges is the last, though y is not explained: another is not expected to do better. */
  readonly suffices: boolean;
  readonly reason: (data: Facts) => string | undefined;
}

/** What the choice is made by. */
interface Facts {
  readonly problem: Problem;
  /** The largest |cosine| among a few columns. */
  readonly cosine: number;
}

// In the order in which they are tried.
const CANDIDATES: readonly Candidate[] = [
  {
    solver: messagePassing(),
    suffices: false,
    reason: ({ problem, cosine }) =>
      cosine < DEPENDENT
        ? `sparse weights, ${rowsBeside(problem)}, and columns whose cosines do not pass ${cosine.toFixed(2)}`
        : undefined,
  },
  {
    solver: newton(),
    suffices: true,
    reason: ({ problem }) =>
      problem.rows > problem.length && problem.length <= MOST_WEIGHTS ? WHY_NEWTON : undefined,
  },
  {
    solver: pursuit(),
    suffices: true,
    reason: ({ problem }) =>
      freeWeights(problem) <= MOST_WEIGHTS
        ? `${problem.constraint.name} is made of subspaces`
        : undefined,
  },
  {
    solver: acceleratedProjectedGradient(),
    suffices: true,
    reason: ({ problem: { constraint } }) =>
      constraint.convex ? `${constraint.name} is convex` : undefined,
  },
  {
    solver: projectedGradient(),
    suffices: true,
    // Of a convex set the accelerated one says all that it could say.
    reason: ({ problem: { constraint } }) =>
      constraint.convex ? undefined : `it takes any set and loss, here ${constraint.name}`,
  },
];

// Columns whose cosine is this far from 0 are not of independent entries, however damped the messages.
const DEPENDENT = 0.8;
// Where a run has come to its end, whatever the tolerance asked for.
const ENDED = { f64: 1e-9, f32: 1e-6 };
// States after which a run that is not the last has had its turn.
const TURN = 450;

/**
 * Chooses the solver: by the set, the loss and the columns of X, and where one ends in a fit that leaves something to be
 * explained, by trying the next. The result says which found the weights, and why that one, in `solver`.
 *
 * Sparse weights of a ReLU or linear observation under least squares, unless the columns are far from independent: message
 * passing first. Tobit on the whole space: Newton. Sets made of subspaces: pursuit, for up to a thousand weights at once.
 * Last, and on all other sets: projected gradient descent, accelerated where the set is convex. Where the first leaves
 * nothing of y unexplained (10⁻⁹ of its mean square), or is another than message passing and converges, it is the only one;
 * otherwise the lowest objective wins. What it costs is what they cost, and a look at a few columns.
 *
 * Its states are those of the runs, one after the other, without the last of a run that another follows. It refuses no set
 * and no loss.
 *
 * @see `messagePassing`, `newton`, `pursuit`, `acceleratedProjectedGradient`, `projectedGradient`, their sources.
 * @example
 * ```ts
 * const { X, y } = plantedProblem({ n: 150, d: 1000, sparsity: 20, seed: 1 });
 * fitSync(X, y, { constraint: sparse(20), solver: auto() }).solver.name; // 'messagePassing'
 * ```
 */
export function auto(): Solver {
  return builtIn({
    name: 'auto',
    parameters: {},
    requires: {},
    coordinates: 'of the step size',
    iterate,
  });
}

function* iterate(problem: Problem, initial: ArrayLike<number>, stepSize: StepSize): Iteration {
  const { notes, hasIntercept: intercept } = problem;
  const { constraint, loss, response, sampleWeight } = problem;
  const parts = { constraint, loss, response, sampleWeight, intercept, stepSize };
  const able = CANDIDATES.filter(({ solver }) => unmet({ ...parts, solver }) === undefined);
  const cosine = able.length > 1 ? yield* largestCosine(problem) : 0;
  const chosen = able.flatMap(({ solver, suffices, reason }) => {
    const why = reason({ problem, cosine });
    return why === undefined ? [] : [{ solver, suffices, why }];
  });
  const [best] = problem.allocate(1);
  let least = Infinity;
  let lowest: SolverState | undefined;
  let winner: (typeof chosen)[number] | undefined;
  let warnings: readonly string[] = [];
  const before = notes.warnings.length;
  const left: string[] = [];
  let done = false;
  for (const candidate of chosen) {
    const { solver, suffices, why } = candidate;
    notes.solver = { name: solver.name, reason: reasonOf(why, left) };
    notes.warnings.length = before;
    const isLast = candidate === chosen.at(-1) && winner === undefined;
    if (isLast) {
      yield* solver.iterate(problem, initial, stepSize);
      return;
    }
    let states = 0;
    let found = false;
    for (const state of solver.iterate(problem, initial, stepSize)) {
      if (state instanceof Promise) {
        yield state;
        continue;
      }
      states++;
      const exact = explainsAll(state.objective, problem);
      const converged = state.goesOn !== true && state.relativeResidual <= ENDED[problem.precision];
      found ||= exact || (converged && suffices && state.objective <= least);
      if (!found && (converged || isLastOf(state) || states > TURN)) {
        if (state.objective < least) take(state, candidate);
        left.push(`${solver.name} ended with ${share(state, problem)} of y² unexplained`);
        done = converged && suffices;
        break;
      }
      yield withBest(state, lowest);
      if (state.diverged) return;
    }
    if (done) break;
  }
  if (winner === undefined) throw new Error('auto: no solver takes this problem');
  notes.solver = { name: winner.solver.name, reason: reasonOf(winner.why, left) };
  notes.warnings.splice(before, Infinity, ...warnings);
  yield* finishFrom(problem, best, stepSize);

  function take(state: SolverState, candidate: (typeof chosen)[number]): void {
    least = state.objective;
    best.array.set(state.iterate.array);
    lowest = { ...state, iterate: best };
    winner = candidate;
    warnings = notes.warnings.slice(before);
  }
}

// How many weights least squares on a subspace would solve for at once, at most: a subspace is no larger than the scale
// of theory.
function freeWeights({ constraint, columns }: Problem): number {
  const { name, level = columns } = constraint;
  if (name === 'sparse' || name === 'sparseNonnegative') return level;
  return constraint.statisticalDimension?.(columns)?.value ?? columns;
}

// n, beside the scale of theory.
function rowsBeside({ rows, columns, constraint }: Problem): string {
  const scale = constraint.statisticalDimension?.(columns);
  return scale === undefined ? `${rows} rows` : `${(rows / scale.value).toFixed(1)} n₀ rows`;
}

const reasonOf = (why: string, left: readonly string[]): string =>
  left.length === 0 ? why : `${why}; ${left.join('; ')}`;

// Is there nothing to come but this state again?
const isLastOf = ({ diverged, stalled, failure }: SolverState): boolean =>
  diverged || stalled || failure !== undefined;

const share = ({ objective }: SolverState, { scaleOfObjective }: Problem): string =>
  (objective / scaleOfObjective).toExponential(1);

/** The largest |cosine| among columns of X: four runs of four neighbours. Reads as much of X as they take. */
function* largestCosine(problem: Problem): Waiting<number> {
  const { columns: d, rows: n } = problem;
  const chosen = new Set<number>();
  for (let run = 0; run < RUNS; run++) {
    const first = Math.floor((run * (d - LENGTH)) / RUNS);
    for (let j = 0; j < LENGTH; j++) chosen.add(Math.min(d - 1, Math.max(0, first + j)));
  }
  const columns = Int32Array.from(chosen).sort();
  const k = columns.length;
  const { gram } = yield* wait(
    problem.gram(columns, new Float64Array(n).fill(1), new Float64Array(n)),
  );
  let largest = 0;
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < a; b++) {
      const size = Math.sqrt(gram[a * k + a] * gram[b * k + b]);
      if (size > 0) largest = Math.max(largest, Math.abs(gram[a * k + b]) / size);
    }
  }
  return largest;
}

const RUNS = 4;
const LENGTH = 4;
