import type { FitOptions, Solver } from 'relufit';
import * as relufit from 'relufit';

/** Factories that a version of relufit may or may not have. */
interface Optional {
  readonly pursuit?: () => Solver;
  readonly messagePassing?: () => Solver;
  readonly acceleratedProjectedGradient?: () => Solver;
  readonly auto?: () => Solver;
}

export interface SolverChoice {
  readonly name: string;
  readonly label: string;
  readonly explanation: string;
  readonly options: () => Pick<FitOptions, 'solver' | 'stepSize'>;
}

function offered(
  factory: (() => Solver) | undefined,
  choice: Omit<SolverChoice, 'options'>,
): SolverChoice[] {
  return factory === undefined ? [] : [{ ...choice, options: () => ({ solver: factory() }) }];
}

/** What this relufit offers, the paper's first. Written out one by one, so that a bundler keeps only these. */
export const SOLVERS: readonly SolverChoice[] = [
  {
    name: 'projectedGradient',
    label: 'the paper’s gradient',
    explanation: 'The algorithm of the theorem: the step is 2 once, then 1.',
    options: () => ({ solver: relufit.projectedGradient(), stepSize: relufit.paperSchedule() }),
  },
  {
    name: 'backtracking',
    label: 'gradient, safe steps',
    explanation: 'The paper’s step, shortened wherever the objective would not fall.',
    options: () => ({ solver: relufit.projectedGradient(), stepSize: relufit.backtracking() }),
  },
  ...offered((relufit as Optional).acceleratedProjectedGradient, {
    name: 'acceleratedProjectedGradient',
    label: 'accelerated gradient',
    explanation: 'Projected gradient with momentum.',
  }),
  ...offered((relufit as Optional).pursuit, {
    name: 'pursuit',
    label: 'pursuit',
    explanation:
      'Least squares on the subspace that a gradient step chooses: few iterations, few samples.',
  }),
  ...offered((relufit as Optional).messagePassing, {
    name: 'messagePassing',
    label: 'message passing',
    explanation: 'Passes messages between rows and weights: the fewest samples, for sparse sets.',
  }),
  ...offered((relufit as Optional).auto, {
    name: 'auto',
    label: 'automatic',
    explanation: 'The library chooses, and says which and why.',
  }),
];

export const solverNamed = (name: string): SolverChoice =>
  SOLVERS.find((solver) => solver.name === name) ?? SOLVERS[0];

/** The one that needs the fewest samples for any set made of subspaces, of those that there are. */
export const STRONGEST = solverNamed(
  SOLVERS.some(({ name }) => name === 'pursuit') ? 'pursuit' : 'backtracking',
);
