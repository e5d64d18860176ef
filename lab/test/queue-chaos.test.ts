// Everything at once: workers that are killed and started, a Redis that is killed and started, a producer that is
// interrupted and killed and started. What is in the files at the end is what an undisturbed run on one machine writes.

import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { workFolder } from './cli.js';
import { type Started, start } from './process.js';
import { hasRedis, startRedis } from './redis.js';

const files = workFolder();
const PASSWORD = 'n0b0dy-sees';
/** 10 cells × 200 trials, of some seconds in all: what is to happen in their midst is not over before. */
const EXPERIMENT = [
  ...['phase', '--d', '400', '--n', '100:500:100', '--s', '8,16', '--solver', 'pursuit'],
  ...['--trials', '200', '--seed', '11'],
];

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test.skipIf(!hasRedis)('2,000 trials survive whatever happens', { timeout: 240_000 }, async () => {
  const alone = start([...EXPERIMENT, '--workers', '1', '--out', files.path('alone')]);
  const directives = { requirepass: PASSWORD, appendonly: 'yes', appendfsync: 'everysec' };
  await using redis = await startRedis({ directives });
  expect(await alone.ended, alone.stderr()).toBe(0);
  const said: Started[] = [alone];
  const began = (child: Started) => {
    said.push(child);
    return child;
  };
  const worker = () =>
    began(start(['worker', '--redis', redis.url, '--workers', '1', '--lock', '2']));
  const producer = () =>
    began(start([...EXPERIMENT, '--redis', redis.url, '--json', '--out', files.path('chaos')]));
  const stored = () => {
    const text = readFileSync(`${files.path('chaos')}/trials.jsonl`, 'utf8');
    return text.split('\n').length - 2;
  };
  const reached = async (count: number) => {
    while (stored() < count) await pause(20);
  };

  // Which worker dies next, and when.
  let state = 5;
  const chance = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const workers = [worker(), worker(), worker()];
  const kill = async () => {
    await pause(300 * chance());
    const k = Math.floor(workers.length * chance());
    workers[k].kill('SIGKILL');
    await workers[k].ended;
    workers[k] = worker();
  };

  let running = producer();
  await running.says(/trial/);
  await reached(100);
  await kill();
  await reached(300);
  running.kill('SIGINT');
  expect(await running.ended).toBe(3);
  await kill();
  running = producer();
  await reached(600);
  await redis.kill();
  await kill();
  await redis.restart();
  await reached(800);
  running.kill('SIGKILL');
  expect(await running.ended).toBe(null);
  await kill();
  await kill();
  running = producer();
  await reached(1200);
  await kill();
  expect(await running.ended, running.stderr()).toBe(0);

  const trials = readFileSync(`${files.path('chaos')}/trials.jsonl`, 'utf8');
  const addresses = trials
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line))
    .map(({ cell, trial }) => `${cell} ${trial}`);
  expect(addresses).toHaveLength(2000);
  expect(new Set(addresses).size).toBe(2000);
  for (const name of ['trials.jsonl', 'result.json']) {
    const [one, other] = ['alone', 'chaos'].map((out) =>
      readFileSync(files.path(`${out}/${name}`)),
    );
    expect(one.equals(other), name).toBe(true);
  }

  for (const child of workers) child.kill('SIGTERM');
  expect(await Promise.all(workers.map((child) => child.ended))).toEqual([0, 0, 0]);
  const look = new Redis(redis.url);
  try {
    const left = await look.keys('*');
    // Signs of workers that were killed expire.
    expect(left.filter((key) => key !== 'relufit:workers')).toEqual([]);
    for (const key of left) expect(await look.pttl(key)).toBeGreaterThan(0);
  } finally {
    look.disconnect();
  }
  for (const child of said) expect(child.stdout() + child.stderr()).not.toContain(PASSWORD);
});
