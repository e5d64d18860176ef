import * as Plot from '@observablehq/plot';
import { colourOf, labelOf } from './method-style.js';
import type { Method, PaperResult } from './paper-result.js';
import { powerOfTen } from './powers.js';
import { svgOf } from './svg.js';

interface Point {
  readonly t: number;
  readonly error: number;
}

/** The least error drawn: below it a curve only shows rounding. */
const FLOOR = 1e-12;

/** ‖w_t − w*‖/‖w*‖ against t: every trial faint, their mean bold, the theorem's line dashed. */
export function errorFigure(result: PaperResult, width: number, height: number): string {
  const last = lastIteration(result);
  const small = width < 500;
  const theorem: Point[] = [];
  for (let t = 0; t <= last && 0.5 ** t >= FLOOR; t++) theorem.push({ t, error: 0.5 ** t });
  const marks: Plot.Markish[] = [
    Plot.ruleY([FLOOR], { stroke: 'currentColor', strokeOpacity: 0.3 }),
  ];
  for (const method of result.methods) {
    const faint = method.trials.flatMap(({ error, trial }) =>
      curve(error, last).map((point) => ({ ...point, trial })),
    );
    marks.push(
      Plot.lineY(faint, {
        x: 't',
        y: 'error',
        z: 'trial',
        stroke: colourOf(method),
        strokeOpacity: Math.max(0.1, Math.min(0.4, 8 / method.trials.length)),
        strokeWidth: 0.8,
        clip: true,
      }),
    );
  }
  marks.push(
    Plot.lineY(theorem, {
      ...{ x: 't', y: 'error', stroke: 'currentColor', strokeWidth: 1.5, strokeDasharray: '5 4' },
    }),
  );
  for (const method of result.methods) {
    marks.push(
      Plot.lineY(curve(method.summary.meanError, last), {
        ...{ x: 't', y: 'error', stroke: colourOf(method), strokeWidth: 3, clip: true },
      }),
    );
  }
  for (const label of placeLabels(result, theorem, last, height)) {
    marks.push(
      Plot.text([label], {
        x: 't',
        y: 'error',
        text: 'text',
        fill: label.colour,
        stroke: 'var(--page)',
        strokeWidth: 5,
        fontWeight: 600,
        fontSize: small ? 12 : 14,
        textAnchor: label.anchor,
        dx: label.anchor === 'end' ? -13 : 13,
      }),
    );
  }
  return svgOf({
    width,
    height,
    marks,
    marginLeft: small ? 44 : 56,
    marginRight: small ? 10 : 20,
    marginTop: 28,
    marginBottom: 40,
    className: `figure-error-${width}`,
    style: { fontSize: small ? '12px' : '14px', background: 'transparent' },
    ariaLabel: 'Relative error against iterations',
    x: {
      ...{ domain: [0, last], label: 'iteration t →', labelAnchor: 'right' },
      ticks: Math.min(last, small ? 5 : 10),
    },
    y: {
      ...{
        type: 'log',
        domain: [FLOOR, topOf(result.methods)],
        grid: true,
        label: '↑ relative error ‖wₜ − w*‖ / ‖w*‖',
      },
      ticks: small ? 6 : 7,
      tickFormat: (value: number) => powerOfTen(Math.round(Math.log10(value))),
    },
  });
}

/** The height of the picture: room for means that grow, within reason. */
function topOf(methods: readonly Method[]): number {
  const highest = Math.max(...methods.flatMap(({ summary }) => summary.meanError.slice(0, 200)));
  return Math.max(4, Math.min(1e3, 2 * highest));
}

/** Where the picture ends: when the curves that go down have gone down, or with the longest. */
function lastIteration({ methods }: PaperResult): number {
  const longest = Math.max(...methods.map(({ summary }) => summary.meanError.length - 1));
  const medians = methods
    .filter(({ summary }) => summary.successes > summary.trials / 2)
    .map(({ summary }) => summary.medianIterationsTo1e6 ?? 0);
  const wanted = medians.length === 0 ? 60 : 2 * Math.max(...medians) + 8;
  return Math.max(5, Math.min(longest, Math.max(30, Math.ceil(wanted))));
}

/** The points that a log axis can show; the first below the floor ends the line on it. */
function curve(error: ArrayLike<number>, last: number): Point[] {
  const points: Point[] = [];
  for (let t = 0; t < error.length && t <= last; t++) {
    if (!Number.isFinite(error[t])) break;
    points.push({ t, error: Math.max(error[t], FLOOR) });
    if (error[t] <= FLOOR) break;
  }
  return points;
}

interface Label extends Point {
  readonly text: string;
  readonly colour: string;
  readonly anchor: 'start' | 'end';
}

/** Beside its curve: the fastest on the left, where nothing is drawn, the others on the right. */
function placeLabels(
  { methods }: PaperResult,
  theorem: readonly Point[],
  last: number,
  height: number,
): Label[] {
  // Decades that a line of text takes, so that no two labels share a height on one side.
  const line = (13 * 18) / height;
  const means = methods.map((method) => ({
    method,
    points: curve(method.summary.meanError, last),
  }));
  const descents = means.filter(({ points }) => lowest(points) < 1e-6);
  const fastest = descents.reduce<(typeof means)[number] | undefined>(
    (best, mean) =>
      best === undefined || lengthTo(mean.points, 1e-6) < lengthTo(best.points, 1e-6) ? mean : best,
    undefined,
  );
  const labels: Label[] = [];
  let level = -3.5;
  const taken: number[] = [];
  for (const mean of means) {
    const { method, points } = mean;
    const common = { text: labelOf(method), colour: colourOf(method) };
    if (mean === fastest) {
      labels.push({ ...common, ...at(points, 1e-7), anchor: 'end' });
    } else if (descents.includes(mean)) {
      labels.push({ ...common, ...at(points, 10 ** level), anchor: 'start' });
      level -= 2 * line;
    } else {
      // A curve that stays up is named above its last part.
      const tail = points.filter(({ t }) => t >= 0.6 * points[points.length - 1].t);
      const top = Math.max(...tail.map(({ error }) => error));
      let place = Math.min(Math.log10(topOf(methods)) - 0.5 * line, Math.log10(top) + 0.9 * line);
      while (taken.some((other) => Math.abs(other - place) < line)) place -= line;
      taken.push(place);
      labels.push({ ...common, t: last, error: 10 ** place, anchor: 'end' });
    }
  }
  const bottom = theorem[theorem.length - 1];
  const error = 10 ** (Math.log10(bottom.error) + 0.8 * line);
  labels.push({
    ...{ text: '(½)ᵗ, the theorem', colour: 'currentColor', anchor: 'end' },
    ...at(theorem, error),
  });
  return labels;
}

const lowest = (points: readonly Point[]) => Math.min(...points.map(({ error }) => error));

const lengthTo = (points: readonly Point[], error: number) =>
  points.findIndex((point) => point.error <= error);

function at(points: readonly Point[], error: number): Point {
  return points[lengthTo(points, error)] ?? points[points.length - 1];
}
