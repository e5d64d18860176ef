// A receptive field from white noise: heat maps at two numbers of stimuli, and errors against that number.

import * as Plot from '@observablehq/plot';
import {
  fitSync,
  lowRank,
  messagePassing,
  paperSchedule,
  plantedProblem,
  pursuit,
  sparse,
} from 'relufit';
import { field } from '../../examples/data/receptive-field.mjs';
import { BLUE, GREEN, INK, label, type Panel, PURPLE, picture, SOFT, VERMILION } from './style.js';

const { rows, columns, weights: truth } = field;
const D = rows * columns;
const SEPARABLE = lowRank({ rows, columns, rank: 1 });
const FEW = sparse(truth.reduce((count, w) => count + Number(w !== 0), 0));
const NOISE = { before: 0.1, after: 0.1 };
const SEEDS = [1, 2, 3, 4, 5];
const SHOWN = [200, 800];
const STIMULI = [60, 80, 100, 140, 200, 280, 400, 560, 800, 1130, 1600];

type Problem = ReturnType<typeof plantedProblem>;

const METHODS: { name: string; colour: string; find: (problem: Problem) => ArrayLike<number> }[] = [
  { name: 'spike-triggered average', colour: SOFT, find: triggeredAverage },
  {
    name: 'its nearest of rank 1',
    colour: PURPLE,
    find: (problem) => SEPARABLE.project(triggeredAverage(problem)),
  },
  {
    name: 'message passing, sparse',
    colour: GREEN,
    find: ({ X, y }) => fitSync(X, y, { constraint: FEW, solver: messagePassing() }).weights,
  },
  {
    name: 'the paper’s PGD, rank 1',
    colour: BLUE,
    find: ({ X, y }) => fitSync(X, y, { constraint: SEPARABLE, stepSize: paperSchedule() }).weights,
  },
  {
    name: 'pursuit, rank 1',
    colour: VERMILION,
    find: ({ X, y }) => fitSync(X, y, { constraint: SEPARABLE, solver: pursuit() }).weights,
  },
];

const WIDTH = 760;
const MAP = { width: 170, height: 178 };

export function receptiveField(): string {
  return picture('A receptive field from white noise', WIDTH, 2 * MAP.height + 400, [
    ...SHOWN.flatMap(heatMaps),
    { x: 0, y: 2 * MAP.height + 24, options: errorCurves() },
  ]);
}

function heatMaps(n: number, line: number): Panel[] {
  const problem = problemOf(n, 1);
  const [average, , , pgd, found] = METHODS.map(({ find }) => find(problem));
  const maps = [
    { name: line === 0 ? 'truth' : '', weights: truth },
    { name: `average of ${n}`, weights: average },
    { name: `PGD, ${n}`, weights: pgd },
    { name: `pursuit, ${n}`, weights: found },
  ];
  return maps.map(({ name, weights }, k) => {
    const cells = Array.from(weights, (value, at) => ({
      place: Math.floor(at / columns),
      nextPlace: Math.floor(at / columns) + 1,
      moment: at % columns,
      nextMoment: (at % columns) + 1,
      value: Math.max(-LIMIT, Math.min(LIMIT, value)),
    }));
    const isFirst = k === 0;
    const heading = isFirst ? name : `${name}: ${distance(weights).toFixed(2)}`;
    return {
      x: isFirst ? 0 : 40 + k * (MAP.width + 10),
      y: line * MAP.height + 4,
      options: {
        ...{ width: MAP.width + (isFirst ? 40 : 0), height: MAP.height, marginTop: 24 },
        ...{ marginLeft: isFirst ? 46 : 6, marginRight: 6, marginBottom: 26 },
        x: { ticks: [], label: 'moment →', labelAnchor: 'center', domain: [0, columns] },
        y: { ticks: [], label: isFirst ? 'place' : null, labelAnchor: 'center', domain: [rows, 0] },
        color: { type: 'diverging', scheme: 'PuOr', domain: [-LIMIT, LIMIT], reverse: true },
        marks: [
          Plot.rect(cells, {
            ...{ x1: 'moment', x2: 'nextMoment', y1: 'place', y2: 'nextPlace', fill: 'value' },
          }),
          Plot.frame({ stroke: INK, strokeOpacity: 0.4 }),
          Plot.text([heading], {
            frameAnchor: 'top',
            dy: -16,
            fontWeight: 600,
            fill: INK,
          }),
        ],
      },
    };
  });
}

// Where colours end.
const LIMIT = 0.35;

function errorCurves(): Panel['options'] {
  const curves = METHODS.map(() => [] as { n: number; error: number }[]);
  for (const n of STIMULI) {
    const problems = SEEDS.map((seed) => problemOf(n, seed));
    METHODS.forEach(({ find }, k) => {
      const errors = problems.map((problem) => distance(find(problem))).sort((a, b) => a - b);
      curves[k].push({ n, error: errors[(SEEDS.length - 1) / 2] });
    });
  }
  return {
    ...{ width: WIDTH, height: 370, marginLeft: 52, marginRight: 204, marginTop: 34 },
    marginBottom: 44,
    x: { type: 'log', domain: [STIMULI[0], 1600], axis: null },
    y: { type: 'log', domain: [0.02, 5], axis: null },
    marks: [
      Plot.gridY(ERRORS),
      // Of the ticks of a log scale Plot labels some, unless they are texts.
      Plot.axisY(ERRORS, { text: ERRORS.map(String), label: '↑ relative error, median of 5' }),
      Plot.axisX(COUNTS, { text: COUNTS.map(String), label: 'stimuli →', labelAnchor: 'right' }),
      ...curveMarks(curves),
    ],
  };
}

const ERRORS = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
const COUNTS = [60, 100, 200, 400, 800, 1600];

function curveMarks(curves: readonly { n: number; error: number }[][]): Plot.Markish[] {
  return METHODS.flatMap(({ name, colour }, k) => [
    Plot.lineY(curves[k], { x: 'n', y: 'error', stroke: colour, strokeWidth: 2.5, clip: true }),
    Plot.dot(curves[k], { x: 'n', y: 'error', fill: colour, r: 3, clip: true }),
    label(
      name,
      { x: 1600, y: curves[k].at(-1)?.error ?? NaN },
      { fill: colour, dx: 10, dy: DOWN[k] },
    ),
  ]);
}

// Curves that end together have their names apart.
const DOWN = [0, 0, 0, -9, 9];

function problemOf(n: number, seed: number): Problem {
  return plantedProblem({ n, d: D, planted: truth, noise: NOISE, seed });
}

function triggeredAverage({ X, y }: Problem): Float64Array {
  const sum = new Float64Array(D);
  for (let i = 0; i < y.length; i++) {
    for (let j = 0; j < D; j++) sum[j] += ((2 * y[i]) / y.length) * X.data[i * D + j];
  }
  return sum;
}

function distance(weights: ArrayLike<number>): number {
  return Math.hypot(...truth.map((w, j) => weights[j] - w));
}
