// Experiments over a real Redis, with workers as processes: what is stored is what a local run stores, whatever happens.

import { readFileSync } from 'node:fs';
import { phasePlan } from 'relufit';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { experimentId, KEYS, queueName } from '../src/queue/experiment.js';
import { workFolder } from './cli.js';
import { before, endAll, type StartOptions, start } from './process.js';
import { clientOf, hasRedis, type RedisServer, startRedis } from './redis.js';

const files = workFolder();
const SMALL = [
  ...['--d', '40', '--n', '20:60:20', '--s', '2,3', '--solver', 'pursuit', '--trials', '10'],
];

/** So many trials that what is to happen in their midst is not over before. */
const MANY = [
  ...['--d', '400', '--n', '100:300:100', '--s', '8,16', '--solver', 'pursuit', '--trials', '200'],
];

/** Two trials of some seconds each: with so few rows the iteration goes on and on. */
const LONG = [
  ...['--d', '400', '--n', '100', '--s', '40', '--trials', '2', '--tolerance', '0'],
  ...['--max-iterations', '1500000'],
];

/** A folder's trials and result, byte for byte. */
const stored = (out: string) =>
  ['trials.jsonl', 'result.json'].map((name) => readFileSync(`${out}/${name}`, 'utf8'));

const known = new Map<string, string[]>();

/** What the experiment comes to on this machine alone. */
async function local(experiment: readonly string[]): Promise<string[]> {
  const name = experiment.join(' ');
  const before = known.get(name);
  if (before !== undefined) return before;
  const out = files.path(`local ${known.size}`);
  const run = start(['phase', ...experiment, '--workers', '2', '--out', out]);
  expect(await run.ended, run.stderr()).toBe(0);
  known.set(name, stored(out));
  return stored(out);
}

const worker = ({ url }: RedisServer, args: readonly string[] = [], options?: StartOptions) =>
  start(['worker', '--redis', url, '--workers', '1', '--lock', '2', ...args], options);

const phase = ({ url }: RedisServer, out: string, experiment: readonly string[] = SMALL) =>
  start(['phase', ...experiment, '--redis', url, '--out', files.path(out)]);

/** Does something wherever the program asks a thread for a trial, or for any trial of the cell. */
function atTrial(cell: number, trial: number | undefined, does: string): StartOptions {
  const address = trial === undefined ? `{"cell":${cell},` : `{"cell":${cell},"trial":${trial}}`;
  return {
    node: before(`
      import { Worker } from 'node:worker_threads';
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (message, ...rest) {
        if (JSON.stringify(message).includes('${address}')) { ${does} }
        return postMessage.call(this, message, ...rest);
      };`),
  };
}

describe.skipIf(!hasRedis)('an experiment over Redis', { timeout: 120_000 }, () => {
  let expected: string[];
  beforeAll(async () => {
    expected = await local(SMALL);
  });
  afterEach(endAll);

  test('comes to what a local run does, and leaves nothing in Redis', async () => {
    await using redis = await startRedis();
    const producer = phase(redis, 'plain');
    // Who ends where there is no work for some seconds comes after who has some.
    await producer.says('to run');
    const two = ['worker', '--redis', redis.url, '--workers', '2'];
    const workers = [worker(redis, ['--once', '--json']), start([...two, '--idle', '3'])];
    expect(await producer.ended, producer.stderr()).toBe(0);
    expect(stored(files.path('plain'))).toEqual(expected);
    expect(await Promise.all(workers.map((child) => child.ended))).toEqual([0, 0]);
    using look = clientOf(redis);
    expect(await look.keys('*')).toEqual([]);
    expect(Object.keys(JSON.parse(workers[0].stdout()))).toEqual([
      'redis',
      'jobs',
      'trials',
      'givenBack',
      'failed',
      'signal',
    ]);
  });

  test.each([
    ['adaptive', ['--d', '40', '--n', '20:60:20', '--s', '3', '--trials', '8', '--most', '24']],
    ['a search', ['--d', '40', '--n', '10..60', '--s', '2,3', '--trials', '8']],
  ])('goes through the rounds of one that is %s', async (name, options) => {
    const experiment = [...options, '--solver', 'pursuit'];
    const alone = await local(experiment);
    await using redis = await startRedis();
    worker(redis);
    worker(redis);
    const producer = phase(redis, name, experiment);
    expect(await producer.ended, producer.stderr()).toBe(0);
    expect(stored(files.path(name))).toEqual(alone);
  });

  test('waits for workers, and says so', async () => {
    await using redis = await startRedis();
    const producer = phase(redis, 'late');
    await producer.says('no worker is at redis://');
    worker(redis);
    expect(await producer.ended).toBe(0);
    expect(stored(files.path('late'))).toEqual(expected);
  });

  test('keeps the results of a producer that is interrupted for its next start', async () => {
    await using redis = await startRedis();
    const first = phase(redis, 'resumed');
    await first.says('no worker is at');
    first.kill('SIGINT');
    expect(await first.ended).toBe(3);
    using look = clientOf(redis);
    // All that is there is run without it: eight jobs of the fewest trials.
    const alone = worker(redis, ['--once', '--json']);
    expect(await alone.ended).toBe(0);
    const { trials, jobs } = JSON.parse(alone.stdout());
    expect([trials, jobs]).toEqual([expect.any(Number), 8]);
    const id = (await look.hkeys(KEYS.experiments))[0];
    expect(await look.hlen(KEYS.results(id))).toBe(8);
    const second = phase(redis, 'resumed');
    const rest = worker(redis, ['--once', '--json']);
    expect(await second.ended).toBe(0);
    expect(await rest.ended).toBe(0);
    expect(JSON.parse(rest.stdout()).trials).toBe(60 - trials);
    expect(stored(files.path('resumed'))).toEqual(expected);
    expect(await look.keys('*')).toEqual([]);
  });

  test('goes on in another folder where its producer was killed', async () => {
    await using redis = await startRedis();
    const first = phase(redis, 'killed');
    await first.says('no worker is at');
    first.kill('SIGKILL');
    await first.ended;
    worker(redis);
    const second = phase(redis, 'after the kill');
    expect(await second.ended, second.stderr()).toBe(0);
    expect(stored(files.path('after the kill'))).toEqual(expected);
  });

  test('has one producer at a time', async () => {
    await using redis = await startRedis();
    const first = phase(redis, 'first');
    await first.says('no worker is at');
    const second = phase(redis, 'second');
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toMatch(/got one that process \d+ on .+ is collecting, expected one/);
    expect(first.isRunning).toBe(true);
    worker(redis);
    expect(await first.ended).toBe(0);
  });

  test('is not the only one: producers of others have their turn', async () => {
    const other = [...SMALL, '--seed', '2'];
    const alone = await local(other);
    await using redis = await startRedis();
    const producers = [phase(redis, 'one'), phase(redis, 'other', other)];
    worker(redis);
    expect(await Promise.all(producers.map((child) => child.ended))).toEqual([0, 0]);
    expect(stored(files.path('one'))).toEqual(expected);
    expect(stored(files.path('other'))).toEqual(alone);
  });

  test('keeps a job with a worker for longer than the lock, as that one renews it', async () => {
    const alone = await local(LONG);
    expect(alone[0].match(/"iterations":1500000/g)).toHaveLength(2);
    await using redis = await startRedis();
    const producer = phase(redis, 'long', LONG);
    await producer.says('to run');
    const workers = [1, 2, 3].map(() => worker(redis, ['--once', '--json']));
    expect(await producer.ended, producer.stderr()).toBe(0);
    expect(await Promise.all(workers.map((child) => child.ended))).toEqual([0, 0, 0]);
    const trials = workers.map((child) => JSON.parse(child.stdout()).trials as number);
    // The third would have taken a job whose lock ran out.
    expect(trials.sort()).toEqual([0, 1, 1]);
    expect(stored(files.path('long'))).toEqual(alone);
  });

  test.each([
    ['SIGTERM', 0],
    ['SIGINT', 3],
    ['SIGHUP', 3],
  ] as const)('has its job back from a worker that gets a %s', async (signal, code) => {
    await using redis = await startRedis();
    const producer = phase(redis, signal);
    // A trial without an end, so that there is a job in hand when the signal comes.
    const endless = atTrial(3, 4, "process.stderr.write('in hand\\n'); return;");
    const first = worker(redis, ['--json', '--lock', '60'], endless);
    await first.says('in hand');
    first.kill(signal);
    expect(await first.ended).toBe(code);
    expect(first.stderr()).toContain('1 job given back');
    // Long before the lock would have run out.
    worker(redis, ['--lock', '60']);
    expect(await producer.ended).toBe(0);
    expect(stored(files.path(signal))).toEqual(expected);
  });

  test('sets trials aside that the library refuses, after all others are stored', async () => {
    await using redis = await startRedis();
    const out = files.path('refused');
    const producer = phase(redis, 'refused');
    const library = JSON.stringify(import.meta.resolve('relufit'));
    const refusal = "new RelufitError('INCOMPATIBLE', 'cell 3', 'these', 'others', 'Change it.')";
    const refuses = `const { RelufitError } = globalThis.relufit; throw ${refusal};`;
    const load = before(`globalThis.relufit = await import(${library});`);
    const { node = [] } = atTrial(3, undefined, refuses);
    const one = worker(redis, ['--json'], { node: [...load, ...node] });
    expect(await producer.ended).toBe(1);
    expect(producer.stderr()).toContain('set aside cell 3: got these, expected others. Change it.');
    expect(producer.stderr()).toMatch(/relufit: experiment: got 10 trials that could not be run/);
    const records = readFileSync(`${out}/trials.jsonl`, 'utf8').trim().split('\n').slice(1);
    expect(records.filter((line) => !line.startsWith('{"cell":3,'))).toHaveLength(50);
    expect(records).toHaveLength(50);
    using look = clientOf(redis);
    expect(await look.hlen(KEYS.experiments)).toBe(0);
    one.kill('SIGTERM');
    expect(await one.ended).toBe(0);
    // It follows from the options: no other try, here or elsewhere.
    expect(JSON.parse(one.stdout()).failed).toBe(0);
  });

  test('sets the one trial aside that fails every time, and no other', async () => {
    await using redis = await startRedis();
    const producer = phase(redis, 'failing');
    const bad = worker(redis, [], atTrial(3, 4, "throw new Error('disk on fire')"));
    expect(await producer.ended).toBe(1);
    expect(producer.stderr()).toContain(
      'set aside trial 4 of cell 3: disk on fire (tried 3 times)',
    );
    const out = files.path('failing');
    const lines = () => readFileSync(`${out}/trials.jsonl`, 'utf8').trim().split('\n');
    expect(lines()).toHaveLength(60);
    // It may have been the machine: the next run tries again.
    bad.kill('SIGKILL');
    worker(redis);
    const second = phase(redis, 'failing');
    expect(await second.ended).toBe(0);
    expect(stored(out)).toEqual(expected);
  });

  test('sets the one trial aside on which workers die, and no other', async () => {
    await using redis = await startRedis();
    const producer = phase(redis, 'deadly');
    const deadly = atTrial(3, 4, "process.kill(process.pid, 'SIGKILL')");
    let deaths = -1;
    while (producer.isRunning) {
      deaths++;
      const one = worker(redis, [], deadly);
      await Promise.race([one.ended, producer.ended]);
    }
    expect(await producer.ended).toBe(1);
    expect(producer.stderr()).toContain('trial 4 of cell 3: workers fell silent with it 3 times');
    // Three with the job that it came in, three with its own.
    expect(deaths).toBe(6);
    const text = readFileSync(`${files.path('deadly')}/trials.jsonl`, 'utf8');
    expect(text.trim().split('\n')).toHaveLength(60);
  });

  test('is left to workers of its version', async () => {
    await using redis = await startRedis();
    using look = clientOf(redis);
    const newer = JSON.stringify({ version: '99.0.0', options: {} });
    await look.hset(KEYS.experiments, 'abc', newer);
    const mismatched = worker(redis, ['--once']);
    expect(await mismatched.ended).toBe(1);
    expect(mismatched.stderr()).toContain('experiment abc is of relufit 99.0.0, and this is');
    expect(mismatched.stderr()).toMatch(/relufit: worker: got experiments of other versions alone/);
    expect(await look.hget(KEYS.experiments, 'abc')).toBe(newer);

    const sign = { id: 'x', version: '99.0.0', host: 'far', pid: 1, slots: 4 };
    const [seconds] = await look.time();
    await look.zadd(KEYS.workers, 1000 * Number(seconds) + 60_000, JSON.stringify(sign));
    const producer = phase(redis, 'versions');
    await producer.says(/workers of relufit 99\.0\.0 alone, which leave the jobs of .+ to others/);
    expect((await look.keys('*')).filter((key) => key.includes(queueName))).not.toEqual([]);
  });

  test('waits while Redis has no memory, and loses nothing', async () => {
    // Less than an empty one takes: how much a full one has left changes with what its clients are doing.
    const directives = { maxmemory: 1, 'maxmemory-policy': 'noeviction' };
    await using redis = await startRedis({ directives });
    using look = clientOf(redis);
    await expect(look.set('key', 'value')).rejects.toThrow('OOM');
    const producer = phase(redis, 'full');
    const one = worker(redis);
    await producer.says('has no memory left (maxmemory): waiting until that is over');
    await look.config('SET', 'maxmemory', '0');
    expect(await producer.ended, producer.stderr()).toBe(0);
    expect(producer.stderr()).toContain('takes work again');
    one.kill('SIGTERM');
    expect(await one.ended).toBe(0);
    expect(stored(files.path('full'))).toEqual(expected);
  });

  test('is not lost with a Redis that forgets everything', async () => {
    await using redis = await startRedis();
    const alone = await local(MANY);
    const producer = phase(redis, 'forgotten', MANY);
    worker(redis);
    await producer.says(/trial \d+ of/);
    await redis.kill();
    await producer.says('trying again until it is back');
    await redis.restart();
    expect(await producer.ended, producer.stderr()).toBe(0);
    expect(producer.stderr()).toContain('is back');
    expect(stored(files.path('forgotten'))).toEqual(alone);
  });

  test('needs no more rights than the documents say', async () => {
    await using redis = await startRedis();
    using look = clientOf(redis);
    const page = readFileSync(new URL('../../docs/scaling.md', import.meta.url), 'utf8');
    const line = /^ACL SETUSER (.+)$/m.exec(page)?.[1] as string;
    await look.call('ACL', 'SETUSER', ...line.split(' '));
    const restricted = { ...redis, url: redis.url.replace('//', '//relufit:password@') };
    const producer = phase(restricted, 'restricted');
    await producer.says('to run');
    const one = worker(restricted, ['--once']);
    expect(await producer.ended, producer.stderr()).toBe(0);
    expect(await one.ended, one.stderr()).toBe(0);
    expect(stored(files.path('restricted'))).toEqual(expected);
    expect(await look.keys('*')).toEqual([]);
  });

  test('lets everybody end where Redis is away', async () => {
    const redis = await startRedis();
    const producer = phase(redis, 'away', LONG);
    const workers = [worker(redis), worker(redis)];
    await Promise.all(workers.map((child) => child.says('1 at once')));
    using look = clientOf(redis);
    const isThere = async () =>
      (await look.zcard(KEYS.workers)) === 2 && (await look.hlen(KEYS.experiments)) === 1;
    while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 50));
    await redis[Symbol.asyncDispose]();
    for (const child of [producer, ...workers]) await child.says('trying again until it is back');
    producer.kill('SIGINT');
    workers[0].kill('SIGINT');
    workers[1].kill('SIGTERM');
    const ends = [producer, ...workers].map((child) => child.ended);
    expect(await Promise.all(ends)).toEqual([3, 3, 0]);
  });

  test('has an id that follows from the version and the options', async () => {
    const options = { d: 40, n: 20, sparsity: 2 };
    const id = experimentId(phasePlan(options).options);
    expect(id).toMatch(/^[0-9a-f]{12}$/);
    expect(experimentId(phasePlan({ sparsity: 2, n: 20, d: 40 }).options)).toBe(id);
    expect(experimentId(phasePlan({ ...options, seed: 2 }).options)).not.toBe(id);
  });
});
