import type { BenchRow } from '../../../src/bench/fits.js';
import type { Open } from '../main.js';
import { Controls, type Field } from '../page/controls.js';
import { button, element } from '../page/element.js';
import { panel } from '../page/panel.js';
import { milliseconds, short } from '../page/words.js';
import type { BenchAnswer, BenchTask } from './benchmark-worker.js';

const FIELDS: readonly Field[] = [
  {
    kind: 'choice',
    name: 'size',
    label: 'Samples × unknowns',
    value: '625x1000',
    options: [
      ['250x400', '250 × 400'],
      ['625x1000', '625 × 1000, the paper’s'],
      ['2048x2048', '2048 × 2048'],
    ],
  },
  {
    ...{ kind: 'choice', name: 'precision', label: 'Numbers', value: 'f64' },
    options: [
      ['f64', '64 bits'],
      ['f32', '32 bits'],
    ],
  },
];

const NAMES: Readonly<Record<string, string>> = {
  wasm: 'relufit, WebAssembly',
  reference: 'relufit, its plain engine',
  JavaScript: 'JavaScript by hand',
};

export const open: Open = (place, values, changed) => {
  // A thread of its own: one second of work in a row would hold the page.
  const worker = new Worker(new URL('./benchmark-worker.ts', import.meta.url), { type: 'module' });
  const status = element('p', { class: 'verdict', role: 'status' });
  const bars = element('div', { class: 'scroll' });
  const run = button('Measure', measure, { class: 'main' });
  const controls = new Controls(FIELDS, () => changed(controls.values));
  controls.values = values;
  status.textContent = 'Press Measure. It takes a few seconds.';
  place.append(
    ...panel({
      intro:
        'The same computation twice on your machine, on one thread: 20 iterations of the paper’s fit, loading included, by relufit and by JavaScript that was written to win. They run in turns, so that what disturbs one disturbs the other.',
      side: [controls.element],
      actions: [run],
      stage: [status, bars],
    }),
  );

  function measure(): void {
    const { size, precision } = controls.values;
    const [n, d] = size.split('x').map(Number);
    run.disabled = true;
    place.dataset.state = 'running';
    bars.replaceChildren();
    status.textContent = 'Measuring …';
    worker.onmessage = ({ data }: MessageEvent<BenchAnswer>) => {
      run.disabled = false;
      place.dataset.state = 'done';
      if ('error' in data) status.textContent = data.error;
      else show(data.rows);
    };
    worker.onerror = ({ message }) => {
      run.disabled = false;
      status.textContent = message;
    };
    worker.postMessage({ n, d, precision } as BenchTask);
  }

  function show(rows: readonly BenchRow[]): void {
    const [ours, theirs] = rows;
    const { ratio, ratioP10, ratioP90 } = theirs;
    place.dataset.ratio = String(ratio);
    const times = ratio >= 1 ? `${short(ratio)} times as long` : `${short(ratio)} of the time`;
    status.textContent = `Here JavaScript takes ${times} (${short(ratioP10)} to ${short(ratioP90)} in four of five turns): ${milliseconds(theirs.medianNs / 1e6)} against ${milliseconds(ours.medianNs / 1e6)}.`;
    const slowest = Math.max(...rows.map(({ medianNs }) => medianNs));
    bars.replaceChildren(
      element(
        'table',
        {},
        element('caption', {}, 'Median time of a fit'),
        element(
          'tbody',
          {},
          ...rows.map(({ engine, medianNs, p10Ns, p90Ns }, k) => {
            const bar = element('span', { class: k === 0 ? '' : 'minus' });
            bar.style.width = `${(100 * medianNs) / slowest}%`;
            return element(
              'tr',
              {},
              element('th', { scope: 'row' }, NAMES[engine] ?? engine),
              element(
                'td',
                { class: 'number' },
                milliseconds(medianNs / 1e6),
                element('br'),
                element(
                  'span',
                  { class: 'details' },
                  `${short(p10Ns / 1e6)} to ${milliseconds(p90Ns / 1e6)}`,
                ),
              ),
              element('td', { class: 'bar', 'aria-hidden': 'true' }, bar),
            );
          }),
        ),
      ),
    );
  }

  return {
    get values() {
      return controls.values;
    },
    set values(given) {
      controls.values = given;
    },
  };
};
