// What of a fit's options is plain data, and what is not.

import type { CheckedOptions } from '../options.js';
import { foreignPart, type Recipe } from '../problem/built-in.js';
import type { SentOptions } from './calls.js';

/** A set, loss, solver or step size by its name and parameters. */
export function recipe({ name, parameters = {} }: { name: string; parameters?: object }): Recipe {
  return { name, parameters: parameters as Recipe['parameters'] };
}

/** What of the options cannot be sent to a worker, in words, or undefined where all can. */
export function whatStays(options: CheckedOptions): string | undefined {
  const { constraint, loss, solver, stepSize, onIteration, signal } = options;
  for (const part of [constraint, loss, solver, stepSize]) {
    const foreign = foreignPart(part) as { name?: unknown } | undefined;
    if (foreign !== undefined) return `${foreign.name} is made of functions`;
  }
  if (onIteration !== undefined) return 'onIteration is called here';
  if (signal !== undefined && typeof signal.addEventListener !== 'function') {
    return 'the signal tells no one when it is aborted';
  }
  return undefined;
}

export function sentOptions(options: CheckedOptions): SentOptions {
  const { constraint, loss, solver, stepSize, observation, signal, initial } = options;
  const { intercept, maxIterations, tolerance, restarts, timeLimit, planted, sampleWeight } =
    options;
  return {
    constraint: recipe(constraint),
    loss: recipe(loss),
    solver: recipe(solver),
    stepSize: recipe(stepSize),
    observation: typeof observation === 'string' ? observation : { ...observation },
    initial,
    aborted: signal?.aborted ?? false,
    ...{ intercept, maxIterations, tolerance, restarts, timeLimit, planted, sampleWeight },
  };
}
