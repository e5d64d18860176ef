import {
  acceleratedProjectedGradient,
  auto,
  backtracking,
  type FitOptions,
  messagePassing,
  paperSchedule,
  projectedGradient,
  pursuit,
} from 'relufit';

export interface SolverChoice {
  readonly name: string;
  readonly label: string;
  readonly explanation: string;
  readonly options: () => Pick<FitOptions, 'solver' | 'stepSize'>;
}

/** The paper's first. */
export const SOLVERS: readonly SolverChoice[] = [
  {
    name: 'projectedGradient',
    label: 'the paper’s gradient',
    explanation: 'The algorithm of the theorem: the step is 2 once, then 1.',
    options: () => ({ solver: projectedGradient(), stepSize: paperSchedule() }),
  },
  {
    name: 'backtracking',
    label: 'gradient, safe steps',
    explanation: 'The paper’s step, shortened wherever the objective would not fall.',
    options: () => ({ solver: projectedGradient(), stepSize: backtracking() }),
  },
  {
    name: 'acceleratedProjectedGradient',
    label: 'accelerated gradient',
    explanation: 'Projected gradient with momentum, for convex sets and sparse ones.',
    options: () => ({ solver: acceleratedProjectedGradient() }),
  },
  {
    name: 'pursuit',
    label: 'pursuit',
    explanation:
      'Least squares on the subspace that a gradient step chooses: few iterations and few samples, for sets made of subspaces.',
    options: () => ({ solver: pursuit() }),
  },
  {
    name: 'messagePassing',
    label: 'message passing',
    explanation:
      'Rows and weights tell each other what they know: the fewest samples, for sparse sets.',
    options: () => ({ solver: messagePassing() }),
  },
  {
    name: 'auto',
    label: 'automatic',
    explanation: 'The library chooses, and says below which and why.',
    options: () => ({ solver: auto() }),
  },
];

export const solverNamed = (name: string): SolverChoice =>
  SOLVERS.find((solver) => solver.name === name) ?? SOLVERS[0];
