// A result of the bench as the tables of bench/README.md.

import { digits, ratioOf, time } from './format.js';
import { isLimit, isOurs, places, type Result, type Row } from './result.js';
import { judged } from './targets.js';

export function everything(result: Result): string {
  const { machine, versions, rows, notes } = result;
  const groups = [...new Set(rows.map(({ group }) => group))];
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.platform}. ` +
      `${Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(' · ')}.`,
    ...(notes.length > 0 ? [notes.map((note) => `- ${note}`).join('\n')] : []),
    '### Targets',
    table(
      ['demand', 'target', 'measured', ''],
      judged(rows).map(({ demand, target, measured, met }) => [
        demand,
        target,
        measured ?? '—',
        met === undefined ? 'not measured' : met ? 'met' : '**not met**',
      ]),
    ),
    ...groups.flatMap((group) => [
      `### ${group}`,
      ...groupTables(rows.filter((row) => row.group === group)),
    ]),
  ].join('\n\n');
}

/** A table for the places that have the same engines, a place a row. */
function groupTables(rows: readonly Row[]): string[] {
  const alike = new Map<string, Row[][]>();
  for (const place of places(rows).values()) {
    const engines = place.map(({ engine }) => engine).join('|');
    alike.set(engines, [...(alike.get(engines) ?? []), place]);
  }
  return Array.from(alike.values(), (group) => {
    const [first, ...others] = group[0].map(({ engine }) => engine);
    return table(
      ['what', first, ...others.map((engine) => `${engine}, times that`)],
      group.map(([ours, ...rest]) => [
        `${ours.name}, ${ours.shape}`,
        `${time(ours.medianNs)} (${time(ours.p10Ns)}–${time(ours.p90Ns)})`,
        ...rest.map((row) => cell(ours, row)),
      ]),
    );
  });
}

/** Bold where an opponent is quicker than ours. */
function cell(ours: Row, row: Row): string {
  const loses = isOurs(ours) && !isOurs(row) && !isLimit(row) && row.ratio < 1;
  return loses ? ratioOf(row).replace(digits(row.ratio), `**${digits(row.ratio)}**`) : ratioOf(row);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
