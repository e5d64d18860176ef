import { type FitOptions, fitSync, type MatrixLike, projectedGradient } from '../../src/index.js';
import type { Problem } from '../../src/solvers/problem.js';

/** What `use` answers of the problem that a solver of such a fit is given, in its coordinates. */
export function withProblem<T>(
  X: MatrixLike,
  y: ArrayLike<number>,
  options: FitOptions,
  use: (problem: Problem) => T,
): T {
  let answer: { value: T } | undefined;
  fitSync(X, y, {
    ...options,
    maxIterations: 0,
    solver: {
      ...projectedGradient(),
      *iterate(problem, ...rest) {
        answer = { value: use(problem) };
        yield* projectedGradient().iterate(problem, ...rest);
      },
    },
  });
  return (answer as { value: T }).value;
}

/** The value of a computation that has nothing to wait for. */
export function atOnce<T>(waiting: Generator<Promise<unknown>, T, void>): T {
  const { done, value } = waiting.next();
  if (!done) throw new Error('it waits for a promise');
  return value;
}
