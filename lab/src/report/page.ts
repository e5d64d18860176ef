import { engineName } from '../commands/shared.js';
import { duration, fixed, percent } from '../format.js';
import { errorFigure } from './error-figure.js';
import { escaped } from './html.js';
import { colourOf, labelOf } from './method-style.js';
import { PAGE_STYLE } from './page-style.js';
import type { PaperResult } from './paper-result.js';
import { paperTable } from './paper-table.js';
import { rateFigure } from './rate-figure.js';

/** The two widths every figure is drawn for; CSS shows the one that fits. */
const WIDE = 900;
const NARROW = 358;

/** The report as one HTML file that needs nothing else. */
export function reportPage(result: PaperResult): string {
  const { options } = result;
  const title = 'Learning a ReLU by projected gradient descent';
  const json = Buffer.from(JSON.stringify(result)).toString('base64');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}: d = ${options.d}, n = ${options.n}</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${introduction(result)}
<h2>The error at each iteration</h2>
<figure>
${pair((width) => errorFigure(result, width, width === WIDE ? 500 : 420))}
<figcaption>Faint: the ${options.trials} trials of each method. Bold: their geometric mean, in which a trial that has ended keeps its last error. Dashed: the
bound of Theorem 3.1. The picture stops at 10⁻¹² and where the falling curves have arrived; the data hold every
iteration.</figcaption>
</figure>
<h2>The numbers</h2>
${table(result)}
<p>A success is a relative error of at most 10⁻⁴ at the end. A rate is the factor by which the error of one trial
shrinks in an iteration; its mean and, in parentheses, 5th and 95th percentiles are taken over the trials whose error fell
far enough to have one, and the median iterations over those that reached 10⁻⁶.</p>
<h2>The rate of each trial</h2>
${rateStatement(result)}
${rates(result)}
<h2>How it was made</h2>
${setting(result)}
<a class="download" download="result.json" href="data:application/json;base64,${json}">Download result.json</a>
</main>
</body>
</html>
`;
}

function introduction({ options }: PaperResult): string {
  const { d, sparsity, n, trials } = options;
  return `<p>Weights w* with ${sparsity} nonzeros out of ${d} are to be found from ${n} samples
y = max(0, ⟨w*, x⟩) with Gaussian x, which is ${n < d ? 'fewer samples than unknowns' : 'a sample for each unknown or more'}.
Projected gradient descent starts at zero, follows the gradient of the squared error and, after each step, keeps the
${sparsity} largest weights; <cite>M. Soltanolkotabi, Learning ReLUs via Gradient Descent, NIPS 2017</cite>
(<a href="https://arxiv.org/abs/1705.04591">arXiv:1705.04591</a>) proves that with enough samples the error then falls at least like (½)ᵗ.
This report repeats the paper’s experiment in ${trials} trials, beside linear observations of the same and of half
the samples.</p>`;
}

function rates(result: PaperResult): string {
  if (result.methods.every(({ trials }) => trials.every(({ rate }) => rate === null))) return '';
  return `<figure>
${pair((width) => rateFigure(result, width))}
<figcaption>One tick a trial, a ring for the mean. The theorem promises ½ or less once there are enough
samples, with a constant it does not name.</figcaption>
</figure>`;
}

/** The measurement as it is, next to what the theorem says. */
function rateStatement({ methods }: PaperResult): string {
  const relu = methods.find(({ name }) => name === 'relu');
  const rates = relu?.trials.flatMap(({ rate }) => (rate === null ? [] : [rate])) ?? [];
  if (relu === undefined || rates.length === 0) {
    return '<p>No trial on ReLU samples had a rate to fit.</p>';
  }
  const below = rates.filter((rate) => rate <= 0.5).length;
  const { meanRate, rate05, rate95 } = relu.summary;
  return `<p>On ReLU samples the mean rate is <strong>${fixed(meanRate, 3)}</strong>
(5–95 %: ${fixed(rate05, 3)}–${fixed(rate95, 3)}); it is at most ½ in ${below} of the ${rates.length} trials that have one
(${percent(below, rates.length)}). ${reading(below / rates.length)}</p>`;
}

function reading(share: number): string {
  if (share === 1) return 'So every trial keeps the theorem’s rate at this size.';
  return 'So at this size the rate of single trials scatters around a value of its own: the theorem’s ½ is not kept in every one.';
}

function table(result: PaperResult): string {
  const { head, rows } = paperTable(result);
  const heads = result.methods.map(
    (method) =>
      `<th scope="col" class="key" style="--colour: ${colourOf(method)}">${escaped(labelOf(method))}</th>`,
  );
  const body = head.slice(1).map((name, index) => {
    const cells = rows.map((row) => `<td>${unbroken(row[index + 1])}</td>`).join('');
    return `<tr><th scope="row">${unbroken(name)}</th>${cells}</tr>`;
  });
  return `<table><thead><tr><td></td>${heads.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

/** Numbers stay whole; a line may end before a parenthesis only. */
function unbroken(cell: string): string {
  const [first, ...rest] = cell.split(/\s(?=\()/).map(escaped);
  const parts = [first, ...rest].map((part) => `<span class="whole">${part}</span>`);
  return parts.join(' ');
}

function setting({ version, options, engine, machine, milliseconds }: PaperResult): string {
  const entries: [string, string][] = [
    ['relufit', version],
    ['seed', String(options.seed)],
    ['dimension d', String(options.d)],
    ['nonzeros s', String(options.sparsity)],
    ['samples n', String(options.n)],
    ['trials', String(options.trials)],
    ['most iterations', String(options.maxIterations)],
    ['tolerance', String(options.tolerance)],
    ['precision', options.precision],
    ['engine', `${engineName(engine)}: ${engine.reason}`],
    ['machine', `${machine.processor}, Node ${machine.node}`],
    ['time in all', duration(milliseconds)],
  ];
  const items = entries.map(([name, value]) => `<dt>${name}</dt><dd>${escaped(value)}</dd>`);
  return `<dl>${items.join('\n')}</dl>`;
}

/** One drawing for each width: a single one would have unreadable letters on a phone. */
function pair(draw: (width: number) => string): string {
  return `<div class="wide">${draw(WIDE)}</div>\n<div class="narrow">${draw(NARROW)}</div>`;
}
