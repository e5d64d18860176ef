import type { PhaseResult } from 'relufit';
import { jsonText } from '../output.js';
import { reportFile, resultFile } from '../store/files.js';
import { writeWhole } from '../store/write-whole.js';
import { writePhaseReport } from './phase/index.js';

/** Writes what a phase diagram comes to into its folder, the data first; answers what was written. */
export function writePhaseOutputs(
  result: PhaseResult,
  folder: string,
): { readonly result: string; readonly report: string } {
  const files = { result: resultFile(folder), report: reportFile(folder) };
  writeWhole(files.result, [jsonText(result)]);
  writePhaseReport(result, files.report);
  return files;
}
