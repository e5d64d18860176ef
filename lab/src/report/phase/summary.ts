// A result in words: what was run, where half of the trials succeed, and how that compares with theory.

import type { PhaseLine, PhaseResult } from 'relufit';
import { percent, significant } from '../../format.js';
import { described, isNumeric, numberText, symbolOf, valueText } from './names.js';
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
    const from = known.length > 0 ? known : lines;
    return from[Math.floor(from.length / 2)];
  });
}

function place({ axes, result }: View, line: PhaseLine): string {
  const numbers: string[] = [];
  const names: string[] = [];
  for (const { name } of axes) {
    if (name === 'n') continue;
    (isNumeric(name) ? numbers : names).push(described(name, line[name]));
  }
  // The solver is told even where there is only one.
  const { solver } = result.options;
  if (!Array.isArray(solver)) names.unshift(valueText(solver));
  return `${numbers.length > 0 ? ` for ${numbers.join(', ')}` : ''} with ${names.join(', ')}`;
}

function halfWaySentence(view: View, line: PhaseLine): string {
  const { n, low, high } = line.halfWay;
  const { theory } = line;
  const expected =
    theory === null
      ? ''
      : `; theory ${theory.kind === 'upper bound' ? 'allows for' : 'expects'} ${theory.requiredSamples} (${theoryName(theory)})`;
  if (n === null) {
    const cells = cellsOf(view, line);
    const isAbove = beyond(view, line) === '<';
    const end = isAbove ? cells[0] : cells[cells.length - 1];
    return `${isAbove ? 'More' : 'Fewer'} than half of the trials succeed ${isAbove ? 'from' : 'up to'} n = ${end.n}${place(view, line)}${expected}.`;
  }
  const from = low === null ? 'less than the least n' : significant(low, 3);
  const to = high === null ? 'more than the largest n' : significant(high, 3);
  const interval = low === null || high === null ? `${from} to ${to}` : `${from}–${to}`;
  return `Half of the trials succeed at n ≈ ${significant(n, 3)} (${interval})${place(view, line)}${expected}.`;
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
