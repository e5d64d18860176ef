// A sparse signal behind a sensor that saturates: the truth, and what four ways of reading it recover.

import * as Plot from '@observablehq/plot';
import { type FitOptions, fitSync, plantedProblem, pursuit, sparse } from 'relufit';
import { BLUE, INK, type Panel, picture, RULE, VERMILION } from './style.js';

const END = 0.5;
const D = 256;
const WIDTH = 760;
const PANEL = 118;

// The problem of examples/guide-sensor.mjs.
export function sensor(): string {
  const censoring = { lower: -END, upper: END };
  const noise = { before: 0.01 };
  const { X, y, planted } = plantedProblem({
    ...{ n: 160, d: D, sparsity: 12, noise, seed: 2, observation: censoring },
  });
  const within = Array.from(y.keys()).filter((i) => Math.abs(y[i]) < END);
  const rows = within.map((i) => X.data.slice(i * D, (i + 1) * D));
  const kept = within.map((i) => y[i]);
  const given: FitOptions = { constraint: sparse(12), solver: pursuit() };
  const linear: FitOptions = { ...given, observation: 'linear' };
  const ways = [
    {
      name: 'told where the sensor saturates',
      weights: fitSync(X, y, { ...given, censoring }).weights,
    },
    { name: 'saturated readings at face value', weights: fitSync(X, y, linear).weights },
    { name: 'saturated readings thrown away', weights: fitSync(rows, kept, linear).weights },
  ];
  const panels = ways.map(({ name, weights }, k): Panel => {
    const isLast = k === ways.length - 1;
    const error = Math.hypot(...planted.map((w, j) => weights[j] - w)) / Math.hypot(...planted);
    const all = Array.from(planted, (truth, j) => ({ j, truth, found: weights[j] }));
    return {
      x: 0,
      y: 30 + k * PANEL,
      options: {
        ...{ width: WIDTH, height: PANEL + (isLast ? 34 : 0), marginLeft: 52, marginRight: 14 },
        ...{ marginTop: 26, marginBottom: isLast ? 42 : 8 },
        x: {
          ...{ domain: [-2, D + 1], ticks: isLast ? 8 : [], label: isLast ? 'weight j →' : null },
          labelAnchor: 'right',
        },
        y: { domain: [-0.75, 0.75], ticks: [-0.5, 0, 0.5], label: null },
        marks: [
          Plot.ruleY([0], { stroke: RULE }),
          Plot.ruleX(
            all.filter(({ found }) => found !== 0),
            {
              x: 'j',
              y1: 0,
              y2: 'found',
              stroke: k === 0 ? BLUE : VERMILION,
              strokeWidth: 3,
            },
          ),
          Plot.dot(
            all.filter(({ truth }) => truth !== 0),
            { x: 'j', y: 'truth', r: 4, stroke: INK, strokeWidth: 1.5 },
          ),
          Plot.text([`${name}: relative error ${error.toFixed(error < 0.1 ? 3 : 2)}`], {
            frameAnchor: 'top-left',
            dy: -20,
            fontWeight: 600,
            fill: k === 0 ? BLUE : VERMILION,
            textAnchor: 'start',
          }),
        ],
      },
    };
  });
  const height = 30 + ways.length * PANEL + 34;
  return picture('Weights recovered through a saturated sensor', WIDTH, height, [
    {
      x: 0,
      y: 0,
      options: {
        ...{ width: WIDTH, height: 30, margin: 0, axis: null, x: { domain: [0, WIDTH] } },
        y: { domain: [30, 0] },
        marks: [
          Plot.dot([[58, 16]], { r: 4, stroke: INK, strokeWidth: 1.5 }),
          Plot.text([[68, 16]], { text: ['the true weights'], textAnchor: 'start', fill: INK }),
          Plot.ruleX([196], { y1: 9, y2: 23, stroke: BLUE, strokeWidth: 3 }),
          Plot.ruleX([201], { y1: 9, y2: 23, stroke: VERMILION, strokeWidth: 3 }),
          Plot.text([[210, 16]], {
            text: ['those recovered, from 160 readings of which 92 are saturated'],
            textAnchor: 'start',
            fill: INK,
          }),
        ],
      },
    },
    ...panels,
  ]);
}
