// The dozen rows that matter to a user: the README's table.

import { digits, time } from './format.js';
import { places, type Result, type Row } from './result.js';

// Place → how it reads.
const ROWS: readonly [string, string][] = [
  ['kernels: gradient f32, dense iterate, 640×1024', 'one gradient, f32, 640×1024'],
  ['kernels: gradient f64, dense iterate, 640×1024', 'one gradient, f64, 640×1024'],
  ['kernels: gradient f32, dense iterate, 4096×8192', 'one gradient, f32, 4096×8192'],
  ['kernels: gradient f32, sparse iterate, 640×1024, s=24', '… at 24 nonzeros, f32, 640×1024'],
  ['kernels: gradient f64, sparse iterate, 640×1024, s=24', '… at 24 nonzeros, f64, 640×1024'],
  ['kernels: gradient f32, mean over a fit, 4096×8192, s=160', '… over a fit, f32, 4096×8192'],
  ["fits: paper's fit f32 to 1e-6, 625×1000, s=20", "the paper's fit to 1e-6, f32, 625×1000"],
  ["fits: paper's fit f64 to 1e-6, 625×1000, s=20", "the paper's fit to 1e-6, f64, 625×1000"],
  ['tiny: fitSync f64, 20 iterations, 20×40, s=3', '20 iterations on 20×40, f64'],
  ['generator: normals f32, 250000', '250,000 standard normals, f32'],
  ['generator: normals f64, 250000', '250,000 standard normals, f64'],
  ['paper: relufit paper, 300 fits, 625×1000, s=20', '`relufit paper`, 300 fits in f64'],
  [
    'phase: relufit phase, 20000 trials, 20×20 cells, d=100',
    '`relufit phase`, 20,000 trials, d=100',
  ],
];

const NATIVE = ['openblas', 'numpy', 'numpy, 1 thread', 'numpy, a process a core'];
const LIBRARIES = ['jax-js', 'tfjs-wasm', 'numpy-ts', 'ml-matrix', 'stdlib'];

export function highlights({ machine, versions, rows, notes }: Result): string {
  const found = places(rows);
  const lines = ROWS.flatMap(([place, words]) => {
    const measured = found.get(place);
    if (measured === undefined) return [];
    const native = quickest(measured, NATIVE);
    const library = quickest(measured, LIBRARIES);
    const plain = quickest(measured, ['javascript']);
    return `| ${[words, time(measured[0].medianNs), ...[native, library, plain].map(cell)].join(' | ')} |`;
  });
  return [
    '| what | relufit | native takes | the quickest JavaScript library | JavaScript tuned by hand |',
    '|---|---|---|---|---|',
    ...lines,
    '',
    `Times those of relufit, **bold** where the other is quicker; ${machine.cpu}, ${machine.cores} cores, Node ` +
      `${versions.node}, relufit ${versions.relufit}, medians of turns in the same processes. Native is two gemv of ` +
      'OpenBLAS called from C on one thread, or NumPy, whichever is quicker.',
    // That the machine was busy, say: what weakens the numbers stands beside them.
    ...notes,
  ].join('\n');
}

function quickest(rows: readonly Row[], engines: readonly string[]): Row | undefined {
  return rows
    .slice(1)
    .filter(({ engine }) => engines.includes(engine))
    .sort((a, b) => a.ratio - b.ratio)[0];
}

function cell(row: Row | undefined): string {
  if (row === undefined) return '—';
  const ratio = `${digits(row.ratio)} ×`;
  const who = row.engine === 'javascript' ? '' : ` ${row.engine}`;
  return `${row.ratio < 1 ? `**${ratio}**` : ratio}${who}`;
}
