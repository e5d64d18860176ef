import { duration, fixed, percent, spread } from '../format.js';
import { shortName } from './method-style.js';
import type { Method, PaperResult } from './paper-result.js';

/** The measured numbers, one row a method, for the terminal and (turned round) for the report. */
export function paperTable({ methods, engine }: PaperResult): { head: string[]; rows: string[][] } {
  return {
    head: [
      'method',
      'rows',
      'median iterations\nto 1e-6',
      'rate\n(5–95 %)',
      'success',
      'recovered\nto 1e-10',
      'time\na trial',
      'engine',
    ],
    rows: methods.map((method) => row(method, engine.name)),
  };
}

function row(method: Method, engine: string): string[] {
  const { n, summary } = method;
  return [
    shortName(method),
    String(n),
    fixed(summary.medianIterationsTo1e6, 1).replace(/\.0$/, ''),
    spread(summary.meanRate, summary.rate05, summary.rate95),
    percent(summary.successes, summary.trials),
    percent(summary.recoveredTo1e10, summary.trials),
    duration(summary.medianMilliseconds),
    engine,
  ];
}
