import { ratioOf, time } from './format.js';
import type { Row } from './result.js';
import { judged } from './targets.js';

/** The rows of a place, on the terminal. */
export function printPlace(rows: readonly Row[]): void {
  const [{ name, shape }] = rows;
  console.log(`${name}, ${shape}`);
  for (const row of rows) {
    const spread = `${time(row.medianNs)} (${time(row.p10Ns)}–${time(row.p90Ns)})`;
    const each = row.items === undefined ? '' : `  ${time(row.medianNs / row.items)} each`;
    console.log(`  ${row.engine.padEnd(24)}${spread.padStart(32)}   × ${ratioOf(row)}${each}`);
    if (row.remark) console.log(`    ${row.remark}`);
  }
}

export function printTargets(rows: readonly Row[]): void {
  console.log(`\n━━━ targets ${'━'.repeat(63)}`);
  const targets = judged(rows);
  for (const { demand, target, measured, met } of targets) {
    if (met !== undefined) {
      console.log(`${met ? 'met    ' : 'NOT MET'}  ${demand}: ${measured}, target ${target}`);
    }
  }
  const open = targets.filter(({ met }) => met === undefined).length;
  if (open > 0) console.log(`${open} of ${targets.length} targets were not measured in this run.`);
}
