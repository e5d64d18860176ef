import type { PhaseResult } from 'relufit';
import { type OutputOptions, print, printJson } from '../output.js';
import { trialsFile } from '../store/files.js';

/** How a result came about. */
export interface PhaseRunSummary {
  /** All trials that it is of. */
  readonly trials: number;
  /** Those that were run now. */
  readonly ran: number;
  readonly milliseconds: number;
}

/** Writes the files of a finished experiment into its folder, and prints what it comes to. */
export async function showPhase(
  result: PhaseResult,
  run: PhaseRunSummary,
  folder: string,
  { json, quiet }: OutputOptions,
): Promise<void> {
  const { writePhaseOutputs } = await import('../report/phase-outputs.js');
  const files = { trials: trialsFile(folder), ...writePhaseOutputs(result, folder) };
  if (json) {
    printJson({ ...result, ...run, files });
  } else if (!quiet) {
    const [{ phaseTerminalTable }, { terminalTable }] = await Promise.all([
      import('../report/phase/index.js'),
      import('../terminal-table.js'),
    ]);
    const { head, rows, names, caption } = phaseTerminalTable(result);
    print(terminalTable(head, rows, names));
    print(caption);
    print(`wrote   ${Object.values(files).join(', ')}`);
  }
}
