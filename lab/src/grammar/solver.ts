import { InvalidArgumentError } from 'commander';
import { auto, messagePassing, projectedGradient, pursuit, type Solver } from 'relufit';
import type { Spelled } from './spelled.js';

const SOLVERS = { auto, projectedGradient, pursuit, messagePassing };

export const SOLVER_NAMES = Object.keys(SOLVERS).join(' | ');

export function solverOf(text: string): Spelled<Solver> {
  if (Object.hasOwn(SOLVERS, text)) {
    return { text, value: SOLVERS[text as keyof typeof SOLVERS]() };
  }
  throw new InvalidArgumentError(`Expected one of ${SOLVER_NAMES}.`);
}
