// What relufit promises of its speed, and whether a run of the bench bears it out. Nothing here is asserted in a test: a
// time depends on the machine.

import { digits, time } from './format.js';
import type { Row } from './result.js';

interface Target {
  readonly demand: string;
  readonly limit: number;
  /** At most the limit is met, or at least. */
  readonly sense: 'at most' | 'at least';
  readonly show: (value: number) => string;
  readonly measure: (rows: readonly Row[]) => number | undefined;
}

export interface Judged {
  readonly demand: string;
  readonly target: string;
  /** As it is printed; undefined where the run has it not. */
  readonly measured: string | undefined;
  readonly met: boolean | undefined;
}

/** Each target in the rows of a run. */
export function judged(rows: readonly Row[]): Judged[] {
  return TARGETS.map(({ demand, limit, sense, show, measure }) => {
    const value = measure(rows);
    const target = `${sense} ${show(limit)}`;
    if (value === undefined) return { demand, target, measured: undefined, met: undefined };
    const met = sense === 'at most' ? value <= limit : value >= limit;
    return { demand, target, measured: show(value), met };
  });
}

type Where = { readonly group: string; readonly name: string; readonly shape: string };

const at = (rows: readonly Row[], where: Where) =>
  rows.filter(
    ({ group, name, shape }) =>
      group === where.group && name === where.name && shape.split(',')[0] === where.shape,
  );

// The engines' ratios are of their time to ours, which stands first at its place.
const timesOurs = (rows: readonly Row[], where: Where, engine: string) =>
  at(rows, where).find((row) => row.engine === engine)?.ratio;

const partOf =
  (where: Where, engine: string) =>
  (rows: readonly Row[]): number | undefined => {
    const ratio = timesOurs(rows, where, engine);
    return ratio === undefined ? undefined : 1 / ratio;
  };

const JAVASCRIPT_PEERS = ['jax-js', 'tfjs-wasm', 'numpy-ts', 'ml-matrix', 'stdlib'];

const quickest =
  (where: Where, engines: readonly string[]) =>
  (rows: readonly Row[]): number | undefined => {
    const ratios = at(rows, where).filter(({ engine }) => engines.includes(engine));
    return ratios.length === 0 ? undefined : Math.min(...ratios.map(({ ratio }) => ratio));
  };

const longest =
  (group: string, engine: string) =>
  (rows: readonly Row[]): number | undefined => {
    const found = rows.filter((row) => row.group === group && row.engine === engine);
    return found.length === 0 ? undefined : Math.max(...found.map(({ medianNs }) => medianNs));
  };

const SIZES = ['128×256', '640×1024', '2048×2048', '4096×8192'] as const;
const LARGER = SIZES.slice(1);

const gradient = (precision: 'f32' | 'f64', kind: string, shape: string): Where => {
  return { group: 'kernels', name: `gradient ${precision}, ${kind}`, shape };
};

const atMost = (
  demand: string,
  limit: number,
  measure: Target['measure'],
  show: Target['show'] = digits,
): Target => ({ demand, limit, sense: 'at most', show, measure });

const asFast = (demand: string, limit: number, measure: Target['measure']): Target => {
  return { demand, limit, sense: 'at least', show: (value) => `${digits(value)} ×`, measure };
};

const OVER_A_FIT = 'mean over a fit';

const TARGETS: readonly Target[] = [
  ...(
    [
      ['640×1024', 0.42],
      ['4096×8192', 0.5],
    ] as const
  ).flatMap(([shape, limit]) => {
    const where = gradient('f32', OVER_A_FIT, shape);
    return [
      atMost(`Gradient f32 over a fit, ${shape}, of OpenBLAS`, limit, partOf(where, 'openblas')),
      atMost(`Gradient f32 over a fit, ${shape}, of reading ½X`, 1.7, partOf(where, 'stream ½X')),
    ];
  }),
  ...SIZES.map((shape) =>
    atMost(
      `Gradient f32, dense iterate, ${shape}, of OpenBLAS`,
      1,
      partOf(gradient('f32', 'dense iterate', shape), 'openblas'),
    ),
  ),
  ...LARGER.map((shape) =>
    atMost(
      `Gradient f64, dense iterate, ${shape}, of OpenBLAS`,
      1,
      partOf(gradient('f64', 'dense iterate', shape), 'openblas'),
    ),
  ),
  ...LARGER.map((shape) =>
    atMost(
      `Gradient f64 over a fit, ${shape}, of OpenBLAS`,
      0.42,
      partOf(gradient('f64', OVER_A_FIT, shape), 'openblas'),
    ),
  ),
  ...(
    [
      ['2048×2048', 1.6],
      ['4096×8192', 1.4],
    ] as const
  ).flatMap(([shape, limit]) =>
    ['dense', 'sparse'].map((kind) => {
      const where = { group: 'threads', name: `gradient f32, ${kind} iterate`, shape };
      return asFast(
        `Two threads, gradient f32, ${kind} iterate, ${shape}, to one`,
        limit,
        partOf(where, 'threads=2'),
      );
    }),
  ),
  atMost("Engine 'auto' to one thread, at its worst size", 1.05, (rows) => {
    const found = rows.filter(({ group, engine }) => group === 'auto' && engine === 'auto');
    return found.length === 0 ? undefined : Math.max(...found.map(({ ratio }) => ratio));
  }),
  ...[
    ['Gradient f32, sparse iterate, 640×1024', gradient('f32', 'sparse iterate', '640×1024'), 5],
    ['Gradient f32, dense iterate, 640×1024', gradient('f32', 'dense iterate', '640×1024'), 2],
    ["Paper's fit f32, 625×1000", paperFit(), 5],
  ].map(([demand, where, limit]) =>
    asFast(
      `${demand}, to the quickest JavaScript peer`,
      limit as number,
      quickest(where as Where, JAVASCRIPT_PEERS),
    ),
  ),
  ...[
    ['Gradient f32, dense iterate, 640×1024', gradient('f32', 'dense iterate', '640×1024')],
    ["Paper's fit f32, 625×1000", paperFit()],
  ].map(([demand, where]) =>
    asFast(`${demand}, to tfjs-wasm`, 20, quickest(where as Where, ['tfjs-wasm'])),
  ),
  atMost('Normals f32, of NumPy', 1 / 3, partOf(normals(), 'numpy')),
  atMost('Normals f32, of JavaScript', 1 / 8, partOf(normals(), 'javascript')),
  atMost('fitSync of 20×40, 20 iterations', 60e3, longest('tiny', 'wasm'), time),
  atMost('Import to first result', 40e6, longest('cold-start', 'wasm'), time),
  atMost('relufit paper, of NumPy as it comes', 0.25, partOf(paperExperiment(), 'numpy')),
  atMost('relufit paper, of NumPy in its quickest way', 0.25, ofQuickestNumpy(paperExperiment())),
  atMost('relufit phase, of NumPy as it comes', 0.25, partOf(phaseDiagram(), 'numpy')),
  atMost('relufit phase, of NumPy in its quickest way', 0.25, ofQuickestNumpy(phaseDiagram())),
];

function ofQuickestNumpy(where: Where) {
  return (rows: readonly Row[]): number | undefined => {
    const engines = rows.filter(({ engine }) => engine.startsWith('numpy'));
    const ratio = quickest(
      where,
      engines.map(({ engine }) => engine),
    )(rows);
    return ratio === undefined ? undefined : 1 / ratio;
  };
}

function paperFit(): Where {
  return { group: 'fits', name: "paper's fit f32 to 1e-6", shape: '625×1000' };
}

function normals(): Where {
  return { group: 'generator', name: 'normals f32', shape: '250000' };
}

function paperExperiment(): Where {
  return { group: 'paper', name: 'relufit paper, 300 fits', shape: '625×1000' };
}

function phaseDiagram(): Where {
  return { group: 'phase', name: 'relufit phase, 20000 trials', shape: '20×20 cells' };
}
