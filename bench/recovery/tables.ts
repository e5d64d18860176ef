// A result as Markdown.

import { halfWay, wilsonInterval } from '../../dist/index.js';
import type { Recovery } from './result.js';
import type { RowLaw } from './trial.js';

/** The headline: n at one half for each solver, and the rate of success on other rows. */
export function headline(result: Recovery): string {
  return [halfwayTable(result), '', rowsTable(result)].join('\n');
}

/** Everything. */
export function everything(result: Recovery): string {
  const { seeds, d, machine, version } = result;
  const parts = [
    `relufit ${version}, d = ${d}, ${seeds} seeds a number, ${machine.cpu}, ${machine.cores} cores. Success is a ` +
      'relative error of at most 1e-4; brackets are 95 % intervals of Wilson.',
    '## Rows for half of the fits to be right',
    'y = max(0, ⟨w, x⟩) with Gaussian rows, s weights N(0, 1) at uniform places. Between the points measured by lines, after ' +
      'pooling points that are out of order; the brackets are where the ends of the intervals are one half.',
    halfwayTable(result),
    '![Success against n](recovery.svg)',
    pointsTable(result),
    '## Other rows',
    'n = 625, s = 20: the part of the fits that are right.',
    rowsTable(result),
    statusLine(result),
    '## Noise',
    'n = 625, noise of a hundredth of the power of the signal before or after the ReLU: the error over that of least squares on ' +
      'the true support, median and 90 %.',
    noiseTable(result),
    '## Cost',
    'n = 625, s = 20, without noise, to a residual of 1e-10, on data that are loaded: medians over problems, and as parts of ' +
      'projected gradient descent in the same process, in turns.',
    costTable(result),
  ];
  if (result.outliers.length > 0) {
    parts.push('## Gross errors', 'n = 625, s = 20, 5 % of y replaced by far larger numbers.');
    parts.push(outlierTable(result));
  }
  return parts.join('\n\n');
}

const solversOf = ({ cost }: Recovery) => cost.map(({ solver }) => solver);

function halfwayTable({ curves }: Recovery): string {
  const sparsities = [...new Set(curves.map(({ sparsity }) => sparsity))];
  const solvers = [...new Set(curves.map(({ solver }) => solver))];
  return table(
    ['solver', ...sparsities.map((s) => `n at 50 %, s = ${s}`)],
    solvers.map((solver) => [
      `\`${solver}\``,
      ...sparsities.map((s) => {
        const curve = curves.find((c) => c.solver === solver && c.sparsity === s);
        const { n, low, high } = halfWay(curve?.points ?? []);
        const rounded = (at: number | null) => at?.toFixed(0) ?? 'beyond';
        return `${rounded(n)} [${rounded(low)}, ${rounded(high)}]`;
      }),
    ]),
  );
}

function pointsTable({ curves }: Recovery): string {
  return table(
    ['s', 'solver', 'right, at n'],
    curves.map(({ sparsity, solver, points }) => [
      `${sparsity}`,
      `\`${solver}\``,
      points
        .map(({ n, successes, trials }) => `${percent(successes / trials)} at ${n}`)
        .join(' · '),
    ]),
  );
}

function rowsTable(result: Recovery): string {
  const laws = [...new Map(result.rows.map(({ rows }) => [JSON.stringify(rows), rows])).values()];
  return table(
    ['n = 625, s = 20', ...laws.map(lawName)],
    solversOf(result).map((solver) => [
      `\`${solver}\``,
      ...laws.map((law) => {
        const cell = result.rows.find(
          ({ solver: own, rows }) => own === solver && JSON.stringify(rows) === JSON.stringify(law),
        );
        if (cell === undefined) return '–';
        const { low, high } = wilsonInterval(cell.successes, cell.trials);
        return `${percent(cell.successes / cell.trials)} [${percent(low)}, ${percent(high)}]`;
      }),
    ]),
  );
}

function statusLine({ rows }: Recovery): string {
  const ends = rows.flatMap(({ solver, rows, statuses }) =>
    Object.entries(statuses)
      .filter(([status]) => status !== 'converged')
      .map(([status, count]) => `\`${solver}\` on ${lawName(rows)} rows ${status} ${count}`),
  );
  return ends.length === 0
    ? 'All of these fits ended `converged`.'
    : `Fits that did not end \`converged\`: ${ends.join(', ')}.`;
}

function noiseTable(result: Recovery): string {
  const columns = [
    ...new Set(result.noise.map(({ place, sparsity }) => `${place}, s = ${sparsity}`)),
  ];
  return table(
    ['solver', ...columns],
    solversOf(result).map((solver) => [
      `\`${solver}\``,
      ...columns.map((column) => {
        const cell = result.noise.find(
          (entry) => entry.solver === solver && `${entry.place}, s = ${entry.sparsity}` === column,
        );
        return cell === undefined ? '–' : `${cell.median.toFixed(2)}, ${cell.upper.toFixed(2)}`;
      }),
    ]),
  );
}

const costTable = ({ cost }: Recovery) =>
  table(
    ['solver', 'passes over X, and the most', 'of the passes', 'of the time, and 90 %'],
    cost.map(({ solver, passes, mostPasses, ofPasses, ofTime, ofTimeUpper }) => [
      `\`${solver}\``,
      `${passes.toFixed(1)}, ${mostPasses.toFixed(1)}`,
      ofPasses.toFixed(2),
      `${ofTime.toFixed(2)}, ${ofTimeUpper.toFixed(2)}`,
    ]),
  );

const outlierTable = ({ outliers }: Recovery) =>
  table(
    ['loss', 'right'],
    outliers.map(({ loss, successes, trials }) => [`\`${loss}\``, percent(successes / trials)]),
  );

function lawName(law: RowLaw): string {
  if (typeof law === 'string') return law === 'scaled' ? 'columns of sizes 1e-3 … 1e3' : law;
  return 'ar1' in law ? `AR(1), ρ = ${law.ar1}` : `shifted by ${(law as { shift: number }).shift}`;
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
