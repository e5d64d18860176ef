import { dot, lineY, type Markish } from '@observablehq/plot';
import { fit, paperSchedule, projectedGradient, pursuit } from 'relufit';
import type { Open } from '../main.js';
import { Controls, type Field } from '../page/controls.js';
import { button, element } from '../page/element.js';
import { Figure } from '../page/figure.js';
import { nextTurn, prefersStill } from '../page/motion.js';
import { panel } from '../page/panel.js';
import { inWords, powerOfTen, short } from '../page/words.js';
import { HeatMap } from './heat-map.js';
import {
  BATCH,
  FIELDS,
  type Likeness,
  likeness,
  MOST,
  type Recording,
  record,
  SIZE,
  SPIKES,
  type Spikes,
  triggeredAverage,
} from './neuron.js';

const CONTROLS: readonly Field[] = [
  {
    kind: 'choice',
    name: 'field',
    label: 'The neuron’s field',
    value: 'separable',
    options: FIELDS.map(({ name, label }) => [name, label]),
  },
  { kind: 'choice', name: 'spikes', label: 'What is recorded', value: 'exact', options: SPIKES },
  { kind: 'slider', name: 'seed', label: 'Draw', min: 1, max: 99, step: 1, value: '1' },
];

// Between two batches of stimuli, in milliseconds.
const PACE = 350;
const FLOOR = 1e-13;

const METHODS = [
  { name: 'average', label: 'Spike-triggered average', short: 'average', colour: 'var(--orange)' },
  {
    name: 'paper',
    label: 'The paper’s gradient descent',
    short: 'the paper’s',
    colour: 'var(--blue)',
  },
  { name: 'pursuit', label: 'Pursuit', short: 'pursuit', colour: 'var(--green)' },
] as const;

type Method = (typeof METHODS)[number]['name'];
type Found = Readonly<Record<Method, Likeness>>;

export const open: Open = (place, values, changed) => {
  const status = element('p', { class: 'verdict', role: 'status' });
  const known = element('p', { class: 'hint' });
  const progress = element('progress', { max: MOST, value: 0, 'aria-label': 'Stimuli shown' });
  const truth = new HeatMap('The true field');
  const maps = METHODS.map(({ label }) => new HeatMap(label));
  const play = button('Pause', () => (timer === undefined ? start() : stop()), { class: 'main' });
  const step = button(`${BATCH} more`, () => {
    stop();
    more();
  });
  const restart = button('Start again', () => begin());
  const figure = new Figure(
    'The error as stimuli come in',
    () => status.textContent ?? '',
    'Relative error of each method after so many stimuli, on a log scale. The dotted line: as many stimuli as unknowns.',
    METHODS.map(({ label, colour }) => ['line', colour, label]),
  );
  const controls = new Controls(CONTROLS, () => {
    changed(controls.values);
    begin();
  });
  let recording: Recording | undefined;
  let history: { n: number; found: Found }[] = [];
  let run = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = false;

  place.append(
    ...panel({
      intro:
        'A neuron is shown white noise x, 20 places at 16 moments, and answers with spikes at the rate max(0, ⟨w, x⟩). Its receptive field w, 320 numbers, is to be read off its answers. The spike-triggered average is the classical way, and the first step of gradient descent; knowing the shape of w makes far fewer stimuli enough.',
      side: [controls.element, known],
      actions: [play, step, restart],
      stage: [
        status,
        progress,
        element('div', { class: 'maps' }, truth.element, ...maps.map((map) => map.element)),
        element(
          'p',
          { class: 'hint' },
          'Down: place. Across: time before the spike.',
          element('span', { class: 'scale', 'aria-hidden': 'true' }),
          'from negative, over zero, to positive.',
        ),
        figure.element,
      ],
    }),
  );

  const choice = () => FIELDS.find(({ name }) => name === controls.values.field) ?? FIELDS[0];

  function begin(): void {
    run.abort();
    run = new AbortController();
    busy = false;
    history = [];
    const { spikes } = controls.values;
    recording = record(choice(), spikes as Spikes, controls.number('seed'));
    known.textContent = `Known of the field: ${choice().known}.`;
    const largest = largestOf(recording.field);
    truth.show(recording.field, largest);
    for (const map of maps)
      map.show(new Float64Array(SIZE), largest, likeness([], recording.field));
    progress.value = 0;
    place.dataset.stimuli = '0';
    place.dataset.state = 'running';
    if (prefersStill()) {
      stop();
      more();
    } else {
      start();
    }
  }

  function start(): void {
    if (history.at(-1)?.n === MOST) {
      begin();
      return;
    }
    play.textContent = 'Pause';
    const turn = async () => {
      const { signal } = run;
      await more();
      if (signal.aborted || timer === undefined) return;
      if (history.at(-1)?.n === MOST) stop();
      else timer = setTimeout(turn, PACE);
    };
    clearTimeout(timer);
    timer = setTimeout(turn);
  }

  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
    play.textContent = history.at(-1)?.n === MOST ? 'Play again' : 'Play';
  }

  async function more(): Promise<void> {
    const n = Math.min(MOST, (history.at(-1)?.n ?? 0) + BATCH);
    if (recording === undefined || busy || n === history.at(-1)?.n) return;
    busy = true;
    const { signal } = run;
    const { field, stimuli, spikes } = recording;
    const X = { data: stimuli.subarray(0, n * SIZE), rows: n, columns: SIZE };
    const y = spikes.subarray(0, n);
    const common = { constraint: choice().constraint(), maxIterations: 400, signal };
    const paper = { solver: projectedGradient(), stepSize: paperSchedule() };
    try {
      const fits = await Promise.all([
        fit(X, y, { ...common, ...paper }),
        fit(X, y, { ...common, solver: pursuit() }),
      ]);
      if (signal.aborted) return;
      const estimates = [triggeredAverage(recording, n), ...fits.map(({ weights }) => weights)];
      const likenesses = estimates.map((found) => likeness(found, field));
      const largest = largestOf(field);
      maps.forEach((map, k) => {
        map.show(estimates[k], largest, likenesses[k]);
      });
      const [average, withPaper, pursued] = likenesses;
      history.push({ n, found: { average, paper: withPaper, pursuit: pursued } });
      progress.value = n;
      place.dataset.stimuli = String(n);
      place.dataset.errors = likenesses.map(({ error }) => error).join(' ');
      status.textContent = verdict(history);
      figure.draw((_, small) => historyFigure(history, small));
      if (n === MOST) place.dataset.state = 'done';
    } catch (error) {
      if (!signal.aborted) {
        stop();
        status.textContent = inWords(error);
      }
    } finally {
      if (!signal.aborted) busy = false;
    }
  }

  // A tab that is not seen has nothing to animate.
  new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting && place.hidden && timer !== undefined) stop();
  }).observe(place);

  controls.values = values;
  // The recording is made in a task of its own, when the page has been shown.
  nextTurn().then(begin);
  return {
    get values() {
      return controls.values;
    },
    set values(given) {
      controls.values = given;
      begin();
    },
  };
};

const largestOf = (values: Float64Array) =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

function verdict(history: readonly { n: number; found: Found }[]): string {
  const { n, found } = history[history.length - 1];
  const parts = METHODS.map(({ name, short: label }) => `${label} ${short(found[name].error, 2)}`);
  const compared = n < SIZE ? `${n} stimuli for ${SIZE} unknowns` : `${n} stimuli`;
  const exact = history.find((look) => look.found.pursuit.error < 1e-4)?.n;
  const end =
    exact === undefined
      ? ''
      : ` After ${exact} stimuli the field was known to a relative error of 10⁻⁴.`;
  return `${compared}. Relative errors: ${parts.join(', ')}.${end}`;
}

function historyFigure(history: readonly { n: number; found: Found }[], small: boolean) {
  const lowest = Math.min(
    0.01,
    ...history.flatMap(({ found }) =>
      METHODS.map(({ name }) => Math.max(FLOOR, found[name].error)),
    ),
  );
  const marks: Markish[] = [
    lineY(
      [
        { n: SIZE, error: lowest / 2 },
        { n: SIZE, error: 3 },
      ],
      { x: 'n', y: 'error', stroke: 'var(--edge)', strokeDasharray: '2 4' },
    ),
  ];
  for (const { name, colour } of METHODS) {
    const points = history.map(({ n, found }) => ({
      n,
      error: Math.max(FLOOR, Math.min(3, found[name].error)),
    }));
    const tip = points[points.length - 1];
    marks.push(
      lineY(points, { x: 'n', y: 'error', stroke: colour, strokeWidth: 2.5 }),
      dot([tip], { x: 'n', y: 'error', fill: colour, r: 3.5 }),
    );
  }
  return {
    height: small ? 260 : 300,
    marks,
    x: {
      domain: [0, MOST],
      label: 'stimuli n →',
      labelAnchor: 'right' as const,
      ticks: small ? 4 : 8,
    },
    y: {
      ...{ type: 'log' as const, domain: [lowest / 2, 3], grid: true, ticks: small ? 5 : 7 },
      label: '↑ relative error',
      tickFormat: powerOfTen,
    },
  };
}
