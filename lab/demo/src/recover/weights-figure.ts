import { dot, type Markish, type PlotOptions, ruleX, ruleY } from '@observablehq/plot';

interface Weight {
  readonly j: number;
  readonly value: number;
}

/** The weights w_t as dots, on sticks where most are zero, and the true ones as rings. */
export function weightsFigure(
  planted: Float64Array,
  iterate: Float64Array,
  { small }: { small: boolean },
): PlotOptions {
  const truth = weightsOf(planted);
  const found = weightsOf(iterate);
  const nonzeros = truth.filter(({ value }) => value !== 0);
  const largest = planted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const marks: Markish[] = [ruleY([0], { stroke: 'var(--rule)' })];
  const isSparse = nonzeros.length <= planted.length / 3;
  const size = isSparse ? 5.5 : 3;
  const shown = found.filter(({ value }) => !isSparse || Math.abs(value) > 1e-3 * largest);
  if (isSparse)
    marks.push(ruleX(shown, { x: 'j', y: 'value', stroke: 'var(--blue)', strokeWidth: 2 }));
  marks.push(
    dot(nonzeros, {
      x: 'j',
      y: 'value',
      stroke: 'var(--ink)',
      strokeWidth: isSparse ? 1.5 : 0.75,
      r: size,
    }),
    dot(shown, { x: 'j', y: 'value', fill: 'var(--blue)', r: isSparse ? 2.5 : 1.75 }),
  );
  return {
    height: small ? 220 : 240,
    marks,
    x: {
      domain: [0, planted.length - 1],
      label: 'weight j →',
      labelAnchor: 'right',
      ticks: small ? 5 : 8,
    },
    y: {
      ...{ domain: [-1.25 * largest, 1.25 * largest], label: '↑ wⱼ', ticks: 5, grid: true },
      clamp: true,
    },
  };
}

const weightsOf = (values: Float64Array): Weight[] =>
  Array.from(values, (value, j) => ({ j, value }));
