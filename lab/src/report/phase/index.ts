// The report of a phase diagram: a page, tables, figures.

import { writeFileSync } from 'node:fs';
import type { PhaseResult } from 'relufit';
import { phasePage } from './page.js';
import { phaseSummary } from './summary.js';
import * as tables from './tables.js';

export { phaseFigures } from './figures.js';
export { phaseSummary } from './summary.js';
export { phaseCsv, phaseTable } from './tables.js';

/** One self-contained HTML file. */
export function writePhaseReport(result: PhaseResult, path: string): void {
  writeFileSync(path, phasePage(result));
}

/** The summary, and the tables of lines and cells. */
export const phaseMarkdown = (result: PhaseResult): string =>
  tables.phaseMarkdown(result, phaseSummary(result));
