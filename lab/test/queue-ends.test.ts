// Producers and workers that end, or come back, while others do something.

import { readFileSync } from 'node:fs';
import { phasePlan } from 'relufit';
import { afterEach, describe, expect, test } from 'vitest';
import { KEYS } from '../src/queue/experiment.js';
import { withQueue } from '../src/queue/producer.js';
import { redisAddress } from '../src/queue/redis-address.js';
import { liveWorkers, Presence } from '../src/queue/registry.js';
import { workFolder } from './cli.js';
import { before, endAll, start } from './process.js';
import { clientOf, hasRedis, startRedis } from './redis.js';

const files = workFolder();

describe.skipIf(!hasRedis)('over Redis', { timeout: 60_000 }, () => {
  afterEach(endAll);

  test('a worker that ends while it gives a sign leaves none', async () => {
    await using redis = await startRedis();
    using look = clientOf(redis);
    await look.ping();
    const presence = new Presence(look, 3);
    await presence.close();
    // Whatever it may have had under way is answered before this.
    for (let trip = 0; trip < 5; trip++) await look.ping();
    expect(await liveWorkers(look)).toEqual([]);
    expect(await look.keys('*')).toEqual([]);
  });

  test('a sign is of now, and expires', async () => {
    await using redis = await startRedis();
    using look = clientOf(redis);
    await look.ping();
    const presence = new Presence(look, 3);
    const [seconds] = (await look.time()).map(Number);
    expect(await liveWorkers(look)).toMatchObject([{ slots: 3, pid: process.pid }]);
    const [, score] = await look.zrange(KEYS.workers, 0, -1, 'WITHSCORES');
    expect(Math.abs(Number(score) / 1000 - seconds)).toBeLessThan(5);
    expect(await look.pttl(KEYS.workers)).toBeGreaterThan(0);
    await presence.close();
  });

  test('a worker that is stopped before it has begun leaves nothing', async () => {
    await using redis = await startRedis();
    const stopsItself = `
      const { write } = process.stderr;
      process.stderr.write = function (text, ...rest) {
        if (String(text).includes('at once')) process.kill(process.pid, 'SIGTERM');
        return write.call(this, text, ...rest);
      };`;
    const worker = start(['worker', '--redis', redis.url, '--workers', '1'], {
      node: before(stopsItself),
    });
    expect(await worker.ended).toBe(0);
    using look = clientOf(redis);
    expect(await look.keys('*')).toEqual([]);
  });

  test('work that is done is done where Redis then refuses to take the keys away', async () => {
    await using redis = await startRedis();
    using look = clientOf(redis);
    const notes: string[] = [];
    await withQueue(
      phasePlan({ d: 20, n: 10, sparsity: 1, trials: 1 }),
      {
        ...{ address: redisAddress(redis.url), out: 'here', signal: new AbortController().signal },
        note: (text) => void notes.push(text),
      },
      async () => {
        await look.replicaof('127.0.0.1', '1');
      },
    );
    expect(notes.join()).toMatch(/^keys may stay at redis:.* until this is run again: .*READONLY/);
  });

  test('a worker with --once waits for a producer that finds a new Redis later than itself', async () => {
    await using redis = await startRedis();
    using look = clientOf(redis);
    const experiment = ['--d', '40', '--n', '20', '--s', '2', '--solver', 'pursuit'];
    const phase = ['phase', ...experiment, '--trials', '10'];
    const alone = start([...phase, '--out', files.path('alone')]);
    expect(await alone.ended).toBe(0);
    const producer = start([...phase, '--redis', redis.url, '--out', files.path('late')]);
    await producer.says('no worker is at');
    // In whose hand all jobs are, without an end: the other has nothing to do.
    const endless = `
      import { Worker } from 'node:worker_threads';
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (message, ...rest) {
        if (JSON.stringify(message).includes('{"cell":0,"trial":')) return;
        return postMessage.call(this, message, ...rest);
      };`;
    const idle = start(['worker', '--redis', redis.url, '--workers', '8', '--lock', '60'], {
      node: before(endless),
    });
    const waiting = async () => {
      const [key] = (await look.keys('*:wait')) as string[];
      return key === undefined ? 0 : await look.llen(key);
    };
    await expect.poll(waiting, { timeout: 30_000 }).toBe(0);
    const once = start(['worker', '--redis', redis.url, '--workers', '1', '--once']);
    await once.says('at once');
    await expect.poll(() => look.zcard(KEYS.workers), { timeout: 30_000 }).toBe(2);
    await redis.kill();
    idle.kill('SIGKILL');
    await once.says('trying again until it is back');
    // Longer than it would wait for a producer without an outage.
    await new Promise((resolve) => setTimeout(resolve, 4000));
    producer.kill('SIGSTOP');
    await redis.restart();
    await once.says('is back');
    await new Promise((resolve) => setTimeout(resolve, 500));
    producer.kill('SIGCONT');
    expect(await producer.ended, producer.stderr()).toBe(0);
    expect(await once.ended).toBe(0);
    for (const name of ['trials.jsonl', 'result.json']) {
      const [one, other] = ['alone', 'late'].map((out) =>
        readFileSync(files.path(`${out}/${name}`)),
      );
      expect(one.equals(other), name).toBe(true);
    }
  });
});
