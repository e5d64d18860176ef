// `npm run bench [-- --json FILE] [--group a,b] [--quick] [--no-peers] [--processes K]`: relufit against what the
// machine allows and against everyone else who can compute the same. Times are printed, never asserted.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, execArgv, execPath, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Pace } from '../lab/src/bench/turns.js';
import { GROUPS } from './groups/index.js';
import { machine, ownVersions } from './machine.js';
import { findNative } from './native/native.js';
import { opponents } from './opponents/all.js';
import { pooled } from './pool.js';
import { printPlace, printTargets } from './print.js';
import { places, type Result, type Row } from './result.js';

// A turn is shorter than what a busy machine gives a process at a time.
const PACE: Pace = { turns: 31, turnMs: 4, warmUpMs: 250, mostMs: 8000 };
// Turns of several processes come together.
const POOLED: Pace = { ...PACE, turns: 15, mostMs: 4000 };
const QUICK: Pace = { turns: 5, turnMs: 3, warmUpMs: 60 };

const options = readOptions();
const notes = new Set<string>();
const versions: Record<string, string> = { ...ownVersions(), ...findNative().versions };
const rows: Row[] = [];

console.log(described());
if (options.quick) note('This was a quick run: it shows that everything runs, not how fast.');
const [load] = loadavg();
if (!options.turns && load > availableParallelism() / 2) {
  note(`Other work was running on this machine: load average ${load.toFixed(1)} at the start.`);
}
let failed = false;
for (const name of options.groups) {
  console.log(`\n━━━ ${name} ${'━'.repeat(Math.max(0, 70 - name.length))}`);
  try {
    await measure(name);
  } catch (error) {
    // Without this, the handlers that one of the opponents installs would print all of its source.
    note(`${name} failed: ${error instanceof Error ? error.message : error}`);
    failed = true;
  }
  save();
}

if (!options.turns) printTargets(rows);
const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
console.log(`\n${named.join(' · ')}`);
if (notes.size > 0) console.log(`\n${[...notes].join('\n')}`);
if (options.json !== undefined) console.log(`\nwrote ${options.json}`);
// The opponents leave timers and workers behind.
exit(failed ? 1 : 0);

async function measure(name: string): Promise<void> {
  const { run, processes: usual } = GROUPS[name];
  const processes = options.processes ?? (options.quick ? 1 : usual);
  if (processes > 1) {
    const runs: Row[][] = [];
    for (let k = 0; k < processes; k++) {
      console.log(`process ${k + 1} of ${processes}`);
      const result = await inFreshProcess(name);
      result.notes.forEach(note);
      Object.assign(versions, result.versions);
      runs.push([...result.rows]);
    }
    const together = pooled(runs);
    rows.push(...together);
    for (const place of places(together).values()) printPlace(place);
    return;
  }
  await run({
    pace: options.quick ? QUICK : options.turns ? POOLED : PACE,
    quick: options.quick,
    async opponents() {
      const all = await opponents(note, options.peers);
      for (const { name, version } of all) versions[name] = version;
      return all;
    },
    note,
    emit(place) {
      rows.push(...place);
      printPlace(place);
    },
  });
}

/** What has been measured so far: after each group, so that not all is lost with the rest. */
function save(): void {
  if (options.json === undefined) return;
  const result: Result = {
    machine: machine(),
    versions,
    notes: [...notes],
    ...(options.quick ? { quick: true } : {}),
    // The turns themselves are for pooling alone.
    rows: options.turns ? rows : rows.map(({ turns: _, ...row }) => rounded(row)),
  };
  writeFileSync(options.json, asText(result));
}

function note(text: string): void {
  if (!notes.has(text)) console.log(`! ${text}`);
  notes.add(text);
}

function described(): string {
  const { cpu, cores, memoryGiB, platform } = machine();
  const { relufit, node, v8 } = ownVersions();
  for (const text of findNative().notes) note(text);
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${platform}; relufit ${relufit}, Node ${node}, V8 ${v8}`;
}

/** JSON with a row a line, so that a difference between two results can be read. */
function asText({ rows, ...rest }: Result): string {
  const lines = rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n');
  return `${JSON.stringify(rest, null, 1).slice(0, -2)},\n "rows": [\n${lines}\n ]\n}\n`;
}

/** More digits than anyone can measure would only make the file long. */
function rounded<T extends object>(row: T): T {
  const entries = Object.entries(row).map(([key, value]) => [
    key,
    typeof value === 'number' ? Number(value.toPrecision(5)) : value,
  ]);
  return Object.fromEntries(entries);
}

/** One group, run by a process of its own as this one was started. */
async function inFreshProcess(group: string): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'relufit-bench-'));
  const file = join(folder, 'result.json');
  const args = ['--group', group, '--processes', '1', '--turns', '--json', file];
  if (options.quick) args.push('--quick');
  if (!options.peers) args.push('--no-peers');
  const script = fileURLToPath(import.meta.url);
  try {
    const code = await new Promise((resolve, reject) => {
      const child = spawn(execPath, [...execArgv, script, ...args], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      child.on('error', reject);
      child.on('close', resolve);
    });
    const result = JSON.parse(readFileSync(file, 'utf8')) as Result;
    if (code !== 0) throw new Error(result.notes.at(-1)?.replace(`${group} failed: `, ''));
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readOptions() {
  try {
    const { values } = parseArgs({
      args: argv.slice(2),
      options: {
        json: { type: 'string' },
        group: { type: 'string' },
        quick: { type: 'boolean', default: false },
        'no-peers': { type: 'boolean', default: false },
        processes: { type: 'string' },
        turns: { type: 'boolean', default: false },
      },
    });
    const groups = values.group?.split(',') ?? Object.keys(GROUPS);
    const unknown = groups.filter((name) => !Object.hasOwn(GROUPS, name));
    if (unknown.length > 0) {
      throw new Error(
        `--group: got ${unknown.join(', ')}, expected any of ${Object.keys(GROUPS).join(', ')}`,
      );
    }
    const processes = values.processes === undefined ? undefined : Number(values.processes);
    if (processes !== undefined && !(Number.isInteger(processes) && processes > 0)) {
      throw new Error(`--processes: got ${values.processes}, expected an integer of at least 1`);
    }
    const { json, quick, turns } = values;
    return { json, groups, quick, peers: !values['no-peers'], processes, turns };
  } catch (error) {
    console.error(
      `bench: ${(error as Error).message}.\n` +
        'npm run bench [-- --json FILE] [--group a,b] [--quick] [--no-peers] [--processes K]',
    );
    return exit(2);
  }
}
