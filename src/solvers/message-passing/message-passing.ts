import { type Waiting, wait } from '../../engine/wait.js';
import { checkNames, RelufitError, show } from '../../errors.js';
import { builtIn } from '../../problem/built-in.js';
import { explainsAll, finishFrom, stateAt } from '../finish.js';
import type { Problem } from '../problem.js';
import { type Iteration, type Solver, type SolverState, withBest } from '../solver.js';
import type { StepSize } from '../step-size.js';
import { SubspaceSolver } from '../subspace-step.js';
import { same, supportOf } from '../support.js';
import type { Channel } from './channel.js';
import { Messages } from './messages.js';
import { channelOf } from './noise.js';
import { supportLeastSquares } from './support-least-squares.js';

/** Where the noise is: 'auto' is 'after' where a y is negative and otherwise 'before', at a level that may be 0. */
export type NoisePlace = 'auto' | 'none' | 'before' | 'after';

const CAVEAT =
  'message passing trusts that the rows of X are independent and alike, and their entries independent or nearly so';

const PLACES: readonly unknown[] = ['auto', 'none', 'before', 'after'];

/**
 * Generalized approximate message passing, for rows that are independent draws with independent entries: from fewer rows than
 * any other solver here, and in a few dozen trips over X.
 *
 * Each round, one trip over X, says of each weight and of each row what the others know of it: a weight is 0 or normal
 * (half normal in a nonnegative set), a row's z is y, or below 0, or y up to the noise. Expectation–maximisation learns
 * how many weights are not 0, how large they are, and the noise. A support that stays is solved on by least squares, the
 * best such answer is where projected gradient descent goes on from. Where messages do not settle they are passed again,
 * damped; where they diverge however damped, so says the status.
 *
 * Its states: u_t = P_K(mean), `stepSize` the damping and the residuals those of the mean, the part by which it changes,
 * until projected gradient descent goes on: from there they are what they are for all solvers.
 *
 * @param options.noise 'none', 'before' the ReLU: y = max(0, z + e), 'after' it: y = max(0, z) + e; default 'auto', which
 * is 'after' where a y is negative and otherwise 'before', at a level that may be 0. Of observation 'linear' there is one.
 * @throws RelufitError INVALID_ARGUMENT for another noise; fits with it, INCOMPATIBLE unless the set is sparse or
 * sparseNonnegative, the loss leastSquares without sample weights and the observation 'relu' or 'linear'.
 * @see S. Rangan, "Generalized approximate message passing for estimation with random linear mixing" (2011); P. Schniter,
 * S. Rangan, "Compressive phase retrieval via generalized approximate message passing" (2015).
 * @example
 * ```ts
 * const { X, y } = plantedProblem({ n: 150, d: 1000, sparsity: 20, seed: 1 });
 * const { objective } = fitSync(X, y, { constraint: sparse(20), solver: messagePassing() });
 * objective < 1e-24; // true
 * ```
 */
export function messagePassing(options: { noise?: NoisePlace } = {}): Solver {
  checkNames('messagePassing', options, ['noise']);
  const { noise = 'auto' } = options;
  if (!PLACES.includes(noise)) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'messagePassing({ noise })',
      show(noise),
      "'auto', 'none', 'before' or 'after'",
      'Leave it out for the default.',
    );
  }
  return builtIn({
    name: 'messagePassing',
    parameters: { noise },
    requires: { constraint: ['sparse'], loss: ['leastSquares', 'relu'] },
    coordinates: 'equilibrated',
    iterate: (problem: Problem, initial: ArrayLike<number>, stepSize: StepSize) =>
      iterate(problem, initial, stepSize, noise),
  });
}

// How far beliefs go to the new ones: all the way is best for rows as theory has them, half for rows that depend.
const DAMPINGS = [1, 0.6, 0.3];
// Rounds after which messages are not going to settle.
const ROUNDS = 120;
// Where the mean changes by less than this part the messages have said what they have to.
const SETTLED = 1e-6;
// A support that has stayed for so many rounds is solved on, and so many of them before the messages settle.
const STEADY = 2;
const TRIALS = 12;

function* iterate(
  problem: Problem,
  initial: ArrayLike<number>,
  stepSize: StepSize,
  noise: NoisePlace,
): Iteration {
  problem.notes.warnings.push(CAVEAT);
  const [start, u, best] = problem.allocate(3);
  problem.start(initial, start);
  best.array.set(start.array);
  const first = yield* stateAt(problem, start, stepSize);
  let least = first.objective;
  yield first;
  if (first.diverged) return;
  const channel = channelFor(problem, noise);
  const messages = new Messages(problem, channel);
  const solver = new SubspaceSolver(problem);
  let diverged = false;
  // Weights that explain y already have nothing to learn.
  if (!messages.idle && !explainsAll(least, problem)) {
    yield* messages.findMeans();
    let answer: Int32Array | undefined;
    for (const damping of DAMPINGS) {
      messages.begin(start, damping);
      const found = yield* settle(damping);
      diverged = found === undefined && answer === undefined;
      // Two ways that end at the same support need no third.
      if (found !== undefined && answer !== undefined && same(found, answer)) break;
      answer = found ?? answer;
      if (explainsAll(least, problem)) break;
    }
  }
  if (diverged) {
    yield { ...(yield* stateAt(problem, best, stepSize)), diverged };
    return;
  }
  yield* finishFrom(problem, best, stepSize);

  // Exchanges messages until they settle; answers the support they end at, or undefined where they diverge.
  function* settle(
    damping: number,
  ): Generator<SolverState | Promise<unknown>, Int32Array | undefined> {
    const tried = new Set<string>();
    let support: Int32Array = new Int32Array(0);
    let steady = 0;
    for (let round = 1; ; round++) {
      const change = yield* messages.exchange();
      if (change === Infinity) return undefined;
      messages.writeTo(u);
      problem.project(u);
      const before = support;
      support = supportOf(u.array, problem.columns);
      steady = same(support, before) ? steady + 1 : 0;
      const ends = change <= SETTLED || round === ROUNDS;
      const key = support.join();
      if (ends || (steady >= STEADY && tried.size < TRIALS && !tried.has(key))) {
        tried.add(key);
        const exact = yield* solveOnSupport();
        if (exact) return support;
      }
      if (ends) return support;
      messages.writeTo(u);
      problem.project(u);
      const objective = yield* wait(problem.objective(u));
      keep(objective);
      const state = {
        iterate: u,
        objective,
        stepSize: damping,
        residual: change * problem.norm(u),
        relativeResidual: change,
        stalled: false,
        diverged: false,
        // Messages that are nearly settled say nothing of a fixed point of L.
        goesOn: true,
      };
      // How far the best is from a fixed point was not looked at.
      const unknown = { residual: NaN, relativeResidual: NaN };
      yield withBest(state, { ...state, ...unknown, iterate: best, objective: least });
    }
  }

  function keep(objective: number): void {
    if (!(objective < least)) return;
    least = objective;
    best.array.set(u.array);
  }

  // Whether u, solved on its support, leaves nothing of y to be explained.
  function* solveOnSupport(): Waiting<boolean> {
    const objective = yield* supportLeastSquares(problem, solver, u, channel !== 'after');
    keep(objective);
    return explainsAll(least, problem);
  }
}

function channelFor(problem: Problem, noise: NoisePlace): Channel {
  if (problem.response.alpha === 1) return 'linear';
  return noise === 'auto' ? channelOf(problem.y) : noise;
}
