import type { Open } from '../main.js';
import { Controls, type Field } from '../page/controls.js';
import { button, element } from '../page/element.js';
import { Figure } from '../page/figure.js';
import { everyFrame, prefersStill } from '../page/motion.js';
import { panel } from '../page/panel.js';
import { count, milliseconds, short } from '../page/words.js';
import { SOLVERS, solverNamed } from '../solvers.js';
import { COLOUR, errorFigure, LABEL } from './error-figure.js';
import { type Experiment, type Run, type Settings, startExperiment } from './experiment.js';
import { SETS, setNamed, sidesOf } from './sets.js';
import { weightsFigure } from './weights-figure.js';

const FIELDS: readonly Field[] = [
  {
    kind: 'choice',
    name: 'set',
    label: 'What is known of w',
    value: 'sparse',
    options: SETS.map(({ name, label }) => [name, label]),
  },
  { kind: 'slider', name: 'n', label: 'Samples n', min: 20, max: 1000, step: 10, value: '250' },
  { kind: 'slider', name: 'd', label: 'Unknowns d', min: 40, max: 1000, step: 20, value: '400' },
  { kind: 'slider', name: 's', label: 'Nonzeros s', min: 1, max: 60, step: 1, value: '8' },
  {
    ...{ kind: 'slider', name: 'noise', label: 'Noise', min: 0, max: 0.5, step: 0.01, value: '0' },
    hint: 'Standard deviation, added to y; ‖w*‖ is 1.',
  },
  {
    kind: 'choice',
    name: 'solver',
    label: 'Solver',
    hint: '',
    value: 'projectedGradient',
    options: SOLVERS.map(({ name, label }) => [name, label]),
  },
  { kind: 'slider', name: 'seed', label: 'Draw', min: 1, max: 99, step: 1, value: '1' },
  { kind: 'switch', name: 'linear', label: 'Compare with linear y = ⟨w, x⟩', value: '1' },
];

// Between two drawings, in milliseconds: drawing takes a few of them.
const REST = 80;
// Iterations are shown at a pace that an eye can follow, and all of them within this many milliseconds.
const LONGEST_SHOW = 3500;
const FRAME = 110;

export const open: Open = (place, values, changed) => {
  const status = element('p', { class: 'verdict', role: 'status' });
  const details = element('p', { class: 'details' });
  const time = element('input', { type: 'range', id: 'recover-time', min: 0, max: 0, value: 0 });
  const timeLabel = element('output', { for: 'recover-time' });
  let experiment: Experiment | undefined;
  let runs = 0;
  let now = 0;
  let setName = '';
  let running = new AbortController();
  let playing = new AbortController();

  const errors = new Figure(
    'The error at each iteration',
    () => status.textContent ?? '',
    'How far the weights are from the true ones, relative to their size, on a log scale. Dashed: with enough samples the paper’s theorem promises that the error halves in each iteration.',
    [
      ['line', COLOUR.relu, 'ReLU samples'],
      ['line', COLOUR.linear, 'linear samples'],
      ['dashed', 'var(--soft)', '(½)ᵗ, the theorem'],
    ],
  );
  const weights = new Figure(
    'The weights beside the true ones',
    () => `Weights after iteration ${now} beside the true ones. ${status.textContent}`,
    undefined,
    [
      ['line', 'var(--blue)', 'found from ReLU samples'],
      ['ring', 'var(--ink)', 'true, which the fit does not see'],
    ],
  );
  const controls = new Controls(FIELDS, settle);
  const play = button('Play again', () => playFrom(0));
  const copy = button('Copy link', async () => {
    await navigator.clipboard.writeText(location.href);
    copy.textContent = 'Link copied';
    setTimeout(() => {
      copy.textContent = 'Copy link';
    }, 2000);
  });
  time.addEventListener('input', () => {
    playing.abort();
    show(Number(time.value));
  });
  place.append(
    ...panel({
      intro:
        'True weights w* are drawn, then n samples y = max(0, ⟨w*, x⟩) with Gaussian x. From the samples, and from what is known of w*, the fit finds w* again, though there are fewer samples than unknowns and the ReLU has set half of them to zero.',
      side: [controls.element],
      actions: [copy],
      stage: [
        status,
        element(
          'div',
          { class: 'player' },
          play,
          element('label', { for: 'recover-time' }, 'Iteration'),
          time,
          timeLabel,
        ),
        errors.element,
        weights.element,
        details,
      ],
    }),
  );

  const lastOf = ({ runs }: Experiment) => Math.max(...runs.map(({ error }) => error.length - 1));

  function show(t: number): void {
    if (experiment === undefined) return;
    const { runs, planted } = experiment;
    now = t;
    const last = lastOf(experiment);
    time.max = String(last);
    time.value = String(t);
    timeLabel.textContent = `${t} of ${last}`;
    errors.draw((_, small) => errorFigure(runs, { now: t, last, small }));
    const { iterates } = runs[0];
    const iterate = iterates[Math.min(t, iterates.length - 1)];
    // In a task of its own, so that none is long.
    setTimeout(() => {
      if (now === t) weights.draw((_, small) => weightsFigure(planted, iterate, { small }));
    });
  }

  function playFrom(t: number): void {
    playing.abort();
    playing = new AbortController();
    if (prefersStill()) {
      show(experiment === undefined ? 0 : lastOf(experiment));
      return;
    }
    let began: number | undefined;
    let drawn = -Infinity;
    let shown = -1;
    everyFrame(playing.signal, (clock) => {
      if (experiment === undefined) return true;
      began ??= clock;
      const last = lastOf(experiment);
      const pace = Math.min(FRAME, LONGEST_SHOW / Math.max(1, last));
      const wanted = Math.min(last, t + Math.floor((clock - began) / pace));
      if (wanted !== shown && clock - drawn >= REST) {
        show(wanted);
        shown = wanted;
        drawn = clock;
      }
      return shown === last && experiment.runs.every(isOver);
    });
  }

  function settle(): void {
    const { name, start } = setNamed(controls.values.set);
    if (name !== setName) {
      const numbers = Object.entries(start).map(([key, number]) => [key, String(number)]);
      limit();
      controls.values = Object.fromEntries(numbers);
    }
    limit();
    changed(controls.values);
    run();
  }

  function limit(): void {
    const set = setNamed(controls.values.set);
    setName = set.name;
    const { level } = set;
    controls.limit('s', {
      max: level?.most(controls.number('d')) ?? 60,
      label: level?.label,
      hidden: level === undefined,
    });
    controls.describe('solver', solverNamed(controls.values.solver).explanation);
  }

  function run(): void {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    const settings = settingsOf(controls);
    place.dataset.state = 'running';
    status.textContent = 'Drawing samples and fitting …';
    details.textContent = '';
    // A slider that is dragged asks for many; only the last is made.
    setTimeout(async () => {
      if (signal.aborted) return;
      try {
        const started = startExperiment(settings, signal);
        experiment = started.experiment;
        playFrom(0);
        await started.done;
        if (signal.aborted) return;
        status.textContent = verdict(experiment);
        details.textContent = detailsOf(experiment);
        place.dataset.error = String(experiment.runs[0].error.at(-1));
      } catch (error) {
        status.textContent = error instanceof Error ? error.message : String(error);
      }
      place.dataset.state = 'done';
      place.dataset.runs = String(++runs);
      if (prefersStill()) playFrom(0);
    }, 60);
  }

  controls.values = values;
  limit();
  // Once more: limits may have cut a value that they now allow.
  controls.values = values;
  run();
  return {
    get values() {
      return controls.values;
    },
    set values(given) {
      controls.values = given;
      limit();
      controls.values = given;
      run();
    },
  };
};

const isOver = ({ result, failure }: Run) => (result ?? failure) !== undefined;

function settingsOf(controls: Controls): Settings {
  const { set, solver, linear } = controls.values;
  const number = (name: string) => controls.number(name);
  return {
    ...{ set, solver, linear: linear === '1' },
    ...{
      n: number('n'),
      d: number('d'),
      s: number('s'),
      noise: number('noise'),
      seed: number('seed'),
    },
  };
}

function verdict({ runs, settings }: Experiment): string {
  const [relu, linear] = runs;
  if (relu.failure !== undefined) {
    return `This solver cannot do that. The library says: ${relu.failure}`;
  }
  const { n, d, noise } = settings;
  const error = relu.error[relu.error.length - 1];
  const fewer = n < d ? `${n} samples of ${d} unknowns` : `${n} samples`;
  let said: string;
  if (noise === 0 && error < 1e-4) {
    const reached = relu.error.findIndex((value) => value <= 1e-6);
    said = `Found: ${fewer} give the true weights to a relative error of ${short(error, 2)}${
      reached > 0 ? `, 10⁻⁶ after ${count(reached, 'iteration')}` : ''
    }.`;
  } else if (noise > 0 && error < 0.5) {
    said = `Found up to the noise: the relative error ends at ${short(error, 2)}.`;
  } else if (isFalling(relu)) {
    said = `Not there yet: the relative error is ${short(error, 2)} after ${count(relu.error.length - 1, 'iteration')}, where this page stops, and falling.`;
  } else {
    said = `Not found: the relative error stays at ${short(error, 2)}. More samples help, or weights of which more is known.`;
  }
  if (linear === undefined || linear.failure !== undefined) return said;
  const other = linear.error[linear.error.length - 1];
  return `${said} Linear samples, of which none is cut off, end at ${short(other, 2)}.`;
}

/** Has the error shrunk by a tenth over the last tenth of the iterations? */
function isFalling({ error }: Run): boolean {
  const last = error.length - 1;
  return last >= 10 && error[last] < 0.9 * error[Math.floor(0.9 * last)];
}

function detailsOf({ runs, settings }: Experiment): string {
  const sentences = [`Known: ${setNamed(settings.set).sentence}.`];
  if (settings.set === 'lowRank')
    sentences.push(`The matrix is ${sidesOf(settings.d).join(' × ')}.`);
  // What ReLU samples fail by is the verdict.
  if (runs[0].failure !== undefined) return sentences.join(' ');
  for (const { observation, result, failure } of runs) {
    if (failure !== undefined) sentences.push(`${LABEL[observation]}: ${failure}`);
    if (result === undefined) continue;
    const { status, iterations, timing, engine, certificate, solver } = result;
    const where = engine.background ? 'in a worker beside this page' : 'on this page';
    sentences.push(
      `${LABEL[observation]}: ${status} after ${count(iterations, 'iteration')}, ${milliseconds(timing.total)} on ${engine.name}, ${where}.`,
    );
    if (settings.solver === 'auto') sentences.push(`It chose ${solver.name}: ${solver.reason}.`);
    // In their own words: they are what the library would tell a program.
    if (observation === 'relu') {
      sentences.push(...certificate.warnings.map((warning) => `The library warns: ${warning}.`));
    }
  }
  return sentences.join(' ');
}
