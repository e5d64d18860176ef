import { fit, type Observation, wholeSpace } from 'relufit';
import type { Table } from '../../../src/csv.js';
import { cellKind } from '../../../src/csv-cells.js';
import { chooseFeatures, type Feature } from '../../../src/features.js';
import type { Open } from '../main.js';
import { button, element } from '../page/element.js';
import { Figure } from '../page/figure.js';
import { count, inWords, short } from '../page/words.js';
import type { Column } from './columns.js';
import type { Parcel, Parsed } from './csv-worker.js';
import { levelsFigure, predictedFigure } from './figures.js';
import { type Fitted, fitTask, KNOWLEDGE, LOSSES } from './fitting.js';
import { SAMPLES } from './samples.js';

type Use = 'use' | 'encode' | 'out';

export const open: Open = (place) => {
  // Now, so that nothing is asked of a server once data are here.
  const worker = new Worker(new URL('./csv-worker.ts', import.meta.url), { type: 'module' });
  loadBackground();
  const problem = element('p', { class: 'error', role: 'alert' });
  const status = element('p', { class: 'verdict', role: 'status' });
  const choices = element('div', { class: 'side', hidden: true });
  const results = element('div', { class: 'stage', hidden: true });
  const bench = element('div', { class: 'bench' }, choices, results);
  let run = new AbortController();
  let runs = 0;

  const file = element('input', {
    type: 'file',
    id: 'data-file',
    accept: '.csv,.tsv,.txt,text/csv,text/plain',
    change: () => {
      const [chosen] = file.files ?? [];
      if (chosen) read({ name: chosen.name, source: chosen });
    },
  });
  const drop = element(
    'div',
    { class: 'drop' },
    element('label', { for: 'data-file' }, element('strong', {}, 'Choose or drop a CSV file')),
    file,
    element(
      'p',
      { class: 'hint' },
      'A line of names, then a row a line; up to 50 MB. Or try one of these:',
    ),
    element(
      'div',
      { class: 'actions' },
      ...SAMPLES.map((sample) =>
        button(sample.label, () => read({ name: sample.name, source: sample.text }, sample)),
      ),
    ),
  );
  for (const [name, over] of [
    ['dragover', true],
    ['dragleave', false],
    ['drop', false],
  ] as const) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle('over', over);
      const [dropped] = (name === 'drop' && event.dataTransfer?.files) || [];
      if (dropped) read({ name: dropped.name, source: dropped });
    });
  }
  // Beside the box a file would be opened in the place of the page.
  for (const name of ['dragover', 'drop']) {
    addEventListener(name, (event) => event.preventDefault());
  }
  place.append(
    element(
      'p',
      { class: 'intro' },
      'Fits a target that is cut off, such as spending that cannot be less than nothing, to the other columns of a table. ',
      element('strong', {}, 'Nothing leaves this page: '),
      'the file is read and fitted here, and the page’s own policy forbids it every connection.',
    ),
    drop,
    problem,
    status,
    bench,
  );

  function read(parcel: Parcel, sample?: (typeof SAMPLES)[number]): void {
    run.abort();
    problem.textContent = '';
    status.textContent = `Reading ${parcel.name} …`;
    choices.hidden = true;
    results.hidden = true;
    place.dataset.state = 'reading';
    worker.onmessage = ({ data }: MessageEvent<Parsed>) => {
      status.textContent = '';
      place.dataset.state = 'read';
      if ('error' in data) {
        fail(data.error);
        return;
      }
      offer(data.table, data.columns, sample);
    };
    worker.onerror = ({ message }) => fail(message);
    worker.postMessage(parcel);
    file.value = '';
  }

  function end(state: 'done' | 'failed'): void {
    place.dataset.state = state;
    place.dataset.runs = String(++runs);
  }

  function fail(message: string): void {
    end('failed');
    status.textContent = '';
    problem.textContent = message;
  }

  function offer(
    table: Table,
    columns: readonly Column[],
    sample: (typeof SAMPLES)[number] | undefined,
  ): void {
    const targets = columns.filter(
      ({ kind, remark }) => kind === 'number' && remark !== 'No row has a value.',
    );
    if (targets.length === 0 || columns.length < 2) {
      fail(
        `${table.source}: got ${targets.length === 0 ? 'no column of numbers' : 'a single column'}, expected a target and at least one other column. ${columns.find(({ remark }) => remark)?.remark ?? ''}`,
      );
      return;
    }
    status.textContent = `${table.source}: ${count(table.rows.length, 'row')}, ${count(columns.length, 'column')}.`;
    const target = select(
      'Target',
      'data-target',
      targets.map(({ name }) => [name, name]),
      sample?.target ?? targets[0].name,
    );
    const uses = new Map<string, HTMLSelectElement>();
    const rows = columns.map((column) => {
      const options = usesOf(column);
      const start =
        options[0][0] === 'out' && sample?.encode.includes(column.name) ? 'encode' : options[0][0];
      const chosen = element(
        'select',
        { 'aria-label': `What to do with ${column.name}` },
        ...options.map(([value, label]) => element('option', { value }, label)),
      );
      chosen.value = start;
      uses.set(column.name, chosen);
      return element(
        'div',
        { class: 'field column', 'data-column': column.name },
        element('span', {}, column.name),
        chosen,
        column.remark === undefined ? undefined : element('p', { class: 'hint' }, column.remark),
      );
    });
    const hideTarget = () => {
      for (const row of rows) row.hidden = row.dataset.column === target.input.value;
    };
    target.input.addEventListener('change', hideTarget);
    hideTarget();
    const knowledge = select(
      'What is known of the coefficients',
      'data-knowledge',
      KNOWLEDGE.map(({ name, label }) => [name, label]),
      'sparse',
    );
    const level = select('How many matter', 'data-level', levelOptions(columns), 'auto');
    const loss = select(
      'Fitted by',
      'data-loss',
      LOSSES.map(({ name, label }) => [name, label]),
      'leastSquares',
    );
    const lower = numberField('Cut off below', 'data-lower', '0');
    const upper = numberField('Cut off above', 'data-upper', '');
    const intercept = element('input', { type: 'checkbox', id: 'data-intercept' });
    intercept.checked = true;
    const showLevel = () => {
      level.row.hidden = !KNOWLEDGE.find(({ name }) => name === knowledge.input.value)?.hasLevel;
    };
    knowledge.input.addEventListener('change', showLevel);
    showLevel();
    const fitButton = button('Fit', () => start(), { class: 'main' });
    const columnsList = element(
      'details',
      { open: columns.length <= 12 || columns.some(({ remark }) => remark !== undefined) },
      element('summary', {}, 'The other columns'),
      element('div', { class: 'controls' }, ...rows),
    );
    choices.replaceChildren(
      element(
        'form',
        {
          class: 'controls',
          submit: (event) => {
            event.preventDefault();
            start();
          },
        },
        target.row,
        knowledge.row,
        level.row,
        loss.row,
        element('div', { class: 'pair' }, lower.row, upper.row),
        element(
          'p',
          { class: 'hint' },
          'Where y cannot be seen below or above a value; empty for no such limit.',
        ),
        element(
          'div',
          { class: 'field switch' },
          intercept,
          element('label', { for: 'data-intercept' }, 'With an intercept'),
        ),
        columnsList,
        element('div', { class: 'actions' }, fitButton),
      ),
    );
    choices.hidden = false;
    start();

    async function start(): Promise<void> {
      run.abort();
      run = new AbortController();
      const { signal } = run;
      problem.textContent = '';
      results.hidden = true;
      place.dataset.state = 'fitting';
      status.textContent = 'Fitting …';
      try {
        const of = target.input.value;
        const used = columns.filter(({ name }) => name !== of && uses.get(name)?.value !== 'out');
        if (used.length === 0) {
          throw new Error(
            `${table.source}: got no column to predict ${of} from. Choose one below “The other columns”.`,
          );
        }
        const kept = withoutGaps(table, [of, ...used.map(({ name }) => name)]);
        const features: Feature[] = chooseFeatures(kept, {
          target: of,
          drop: columns
            .map(({ name }) => name)
            .filter((name) => name !== of && !used.some((column) => column.name === name)),
          encode: used
            .filter(({ name }) => uses.get(name)?.value === 'encode')
            .map(({ name }) => name),
        });
        const fitted = await fitTask(
          {
            ...{ table: kept, target: of, features, intercept: intercept.checked },
            knowledge: KNOWLEDGE.find(({ name }) => name === knowledge.input.value) ?? KNOWLEDGE[0],
            level: level.input.value === 'auto' ? 'auto' : Number(level.input.value),
            loss: LOSSES.find(({ name }) => name === loss.input.value) ?? LOSSES[0],
            observation: observationOf(lower.input.value, upper.input.value),
          },
          signal,
        );
        if (signal.aborted) return;
        showResults(fitted, of, kept.rows.length, table.rows.length);
        end('done');
      } catch (error) {
        if (!signal.aborted) fail(inWords(error));
      }
    }
  }

  function showResults(fitted: Fitted, target: string, rows: number, all: number): void {
    const { result, summary, crossValidation, level, y, predicted, model } = fitted;
    const { rSquared, sigma } = summary;
    const left = all - rows;
    const sentences = [
      `${target} from ${count(rows, 'row')}${left > 0 ? ` (${left} left out for want of a value)` : ''}: ${
        rSquared === undefined ? 'the target does not vary' : `R² = ${short(rSquared)}`
      }, ${result.status} after ${count(result.iterations, 'iteration')} of ${result.solver.name}${
        sigma === undefined ? '' : `, σ = ${short(sigma)}`
      }.`,
    ];
    if (crossValidation !== undefined) {
      sentences.push(
        `Cross-validation keeps ${count(level as number, 'coefficient')}: no more are clearly better on rows left out.`,
      );
    }
    status.textContent = sentences.join(' ');
    const scatter = new Figure(
      'Predicted against observed',
      () => `Predicted against observed ${target}. ${status.textContent}`,
      'On the dashed line the two are equal. Each dot is a row.',
    );
    scatter.draw((_, small) => predictedFigure(y, predicted, target, small));
    const figures = [scatter.element];
    if (crossValidation !== undefined) {
      const levels = new Figure(
        'How many coefficients',
        () => status.textContent ?? '',
        'Mean over five folds, and one standard error to each side. Dotted: the choice, the fewest coefficients within one standard error of the best.',
      );
      levels.draw((_, small) => levelsFigure(crossValidation, small));
      figures.push(levels.element);
    }
    const url = URL.createObjectURL(
      new Blob([`${JSON.stringify(model, null, 2)}\n`], { type: 'application/json' }),
    );
    const warnings = result.certificate.warnings.map((warning) =>
      element('p', { class: 'details' }, `The library warns: ${warning}.`),
    );
    results.replaceChildren(
      coefficientTable(fitted),
      ...warnings,
      ...figures,
      element(
        'p',
        {},
        element('a', { href: url, download: 'model.json' }, 'Download the model'),
        ' (JSON; the command ',
        element('code', {}, 'relufit predict model.json new.csv'),
        ' reads it).',
      ),
    );
    results.hidden = false;
  }

  return { values: {} };
};

/** Has the library load the program of its background worker; without one, fits run on the page. */
function loadBackground(): void {
  fit([[1], [2]], [1, 2], { constraint: wholeSpace(), background: true }).catch(() => {});
}

/** What can be done with a column, the default first. */
function usesOf({ kind, levels, gaps, remark }: Column): [Use, string][] {
  const out: [Use, string] = ['out', 'leave out'];
  if (kind === 'text') return levels === undefined ? [out] : [out, ['encode', 'as 0 and 1']];
  if (remark === 'No row has a value.') return [out];
  const use: [Use, string] = ['use', gaps > 0 ? 'use other rows' : 'use'];
  return gaps > 0 ? [out, use] : [use, out];
}

function levelOptions(columns: readonly Column[]): [string, string][] {
  const most = Math.min(30, columns.length - 1);
  const numbers = Array.from({ length: most }, (_, k) => String(k + 1));
  return [['auto', 'by cross-validation'], ...numbers.map((n): [string, string] => [n, n])];
}

/** The rows that have a value in each of these columns. */
function withoutGaps(table: Table, names: readonly string[]): Table {
  const indices = names.map((name) => table.names.indexOf(name));
  const isWhole = (cells: readonly string[]) =>
    indices.every((index) => !['missing', 'not finite'].includes(cellKind(cells[index])));
  const kept = table.rows.flatMap((cells, row) => (isWhole(cells) ? [row] : []));
  if (kept.length === 0) {
    throw new Error(
      `${table.source}: got no row with a value in each of the columns in use, expected at least one. Leave out the columns with many gaps.`,
    );
  }
  return {
    ...table,
    rows: kept.map((row) => table.rows[row]),
    lines: kept.map((row) => table.lines[row]),
  };
}

function observationOf(lower: string, upper: string): Observation {
  const [low, high] = [lower, upper].map((text) => (text.trim() === '' ? undefined : Number(text)));
  if (low === undefined && high === undefined) return 'linear';
  if (low === 0 && high === undefined) return 'relu';
  return { ...(low !== undefined && { lower: low }), ...(high !== undefined && { upper: high }) };
}

function coefficientTable({ summary, result }: Fitted): HTMLElement {
  const entries = summary.coefficients
    .filter(({ name }) => name !== '(intercept)')
    .sort((a, b) => Math.abs(b.coefficient) - Math.abs(a.coefficient));
  const shown = entries.filter(({ coefficient }) => coefficient !== 0);
  const zeros = entries.length - shown.length;
  const largest = Math.abs(entries[0]?.coefficient ?? 1) || 1;
  const rows = shown.map(({ name, coefficient: value, standardError }) => {
    const bar = element('span', { class: value < 0 ? 'minus' : '' });
    bar.style.width = `${(100 * Math.abs(value)) / largest}%`;
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      element(
        'td',
        { class: 'number' },
        short(value, 4),
        standardError === undefined
          ? undefined
          : element('span', { class: 'details' }, ` ± ${short(standardError)}`),
      ),
      element('td', { class: 'bar', 'aria-hidden': 'true' }, bar),
    );
  });
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, 'column'),
    element('th', { scope: 'col', class: 'number' }, 'coefficient'),
    element('td', { 'aria-hidden': 'true' }),
  );
  const foot: string[] = [`Intercept ${short(result.intercept, 4)}.`];
  if (shown.some(({ standardError }) => standardError !== undefined)) {
    foot.push('After ±: one standard error.');
  }
  if (zeros > 0) foot.push(`${count(zeros, 'other coefficient is', 'other coefficients are')} 0.`);
  return element(
    'div',
    {},
    element(
      'div',
      { class: 'scroll' },
      element(
        'table',
        {},
        element('caption', {}, 'Coefficients, the largest first'),
        element('thead', {}, head),
        element('tbody', {}, ...rows),
      ),
    ),
    element('p', { class: 'details' }, foot.join(' ')),
  );
}

function select(label: string, id: string, options: [string, string][], value: string) {
  const input = element(
    'select',
    { id },
    ...options.map(([key, text]) => element('option', { value: key }, text)),
  );
  input.value = value;
  return {
    input,
    row: element('div', { class: 'field' }, element('label', { for: id }, label), input),
  };
}

function numberField(label: string, id: string, value: string) {
  const input = element('input', { id, type: 'number', step: 'any', value });
  return {
    input,
    row: element('div', { class: 'field' }, element('label', { for: id }, label), input),
  };
}
