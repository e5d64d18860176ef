// A result in words: what was run, where half of the trials succeed, and how that compares with theory.

import type { PhaseLine, PhaseResult } from 'relufit';
import { percent, significant } from '../../format.js';
import type { Axis } from './axis.js';
import { numberText, symbolOf, valueText } from './names.js';
import { beyond, cellsOf, panelsOf, theoryName, type View, viewOf } from './view.js';

/** Sentences, a paragraph each. */
export function phaseSummary(result: PhaseResult): string[] {
  const view = viewOf(result);
  const found = view.axes.some(({ name }) => name === 'n') ? halfWays(view) : successes(view);
  return [`${size(view)} ${setting(result)}`, ...found, ...missing(view)];
}

function size({ result: { cells }, trials: [fewest, most] }: View): string {
  if (cells.length === 0) return 'No trial has been run yet.';
  const count = cells.length === 1 ? '1 cell' : `${cells.length} cells`;
  if (fewest === most) return `${count} × ${fewest} trials.`;
  const total = cells.reduce((sum, { trials }) => sum + trials, 0);
  return `${count} of ${fewest} to ${most} trials, ${total} in all.`;
}

function setting({ options }: PhaseResult): string {
  const fixed = (['d', 'n', 'sparsity', 'noise'] as const).flatMap((name) => {
    const value = options[name];
    return typeof value === 'number' ? [`${symbolOf(name)} = ${valueText(value)}`] : [];
  });
  const where = fixed.length > 0 ? ` Everywhere ${fixed.join(', ')}.` : '';
  return `A trial succeeds where ‖w − w*‖ ≤ ${numberText(options.threshold)} ‖w*‖.${where}`;
}

/** At most so many lines are spoken of. */
const MOST = 4;

function halfWays(view: View): string[] {
  const { lines } = view.result;
  if (lines.length === 0) return [];
  const chosen = lines.length <= MOST ? lines : middles(view);
  const sentences = chosen.map((line) => halfWaySentence(view, line));
  return [sentences.join(' '), ...compared(view)];
}

/** For each combination of names the middle one of its lines that have an n, of the first few combinations. */
function middles(view: View): PhaseLine[] {
  const groups = panelsOf(
    view,
    view.axes.filter((axis) => !axis.isNumeric),
  ).slice(0, MOST);
  return groups.map(({ lines }) => {
    const known = lines.filter(({ halfWay }) => halfWay.n !== null);
    const whole = known.filter(({ halfWay }) => halfWay.low !== null && halfWay.high !== null);
    const from = [whole, known, lines].find(({ length }) => length > 0) ?? lines;
    return from[Math.floor(from.length / 2)];
  });
}

/** ' for s = 4 with pursuit'. */
function place({ axes, result }: View, line: PhaseLine): string {
  const others = axes.filter(({ name }) => name !== 'n');
  const texts = (some: readonly Axis[]) => some.map((axis) => axis.described(axis.indexOf(line)));
  const numbers = texts(others.filter(({ isNumeric }) => isNumeric));
  const names = texts(others.filter(({ isNumeric }) => !isNumeric));
  // The solver is told even where there is only one.
  const { solver } = result.options;
  if (!Array.isArray(solver)) names.unshift(valueText(solver));
  return `${numbers.length > 0 ? ` for ${numbers.join(', ')}` : ''} with ${names.join(', ')}`;
}

function halfWaySentence(view: View, line: PhaseLine): string {
  const { n, low, high } = line.halfWay;
  const cells = cellsOf(view, line);
  const [least, largest] = [cells[0].n, cells[cells.length - 1].n];
  const rest = `${place(view, line)}${expected(line)}.`;
  if (n === null) {
    return beyond(view, line) === '<'
      ? `More than half of the trials succeed from n = ${least}${rest}`
      : `Fewer than half of the trials succeed up to n = ${largest}${rest}`;
  }
  const from = low === null ? `below ${least}` : significant(low, 3);
  const to = high === null ? `above ${largest}` : significant(high, 3);
  const interval = low === null || high === null ? `${from} to ${to}` : `${from}–${to}`;
  return `Half of the trials succeed at n ≈ ${significant(n, 3)} (${interval})${rest}`;
}

function expected({ theory }: PhaseLine): string {
  if (theory === null) return '';
  const most = theory.kind === 'upper bound' ? 'at most ' : '';
  return `; theory expects ${most}${theory.requiredSamples} (${theoryName(theory)})`;
}

function compared({ result: { lines } }: View): string[] {
  const ratios = lines.flatMap(({ halfWay, theory }) =>
    halfWay.n === null || theory === null ? [] : [halfWay.n / theory.requiredSamples],
  );
  if (ratios.length < 3) return [];
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2));
  const some =
    ratios.length === lines.length
      ? `all ${lines.length} lines`
      : `the ${ratios.length} of ${lines.length} lines that have one`;
  return [`Over ${some} n at one half is ${low} to ${high} times what theory names.`];
}

function successes({ result: { cells } }: View): string[] {
  if (cells.length === 0) return [];
  const trials = cells.reduce((sum, cell) => sum + cell.trials, 0);
  const good = cells.reduce((sum, cell) => sum + cell.successes, 0);
  const range = (share: number) => percent(share, 1);
  const shares = cells.map(({ success }) => success);
  const [low, high] = [Math.min(...shares), Math.max(...shares)];
  const spread =
    cells.length === 1
      ? ''
      : low === high
        ? ', in every cell'
        : `, from ${range(low)} to ${range(high)} of a cell`;
  return [`${good} of the ${trials} trials succeed (${percent(good, trials)})${spread}.`];
}

/** Of an experiment that is not done, or a part of one. */
function missing({ result: { cells, axes, options }, isSearch, trials: [fewest] }: View): string[] {
  const wanted = axes.reduce((count, { values }) => count * values.length, 1);
  const isWhole = (isSearch || cells.length === wanted) && fewest >= options.trials;
  if (isWhole || cells.length === 0) return [];
  const of = isSearch ? '' : ` of ${wanted}`;
  return [
    `Not all is run: ${cells.length}${of} cells have trials, and some fewer than ${options.trials}.`,
  ];
}
