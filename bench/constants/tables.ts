// A result as Markdown.

import { type Bracketed, familySizes } from '../../dist/index.js';
import type { Constants, ConstantsLine } from './result.js';

export function everything(result: Constants): string {
  const { version, machine, seconds, count, settings } = result;
  const [{ d, trials, maxIterations }] = settings;
  return [
    `relufit ${version}, d = ${d}, ${trials} trials a cell, at most ${maxIterations} iterations: ${count} trials in ${seconds} s on ` +
      `${machine.cores} cores of ${machine.cpu}. Success is a relative error of at most 1e-4; brackets are where 95 % intervals of ` +
      'Wilson begin and end to hold one half, and ± the standard deviation of δ from draw to draw, where it varies.',
    '### Convex sets',
    'By `acceleratedProjectedGradient`. Theory expects c = 2 of the ReLU, half of whose rows say nothing, and c = 1 of linear rows.',
    convexTable(result),
    '### Sets that are not convex',
    'ReLU rows. δ is a bound, and no transition is expected at a multiple of it.',
    othersTable(result),
    '### Noise',
    noiseTable(result),
  ].join('\n\n');
}

/** What s counts in each family. */
export function families(): string {
  const rows = Object.entries(familySizes).map(([name, counts]) => [`\`${name}\``, counts]);
  return table(['family', 's counts'], rows);
}

const size = ({ constraint, sparsity }: Pick<ConstantsLine, 'constraint' | 'sparsity'>) =>
  `\`${constraint}\` | ${sparsity} (${familySizes[constraint]})`;

const bracketed = ({ value, low, high }: Bracketed, digits: number) => {
  const text = (at: number | null) => at?.toFixed(digits) ?? 'beyond';
  return `${text(value)} [${text(low)}, ${text(high)}]`;
};

/** The lines of each set and size together, by what differs. */
function grouped(rows: readonly ConstantsLine[], by: 'observation' | 'solver') {
  const groups = new Map<string, Map<string, ConstantsLine>>();
  for (const row of rows) {
    const group = groups.get(size(row)) ?? new Map<string, ConstantsLine>();
    group.set(row[by], row);
    groups.set(size(row), group);
  }
  return [...groups];
}

function sideBySide(rows: readonly ConstantsLine[], by: 'observation' | 'solver'): string {
  const names = [...new Set(rows.map((row) => row[by]))];
  const heads = names.flatMap((name) => [`n, ${name}`, `c, ${name}`]);
  return table(
    ['set', 's', 'n₀ = δ', ...heads],
    grouped(rows, by).map(([name, group]) => {
      const [{ n0, spread, kind }] = group.values();
      // Of draws of w*, where δ varies with it.
      const around = spread / n0 > 1e-6 ? ` ± ${spread.toFixed(1)}` : '';
      const cells = names.flatMap((own) => {
        const row = group.get(own);
        return row === undefined ? ['', ''] : [bracketed(row.n, 0), bracketed(row.c, 2)];
      });
      return [name, `${n0.toFixed(1)}${around}, ${kind}`, ...cells];
    }),
  );
}

const isConvex = ({ solver }: ConstantsLine) => solver === 'acceleratedProjectedGradient';

const convexTable = ({ rows }: Constants) => sideBySide(rows.filter(isConvex), 'observation');
const othersTable = ({ rows }: Constants) =>
  sideBySide(
    rows.filter((row) => !isConvex(row)),
    'solver',
  );

function noiseTable({ noise }: Constants): string {
  const [{ points, n }] = noise;
  const rows = noise.map(({ constraint, sparsity, observation, slope, points }) => [
    size({ constraint, sparsity } as ConstantsLine),
    `${observation}`,
    ...points.map(({ ratio }) => ratio?.toFixed(2) ?? ''),
    slope?.toFixed(3) ?? '',
  ]);
  return [
    `n = ${n}: the error over σ√(2δ/n), σ√(δ/n) for linear rows, by \`projectedGradient\`; the slope is that of log error on log σ.`,
    table(['set', 's', 'rows', ...points.map(({ noise }) => `σ = ${noise}`), 'slope'], rows),
  ].join('\n\n');
}

// A cell that has two columns brings its own bar.
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
