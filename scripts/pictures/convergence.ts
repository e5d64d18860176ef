// Relative error against passes over X, at the paper's size.

import * as Plot from '@observablehq/plot';
import {
  dataset,
  type FitOptions,
  fitSync,
  messagePassing,
  paperSchedule,
  plantedProblem,
  projectedGradient,
  pursuit,
  sparse,
} from 'relufit';
import { BLUE, GREEN, label, picture, powerOfTen, SOFT, VERMILION } from './style.js';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const METHODS = [
  {
    name: 'projectedGradient, the paper’s steps',
    colour: BLUE,
    options: { solver: projectedGradient(), stepSize: paperSchedule() },
  },
  { name: 'messagePassing', colour: GREEN, options: { solver: messagePassing() } },
  { name: 'pursuit', colour: VERMILION, options: { solver: pursuit() } },
];
// Rounding is below.
const FLOOR = 1e-12;
const LAST = 40;

interface Point {
  readonly passes: number;
  readonly error: number;
  readonly seed?: number;
}

/** The errors of w_0, w_1, …, each at the passes that it took to come there, as a fit that ends there counts them. */
function curve(seed: number, options: Partial<FitOptions>): Point[] {
  const { X, y, planted } = plantedProblem({ n: 625, d: 1000, sparsity: 20, seed });
  const data = dataset(X, y);
  const points: Point[] = [];
  for (let t = 0; points.length === 0 || points[t - 1].error > FLOOR; t++) {
    const given = { constraint: sparse(20), planted, maxIterations: t, tolerance: 0 };
    const { passes, trace } = fitSync(data, { ...given, ...options });
    const error = Math.max(trace.error?.at(-1) ?? NaN, FLOOR);
    points.push({ passes, error, seed });
  }
  data.dispose();
  return points;
}

/** At each iteration; a curve that has ended stays where it is. */
function meanOf(curves: readonly Point[][]): Point[] {
  const longest = Math.max(...curves.map(({ length }) => length));
  return Array.from({ length: longest }, (_, t) => {
    const points = curves.map((points) => points[Math.min(t, points.length - 1)]);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value) / values.length;
    return {
      passes: mean(points.map(({ passes }) => passes)),
      error: mean(points.map(({ error }) => error)),
    };
  });
}

export function convergence(): string {
  const marks: Plot.Markish[] = [];
  const labels: Plot.Markish[] = [];
  for (const { name, colour, options } of METHODS) {
    const curves = SEEDS.map((seed) => curve(seed, options));
    const mean = meanOf(curves);
    marks.push(
      Plot.lineY(curves.flat(), {
        ...{ x: 'passes', y: 'error', z: 'seed', stroke: colour, strokeOpacity: 0.35 },
        strokeWidth: 1,
        clip: true,
      }),
      Plot.lineY(mean, {
        ...{ x: 'passes', y: 'error', stroke: colour, strokeWidth: 3, clip: true },
      }),
    );
    labels.push(label(name, LABELLED[name], { fill: colour }));
  }
  const theorem = Array.from({ length: LAST }, (_, t) => ({ passes: t + 2, error: 0.5 ** t }));
  return picture('Relative error against passes over X', 760, 400, [
    {
      x: 0,
      y: 0,
      options: {
        ...{ width: 760, height: 400, marginLeft: 62, marginRight: 20, marginTop: 36 },
        marginBottom: 46,
        x: { domain: [0, LAST], label: 'passes over X →', labelAnchor: 'right', ticks: 8 },
        y: {
          type: 'log',
          domain: [FLOOR, 2],
          grid: true,
          label: '↑ relative error ‖wₜ − w*‖ / ‖w*‖',
          ticks: 7,
          tickFormat: powerOfTen,
        },
        marks: [
          Plot.lineY(theorem, {
            ...{ x: 'passes', y: 'error', stroke: SOFT, strokeDasharray: '5 4' },
            strokeWidth: 1.5,
            clip: true,
          }),
          ...marks,
          ...labels,
          label('the theorem’s (½)ᵗ', { x: 22, y: 3e-11 }, { fill: SOFT }),
        ],
      },
    },
  ]);
}

// Where a name stands beside its curve.
const LABELLED: Record<string, { x: number; y: number }> = {
  'projectedGradient, the paper’s steps': { x: 17, y: 2e-3 },
  messagePassing: { x: 6.4, y: 3e-9 },
  pursuit: { x: 0.4, y: 1e-8 },
};
