// Runs that end before their work: what is in the file is whole, and the next run comes to the same bytes.

import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { relufit, workFolder } from './cli.js';
import { type Started, start } from './process.js';

const files = workFolder();
const GRID = ['--d', '150', '--n', '40:120:40', '--s', '4,8', '--trials', '60'];
const run = (out: string, ...more: string[]) => ['phase', ...GRID, '--out', out, ...more];
const trials = (out: string) => readFileSync(join(out, 'trials.jsonl'), 'utf8');
const bytes = (out: string) => [trials(out), readFileSync(join(out, 'result.json'), 'utf8')];

const whole = files.path('whole');
await relufit(...run(whole, '--quiet'));
const known = new Set(trials(whole).trimEnd().split('\n'));

/** Every whole line is one of the undisturbed run; answers how many there are. */
function countedLines(out: string): number {
  if (!existsSync(join(out, 'trials.jsonl'))) return 0;
  const lines = trials(out).split('\n');
  const torn = lines.pop();
  expect(lines.filter((line) => !known.has(line))).toEqual([]);
  // A kill loses no part of a line: it is written at once.
  expect(torn).toBe('');
  return lines.length;
}

/** Fulfilled when the file has grown by so many bytes, or the process has ended. */
async function grown(out: string, by: number, process: Started): Promise<void> {
  const size = () => statSync(join(out, 'trials.jsonl'), { throwIfNoEntry: false })?.size ?? 0;
  const target = size() + by;
  while (process.isRunning && size() < target) await new Promise((next) => setTimeout(next, 1));
}

test('kills at random moments lose nothing that was written', async () => {
  const out = files.path('killed');
  let before = 0;
  let killed = 0;
  for (let attempt = 0; attempt < 100; attempt++) {
    const process = start(run(out, '--workers', '2'));
    // While it starts and opens the file; then while trials end, thirty a kill or so.
    if (attempt < 4) await new Promise((next) => setTimeout(next, 60 * (attempt + Math.random())));
    else await grown(out, 9000 * Math.random(), process);
    process.kill('SIGKILL');
    const code = await process.ended;
    const count = countedLines(out);
    expect(count).toBeGreaterThanOrEqual(before);
    if (code === 0) break;
    expect(code).toBe(null);
    expect(process.stderr()).not.toContain('relufit:');
    if (count > before) killed++;
    before = count;
  }
  expect(killed).toBeGreaterThan(2);
  expect((await relufit(...run(out, '--quiet'))).code).toBe(0);
  expect(bytes(out)).toEqual(bytes(whole));
  expect(existsSync(join(out, 'trials.jsonl.lock'))).toBe(false);
}, 120_000);

describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', (signal) => {
  test('ends with 3, says how to go on, and gives the folder free', async () => {
    const out = files.path(signal);
    const process = start(run(out, '--workers', '1'));
    await process.says('to run');
    await process.says(/trial \d+ of/);
    process.kill(signal);
    expect(await process.ended).toBe(3);
    const count = countedLines(out) - 1;
    expect(count).toBeGreaterThan(0);
    expect(process.stderr()).toMatch(
      new RegExp(
        `relufit: interrupted after ${count} trials; ${count} are kept in .*trials\\.jsonl\\. Resume with the same command\\.\n$`,
      ),
    );
    expect(process.stdout()).toBe('');
    expect(existsSync(join(out, 'trials.jsonl.lock'))).toBe(false);
    expect(existsSync(join(out, 'result.json'))).toBe(false);
    const again = await relufit(...run(out));
    expect(again.stderr).toContain(`: ${count} done already, ${360 - count} to run\n`);
    expect(bytes(out)).toEqual(bytes(whole));
  }, 60_000);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s before and after the trials ends with 3 too',
  async (signal) => {
    const out = files.path(`around ${signal}`);
    // Some 4 MB, which take a while to read, and longer to put into a report.
    const grid = ['--d', '3', '--n', '1:50:1', '--s', '1,2', '--solver', 'pursuit'];
    const many = ['phase', ...grid, '--trials', '310', '--out', out];
    expect((await relufit(...many, '--quiet')).code).toBe(0);
    const codes: (number | null)[] = [];
    for (const [words, delay] of [
      ['reading', 0],
      ['to run', 0],
      ['to run', 100],
      ['to run', 300],
    ] as const) {
      const process = start(many);
      await process.says(words);
      await new Promise((next) => setTimeout(next, delay));
      process.kill(signal);
      codes.push(await process.ended);
      expect(existsSync(join(out, 'trials.jsonl.lock'))).toBe(false);
    }
    expect(codes[0]).toBe(3);
    // What ends before it is told so is done; no signal ends a process by its own force.
    expect(codes.filter((code) => code !== 3 && code !== 0)).toEqual([]);
  },
  120_000,
);

test('a second signal at once gives the folder free as well', async () => {
  const out = files.path('twice');
  const process = start(run(out, '--workers', '1'));
  await process.says(/trial \d+ of/);
  process.kill('SIGINT');
  process.kill('SIGINT');
  process.kill('SIGTERM');
  expect(await process.ended).toBe(3);
  expect(existsSync(join(out, 'trials.jsonl.lock'))).toBe(false);
}, 60_000);

test('a file that was changed meanwhile is not taken for the one that was written', async () => {
  for (const change of ['', '{"cell":0}\n']) {
    const out = files.path(`changed ${change.length}`);
    const process = start(run(out, '--workers', '1'));
    await process.says(/trial \d+ of/);
    writeFileSync(join(out, 'trials.jsonl'), change);
    expect(await process.ended).toBe(1);
    expect(process.stderr()).toMatch(
      /trials\.jsonl: got another first line, expected what was written/,
    );
    expect(existsSync(join(out, 'result.json'))).toBe(false);
  }
  const out = files.path('removed');
  const process = start(run(out, '--workers', '1'));
  await process.says(/trial \d+ of/);
  rmSync(join(out, 'trials.jsonl'));
  expect(await process.ended).toBe(1);
  expect(process.stderr()).toMatch(/relufit: .*trials\.jsonl: got .*expected/);
}, 60_000);

test('nobody who reads what goes on is no reason to end', async () => {
  const out = files.path('unread');
  const process = start(run(out, '--workers', '1'), { closeStderr: true });
  expect(await process.ended).toBe(0);
  expect(bytes(out)).toEqual(bytes(whole));
}, 60_000);

test('a trial that takes long keeps nobody waiting', async () => {
  const out = files.path('long');
  const args = ['--d', '4000', '--n', '3000', '--s', '1500', '--trials', '4', '--workers', '2'];
  const process = start(['phase', ...args, '--tolerance', '0', '--out', out]);
  await process.says('to run');
  process.kill('SIGINT');
  expect(await process.ended).toBe(3);
  expect(process.stderr()).toContain('interrupted after 0 trials; 0 are kept');
}, 60_000);

test('two runs at once: the second is told who is there, the first goes on', async () => {
  const out = files.path('both');
  const first = start(run(out));
  await first.says('to run');
  // Held up, so that it is not done before the second has looked.
  first.kill('SIGSTOP');
  const second = await relufit(...run(out));
  first.kill('SIGCONT');
  expect(second.code).toBe(1);
  expect(second.stderr).toMatch(
    new RegExp(
      `^relufit: .*trials\\.jsonl: got a file that process ${first.pid} is writing, .*\n$`,
    ),
  );
  // Parts of it are files of their own.
  expect((await relufit(...run(out, '--shard', '1/40', '--quiet'))).code).toBe(0);
  expect(await first.ended).toBe(0);
  expect(bytes(out)).toEqual(bytes(whole));
}, 60_000);

test('many runs at once: one of them gets the folder', async () => {
  const out = files.path('many');
  const runs = await Promise.all(Array.from({ length: 6 }, () => relufit(...run(out))));
  for (const { code, stderr } of runs) if (code !== 0) expect(stderr).toContain('is writing');
  expect(runs.filter(({ code }) => code === 0).length).toBeGreaterThan(0);
  expect(bytes(out)).toEqual(bytes(whole));
}, 60_000);
