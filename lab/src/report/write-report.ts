import { writeFileSync } from 'node:fs';
import { writeJson } from '../output.js';
import { reportPage } from './page.js';
import type { PaperResult } from './paper-result.js';

/** The data first: a report that cannot be drawn must not cost the trials. */
export async function writeReport(
  result: PaperResult,
  files: { readonly report: string; readonly result: string },
): Promise<void> {
  writeJson(files.result, result);
  writeFileSync(files.report, reportPage(result));
}
