// The sets of a path, checked before anything runs, and the level that is chosen.

import type { Constraint } from '../constraints/constraint.js';
import { RelufitError, show } from '../errors.js';
import { checkSet } from '../options.js';
import type { Precision } from '../problem/dataset.js';

/** A level and its set. */
export interface Level {
  readonly level: number;
  readonly constraint: Constraint;
}

/**
 * The sets of all levels.
 *
 * @throws RelufitError INVALID_ARGUMENT unless levels are different finite numbers that ascend or descend, or where one
 * makes no set that can stand in ℝᵈ, with that level.
 */
export function checkLevels(
  constraint: (level: number) => Constraint,
  levels: readonly number[],
  d: number,
  precision: Precision,
): Level[] {
  if (typeof constraint !== 'function') {
    throw invalid(
      'constraint',
      show(constraint),
      'a function of the level, such as (s) => sparse(s)',
      'Use ReluRegressor for one set.',
    );
  }
  if (!Array.isArray(levels) || levels.length === 0) {
    throw invalid('levels', show(levels), 'a list of numbers', 'Give at least one.');
  }
  const direction = levels.length > 1 && levels[1] < levels[0] ? -1 : 1;
  levels.forEach((level, k) => {
    const follows = k === 0 || direction * (level - levels[k - 1]) > 0;
    if (typeof level === 'number' && Number.isFinite(level) && follows) return;
    const before = k === 0 ? '' : ` after ${show(levels[k - 1])}`;
    const expected = 'different numbers that ascend or descend';
    throw invalid(`levels[${k}]`, show(level) + before, expected, 'Sort them, each once.');
  });
  return levels.map((level, k) => {
    try {
      const set = constraint(level);
      if (typeof set?.project !== 'function' || typeof set.contains !== 'function') {
        throw invalid('constraint', show(set), 'a set', 'Return one such as sparse(level).');
      }
      checkSet(set, d, precision);
      return { level, constraint: set };
    } catch (error) {
      if (!(error instanceof RelufitError)) throw error;
      throw invalid(
        `levels[${k}] = ${level}`,
        `no set (${error.message})`,
        'a set for each level',
        'Leave it out.',
      );
    }
  });
}

/** What a level is chosen by. */
export interface Scored {
  readonly level: number;
  /** The lower the better; NaN or ∞ where the level has none. */
  readonly score: number;
  readonly standardError?: number;
}

/**
 * The place of the level chosen: of the least score, or with 'one-standard-error' the smallest level whose score is at most
 * that plus its standard error. −1 where no score is finite.
 *
 * L. Breiman et al., "Classification and regression trees" (1984), section 3.4.3.
 */
export function chooseLevel(scored: readonly Scored[], rule: Rule): number {
  let least = -1;
  scored.forEach(({ level, score }, k) => {
    // A perfect fit has criteria of −∞.
    if (!(score < Infinity)) return;
    const best = scored[least];
    // Among equals the smallest level.
    if (least < 0 || score < best.score || (score === best.score && level < best.level)) least = k;
  });
  if (least < 0 || rule === 'minimum') return least;
  const most = scored[least].score + (scored[least].standardError ?? 0);
  let chosen = least;
  scored.forEach(({ level, score }, k) => {
    if (score <= most && level < scored[chosen].level) chosen = k;
  });
  return chosen;
}

/** The smallest level within a standard error of the best, or the best. */
export type Rule = 'one-standard-error' | 'minimum';

const invalid = (where: string, got: string, expected: string, remedy: string) =>
  new RelufitError('INVALID_ARGUMENT', `ReluRegressorCV ${where}`, got, expected, remedy);
