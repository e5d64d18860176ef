// `npm run bench:first-output`: from the start of a process to the first byte that the command line prints.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { type Contestant, inTurns, spreadOf } from '../lab/src/bench/turns.js';

const MAIN = fileURLToPath(new URL('../lab/dist/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'relufit-first-output-'));

const contestants = [
  untilFirstByte('node alone', ['--eval', 'console.log()']),
  ...[
    ['--help'],
    ['--version'],
    ['fti'],
    ['paper', '--help'],
    ['fit', '--help'],
    ['fit', 'data.csv', '--taget', 'y'],
    ['paper', '--out', folder],
  ].map((args) =>
    untilFirstByte(`relufit ${args.join(' ').replace(folder, 'FOLDER')}`, [MAIN, ...args]),
  ),
];

// Each run is a process: there is nothing to warm up but the file cache.
const timed = await inTurns(contestants, { turns: 21, turnMs: 0, warmUpMs: 0 });
for (const { name, times } of timed) {
  const { medianNs, p10Ns, p90Ns } = spreadOf(times, timed[0].times);
  const [median, low, high] = [medianNs, p10Ns, p90Ns].map((ns) => (ns / 1e6).toFixed(0));
  console.log(`${name.padEnd(32)} ${median.padStart(5)} ms (${low}–${high})`);
}
rmSync(folder, { recursive: true });

function untilFirstByte(name: string, args: readonly string[]): Contestant {
  return {
    name,
    async block(runs) {
      let nanoseconds = 0;
      for (let k = 0; k < runs; k++) nanoseconds += await firstByte(args);
      return nanoseconds;
    },
  };
}

function firstByte(args: readonly string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let nanoseconds = Number.NaN;
    const first = () => {
      if (!Number.isNaN(nanoseconds)) return;
      nanoseconds = (performance.now() - start) * 1e6;
      child.kill('SIGKILL');
    };
    child.stdout.on('data', first);
    child.stderr.on('data', first);
    child.on('error', reject);
    // The next process has the machine for itself.
    child.on('close', () => resolve(nanoseconds));
  });
}
