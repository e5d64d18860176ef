// The program of index.html: a fit in the background with progress, a way to end it, and what came of it.
import { fit, plantedProblem, RelufitError, sparse } from 'relufit';

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {string} id */
const input = (id) => /** @type {HTMLInputElement} */ (element(id));
/** @param {string} id */
const number = (id) => input(id).valueAsNumber;

/** @typedef {{ X: import('relufit').MatrixLike, y: ArrayLike<number>, planted?: ArrayLike<number>, names?: string[] }} Data */

/** @returns {Promise<Data>} */
async function data() {
  const [file] = input('file').files ?? [];
  if (file !== undefined) return table(await file.text());
  return plantedProblem({
    n: number('n'),
    d: number('d'),
    sparsity: number('s'),
    noise: number('noise'),
    seed: number('seed'),
  });
}

/**
 * Numbers separated by commas, the first of a row is y; a first line that is not numbers names the columns.
 *
 * @param {string} text
 * @returns {Data}
 */
function table(text) {
  const [first, ...others] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const named = first.some((cell) => Number.isNaN(Number(cell)));
  // An empty cell would be a 0 for Number; as NaN the library refuses it, with its row and column.
  const rows = (named ? others : [first, ...others]).map((cells) =>
    cells.map((cell) => (cell.trim() === '' ? NaN : Number(cell))),
  );
  return {
    X: rows.map((cells) => cells.slice(1)),
    y: rows.map(([y]) => y),
    names: named ? first.slice(1) : undefined,
  };
}

/** @type {AbortController | undefined} */
let running;

element('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const controller = new AbortController();
  running = controller;
  setRunning(true);
  element('alert').textContent = '';
  element('status').textContent = 'Fitting …';
  try {
    const given = await data();
    const result = await fit(given.X, given.y, {
      constraint: sparse(number('s')),
      planted: given.planted,
      maxIterations: number('iterations'),
      tolerance: number('tolerance'),
      signal: controller.signal,
      onIteration: progress(number('tolerance')),
    });
    show(result, given);
  } catch (error) {
    if (!(error instanceof RelufitError)) throw error;
    element('status').textContent = 'Not fitted.';
    element('alert').textContent = `${error.code}: ${error.message}`;
  } finally {
    setRunning(false);
  }
});

element('cancel').addEventListener('click', () => running?.abort());

/** @param {boolean} is */
function setRunning(is) {
  /** @type {HTMLButtonElement} */ (element('fit')).disabled = is;
  /** @type {HTMLButtonElement} */ (element('cancel')).disabled = !is;
}

/**
 * Shows the latest state once a frame: iterations are more frequent.
 *
 * @param {number} tolerance
 * @returns {(state: import('relufit').State) => void}
 */
function progress(tolerance) {
  const bar = /** @type {HTMLProgressElement} */ (element('progress'));
  // A residual starts near 1 and falls by a factor an iteration: its digits grow evenly.
  const digits = -Math.log10(tolerance || Number.EPSILON);
  let frame = 0;
  return ({ iteration, objective, residual }) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      bar.value = Math.min(1, Math.max(0, -Math.log10(residual || Number.EPSILON) / digits));
      element('iteration').textContent =
        `iteration ${iteration}: L = ${objective.toExponential(2)}, residual ${residual.toExponential(1)}`;
    });
  };
}

/**
 * @param {import('relufit').FitResult} result
 * @param {Data} given
 */
function show({ weights, trace, ...result }, { planted, names }) {
  const { engine, solver, certificate, status, iterations } = result;
  element('status').textContent = `${status} after ${iterations} iterations`;
  const threads = engine.threads === 1 ? '1 thread' : `${engine.threads} threads`;
  const place = engine.background ? 'in the background' : 'on this page';
  const facts = {
    '‖w − w*‖': trace.error?.at(-1)?.toExponential(2),
    'L(w)': result.objective.toExponential(2),
    residual: result.residual.toExponential(2),
    engine: `${engine.name}, ${engine.precision}, ${threads}, ${place}`,
    'why this engine': engine.reason,
    solver: `${solver.name}: ${solver.reason}`,
    time: `${result.timing.total.toFixed(0)} ms, ${result.passes} passes over X`,
    warnings: certificate.warnings.join(' ') || 'none',
  };
  element('facts').replaceChildren(
    ...Object.entries(facts).flatMap(([name, text]) =>
      text === undefined ? [] : [made('dt', name), made('dd', text)],
    ),
  );
  draw(weights, planted);
  tabulate(weights, planted, names);
  element('key-planted').hidden = planted === undefined;
  element('result').hidden = false;
}

/**
 * A line for each weight found, a circle for each that was planted.
 *
 * @param {ArrayLike<number>} weights
 * @param {ArrayLike<number>} [planted]
 */
function draw(weights, planted) {
  const [width, height] = [800, 240];
  const all = [...Array.from(weights), ...Array.from(planted ?? [])];
  const scale = (0.45 * height) / all.reduce((most, w) => Math.max(most, Math.abs(w)), 1e-300);
  const x = (/** @type {number} */ j) => (width * (j + 0.5)) / weights.length;
  const y = (/** @type {number} */ w) => height / 2 - scale * w;
  const lines = Array.from(weights, (w, j) =>
    w === 0 ? [] : [drawn('line', { class: 'found', x1: x(j), x2: x(j), y1: y(0), y2: y(w) })],
  );
  const circles = Array.from(planted ?? [], (w, j) =>
    w === 0 ? [] : [drawn('circle', { class: 'planted', cx: x(j), cy: y(w), r: 4 })],
  );
  const nonzeros = Array.from(weights).filter((w) => w !== 0).length;
  const title = element('weights-title');
  title.textContent = `${nonzeros} of ${weights.length} weights are not zero; the table has the largest`;
  const axis = drawn('line', { class: 'axis', x1: 0, x2: width, y1: y(0), y2: y(0) });
  element('weights').replaceChildren(title, axis, ...lines.flat(), ...circles.flat());
}

/**
 * @param {ArrayLike<number>} weights
 * @param {ArrayLike<number>} [planted]
 * @param {string[]} [names]
 */
function tabulate(weights, planted, names) {
  const largest = Array.from(weights, (w, j) => ({ w, j }))
    .sort((a, b) => Math.abs(b.w) - Math.abs(a.w))
    .slice(0, 10)
    .filter(({ w }) => w !== 0);
  element('head').replaceChildren(
    row('th', ['column', 'found', ...(planted === undefined ? [] : ['planted'])]),
  );
  element('largest').replaceChildren(
    ...largest.map(({ w, j }) =>
      row('td', [
        names?.[j] ?? String(j),
        w.toFixed(6),
        ...(planted === undefined ? [] : [planted[j].toFixed(6)]),
      ]),
    ),
  );
}

/** @param {'th' | 'td'} kind @param {string[]} cells */
function row(kind, cells) {
  const whole = document.createElement('tr');
  whole.append(...cells.map((text) => made(kind, text)));
  return whole;
}

/** @param {string} name @param {string} text */
function made(name, text) {
  const node = document.createElement(name);
  node.textContent = text;
  return node;
}

/** @param {string} name @param {Record<string, string | number>} attributes */
function drawn(name, attributes) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

Object.assign(globalThis, { ready: true });
