// `tsx bench/report.ts FILE`: a result of the bench as the tables of bench/README.md and of README.md.

import { readFileSync, writeFileSync } from 'node:fs';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { digits, ratioOf, time } from './format.js';
import { highlights } from './highlights.js';
import { isLimit, isOurs, places, type Result, type Row, readResult } from './result.js';
import { judged } from './targets.js';

if (argv[2] === undefined) {
  console.error('bench/report.ts: got nothing, expected a result of npm run bench -- --json FILE.');
  exit(2);
}
const result = readResult(argv[2]);
replaceIn('../README.md', 'bench', highlights(result));
replaceIn('README.md', 'results', everything(result));

/** Puts the text between the markers of a document. */
function replaceIn(document: string, marker: string, text: string): void {
  const path = fileURLToPath(new URL(document, import.meta.url));
  const block = new RegExp(`<!-- ${marker} -->[\\s\\S]*?<!-- /${marker} -->`);
  const before = readFileSync(path, 'utf8');
  if (!block.test(before)) throw new Error(`${path}: no <!-- ${marker} --> … <!-- /${marker} -->`);
  writeFileSync(
    path,
    before.replace(block, () => `<!-- ${marker} -->\n${text}\n<!-- /${marker} -->`),
  );
}

function everything(result: Result): string {
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
