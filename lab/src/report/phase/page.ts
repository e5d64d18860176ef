import type { PhaseResult } from 'relufit';
import { conjoined } from '../../format.js';
import { escaped } from '../html.js';
import { LIGHT_COLOURS } from './colours.js';
import { type Figure, figuresOf, GROUND, WIDE } from './figures.js';
import { labelOf, wholeText } from './names.js';
import { pageScript } from './page-script.js';
import { PHASE_STYLE } from './page-style.js';
import { phaseSummary } from './summary.js';
import { cellsTable, linesTable, phaseCsv, type Table } from './tables.js';
import { axisOf, type View, viewOf } from './view.js';

/** The width of figures on a phone: a single drawing would have unreadable letters there. */
const NARROW = 358;

/** The report of a phase diagram as one HTML file that needs nothing else. */
export function phasePage(result: PhaseResult): string {
  const view = viewOf(result);
  const title = titleOf(view);
  const [lead, ...rest] = phaseSummary(result);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>${PHASE_STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${[lead, ...rest].map((text, k) => `<p${k === 0 ? ' class="lead"' : ''}>${unbroken(text)}</p>`).join('\n')}
${figuresOf(view).map(figureSection).join('\n')}
${axisOf(view, 'n') === undefined ? '' : linesSection(view)}
${cellsSection(view)}
<section>
<h2>How it was made</h2>
${setting(result)}
<div class="downloads">
${download('result.json', 'application/json', JSON.stringify(result))}
${download('cells.csv', 'text/csv', phaseCsv(result))}
</div>
</section>
</main>
<script>${pageScript({ ground: GROUND, colours: LIGHT_COLOURS })}</script>
</body>
</html>
`;
}

/** Formulas stay whole. */
const unbroken = (text: string) => escaped(text).replace(/ ([=≈≤]) /g, '&nbsp;$1&nbsp;');

function titleOf({ axes, result }: View): string {
  const names = axes.map(({ name }) => labelOf(name, result));
  if (names.length === 0) return 'How often the weights are recovered';
  return `How often the weights are recovered, by ${conjoined(names)}`;
}

function figureSection({ name, title, caption, draw }: Figure): string {
  return `<section>
<h2>${escaped(title)}</h2>
<figure>
<div class="wide">${draw(WIDE)}</div>
<div class="narrow">${draw(NARROW)}</div>
<figcaption>${escaped(caption)} Its numbers are in the <a href="#cells">table of cells</a>.</figcaption>
<div class="buttons">
<button type="button" data-svg="${name}.svg" aria-label="Download this figure, ${name}, as SVG">SVG</button>
<button type="button" data-png="${name}.png" aria-label="Download this figure, ${name}, as PNG">PNG</button>
</div>
</figure>
</section>`;
}

/** Longer tables are folded away. */
const LONG = 30;
/** Shorter ones stay on one page of paper. */
const SHORT = 15;

function linesSection(view: View): string {
  const table = linesTable(view);
  const formulas = [
    ...new Set(
      view.result.lines.flatMap(({ theory }) => theory?.formula.replace(/, s = \d+$/, '') ?? []),
    ),
  ];
  const kinds = [...new Set(view.result.lines.flatMap(({ theory }) => theory?.kind ?? []))];
  const theory =
    formulas.length === 0
      ? 'Theory has no formula for these sets and rows.'
      : `Theory: ${[...formulas.slice(0, 2), ...(formulas.length > 2 ? ['…'] : [])].join('; ')} (${kinds.join(', ')}). δ is the statistical dimension of the descent cone; it is about Gaussian rows without noise, and for a set that is not convex a scale and no transition.`;
  return `<section${table.rows.length > SHORT ? ' class="long"' : ''}>
<h2 id="lines">Where half of the trials succeed</h2>
${table.rows.length > LONG ? folded(table, 'lines', 'lines') : tableHtml(table, 'lines')}
<p>n between the cells by a line, after success is made to rise with n; its interval by the ends of Wilson’s 95 % intervals, open (…)
where it goes beyond the n that were tried. ${escaped(theory)}</p>
</section>`;
}

function cellsSection(view: View): string {
  const table = cellsTable(view);
  return `<section class="long">
<h2 id="cells">Every cell</h2>
${table.rows.length > LONG ? folded(table, 'cells', 'cells') : tableHtml(table, 'cells')}
</section>`;
}

const folded = (table: Table, id: string, what: string) =>
  `<details><summary>The table of ${table.rows.length} ${what}</summary>${tableHtml(table, id)}</details>`;

function tableHtml({ head, rows, names }: Table, id: string): string {
  const heads = head.map(
    (text, k) => `<th scope="col"${k < names ? ' class="name"' : ''}>${escaped(text)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((text, k) =>
      k < names
        ? `<th scope="row" class="name">${escaped(text)}</th>`
        : `<td>${escaped(text)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0"><table>
<thead><tr>${heads.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`;
}

function setting({ version, options, engine }: PhaseResult): string {
  const entries: [string, string][] = [['relufit', version]];
  for (const [name, value] of Object.entries(options)) {
    entries.push([
      name,
      name === 'engine' ? `${engine.name}, 1 thread a trial` : optionText(value),
    ]);
  }
  const items = entries.map(
    ([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`,
  );
  return `<dl>${items.join('\n')}</dl>`;
}

function optionText(value: unknown): string {
  if (Array.isArray(value)) return value.map(optionText).join(', ');
  if (value === null) return 'none';
  return wholeText(value);
}

function download(name: string, type: string, text: string): string {
  const data = Buffer.from(text).toString('base64');
  return `<a class="download data" download="${name}" href="data:${type};base64,${data}">Download ${name}</a>`;
}
