// The report of a phase diagram: a page, tables, figures.

import type { PhaseResult } from 'relufit';
import { writeWhole } from '../../store/write-whole.js';
import { phasePage } from './page.js';
import { phaseSummary } from './summary.js';
import * as tables from './tables.js';

export { type PhaseFigure, phaseFigures } from './figures.js';
export { phaseSummary } from './summary.js';
export { phaseCsv, phaseTable } from './tables.js';
export { phaseTerminalTable } from './terminal.js';

/** One self-contained HTML file. */
export function writePhaseReport(result: PhaseResult, path: string): void {
  writeWhole(path, [phasePage(result)]);
}

/** The summary, and the tables of lines and cells. */
export const phaseMarkdown = (result: PhaseResult): string =>
  tables.phaseMarkdown(result, phaseSummary(result));
