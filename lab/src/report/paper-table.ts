import { duration, fixed, percent, spread } from '../format.js';
import type { PaperResult } from './paper-result.js';

/** The measured numbers, one row a method, for the terminal and (turned round) for the report. */
export function paperTable({ methods, engine }: PaperResult): { head: string[]; rows: string[][] } {
  return {
    head: [
      'method',
      'rows',
      'iterations to 1e-6',
      'rate (5–95 %)',
      'success',
      'to 1e-10',
      'time a trial',
      'engine',
    ],
    rows: methods.map(({ title, n, summary }) => [
      title,
      String(n),
      fixed(summary.medianIterationsTo1e6, 1).replace(/\.0$/, ''),
      spread(summary.meanRate, summary.rate05, summary.rate95),
      percent(summary.successes, summary.trials),
      percent(summary.recoveredTo1e10, summary.trials),
      duration(summary.medianMilliseconds),
      engine.name,
    ]),
  };
}
