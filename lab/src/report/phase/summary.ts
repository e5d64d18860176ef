// A result in words: what was run, where half of the trials succeed, and how that compares with theory.

import type { PhaseLine, PhaseResult } from 'relufit';
import { conjoined, counted, percent, significant } from '../../format.js';
import { numberText, symbolOf, valueText } from './names.js';
import { beyond, panelsOf, theoryName, type View, viewOf } from './view.js';

/** Sentences, a paragraph each. */
export function phaseSummary(result: PhaseResult): string[] {
  const view = viewOf(result);
  const found = view.axes.some(({ name }) => name === 'n') ? halfWays(view) : successes(view);
  return [`${size(view)} ${setting(result)}`, ...found, ...missing(view)];
}

function size({ result: { cells }, trials: [fewest, most] }: View): string {
  if (cells.length === 0) return 'No trial has been run yet.';
  const count = counted(cells.length, 'cell');
  if (fewest === most) return `${count} × ${counted(fewest, 'trial')}.`;
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
  const { lines, options } = view.result;
  if (lines.length === 0) return [];
  const chosen = lines.length <= MOST ? lines : middles(view);
  // The solver is told even where there is only one.
  const { solver } = options;
  const always = Array.isArray(solver) ? '' : ` with ${valueText(solver)}`;
  const found = chosen.filter(({ halfWay }) => halfWay.n !== null);
  const sentences = chosen
    .filter(({ halfWay }) => halfWay.n === null)
    .map((line) => neverHalf(view, line, always));
  if (found.length > 0) sentences.unshift(halfWaySentence(view, found, always));
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

/** ' for s = 4, pursuit'. */
function place({ axes }: View, line: PhaseLine): string {
  const others = axes.filter(({ name }) => name !== 'n');
  if (others.length === 0) return '';
  return ` for ${others.map((axis) => axis.described(axis.indexOf(line))).join(', ')}`;
}

/** 'Half of the trials succeed at n ≈ 48 (44–52) for s = 4 with pursuit; theory expects 66 (2δ).' */
function halfWaySentence(view: View, lines: readonly PhaseLine[], always: string): string {
  const theories = lines.map(expected);
  const isShared = new Set(theories).size === 1;
  const parts = lines.map((line, k) => {
    const own = isShared || theories[k] === '' ? '' : ` where ${theories[k]}`;
    return `n ≈ ${significant(line.halfWay.n, 3)} (${interval(view, line)})${place(view, line)}${own}`;
  });
  const shared = isShared && theories[0] !== '' ? `; ${theories[0]}` : '';
  if (parts.length === 1) return `Half of the trials succeed at ${parts[0]}${always}${shared}.`;
  const last = `at ${parts[parts.length - 1]}`;
  return `Half of the trials succeed${always} at ${conjoined([...parts.slice(0, -1), last])}${shared}.`;
}

function interval(view: View, line: PhaseLine): string {
  const { low, high } = line.halfWay;
  const cells = view.cellsOf(line);
  const from = low === null ? `below ${cells[0].n}` : significant(low, 3);
  const to = high === null ? `above ${cells[cells.length - 1].n}` : significant(high, 3);
  return low === null || high === null ? `${from} to ${to}` : `${from}–${to}`;
}

function neverHalf(view: View, line: PhaseLine, always: string): string {
  const cells = view.cellsOf(line);
  const theory = expected(line);
  const rest = `${place(view, line)}${always}${theory === '' ? '' : `; ${theory}`}.`;
  return beyond(view, line) === 'below'
    ? `More than half of the trials succeed from n = ${cells[0].n}${rest}`
    : `Fewer than half of the trials succeed up to n = ${cells[cells.length - 1].n}${rest}`;
}

function expected({ theory }: PhaseLine): string {
  if (theory === null) return '';
  const most = theory.kind === 'upper bound' ? 'at most ' : '';
  return `theory expects ${most}${theory.requiredSamples} (${theoryName(theory)})`;
}

function compared({ result: { lines } }: View): string[] {
  const ratios = lines.flatMap(({ halfWay, theory }) =>
    halfWay.n === null || theory === null ? [] : [halfWay.n / theory.requiredSamples],
  );
  if (ratios.length < 3) return [];
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2));
  const some =
    ratios.length === lines.length
      ? `On all ${lines.length} lines`
      : `On the ${ratios.length} of ${lines.length} lines that have it,`;
  return [`${some} n at one half is ${low} to ${high} times what theory names.`];
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
  return [
    `${good} of ${trials === 1 ? '1 trial succeeds' : `the ${trials} trials succeed`} (${percent(good, trials)})${spread}.`,
  ];
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
