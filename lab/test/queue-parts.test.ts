import { describe, expect, test } from 'vitest';
import { Batches } from '../src/queue/batches.js';
import { jobId } from '../src/queue/experiment.js';
import { abortable, atMost, Outage, pause } from '../src/queue/outage.js';
import { redisAddress } from '../src/queue/redis-address.js';

describe('the size of a job', () => {
  test('is small at first, then a second of trials, up to a limit', () => {
    const batches = new Batches();
    expect(batches.size(100_000, 4)).toBe(8);
    batches.took(8, 80);
    expect(batches.size(100_000, 4)).toBe(100);
    // Slower ones: the average follows.
    for (let job = 0; job < 20; job++) batches.took(10, 5000);
    expect(batches.size(100_000, 4)).toBe(2);
    for (let job = 0; job < 30; job++) batches.took(500, 1);
    expect(batches.size(100_000, 4)).toBe(500);
  });

  test('leaves something for every worker at the end, and is never 0', () => {
    const batches = new Batches();
    batches.took(500, 500);
    expect(batches.size(80, 4)).toBe(10);
    expect(batches.size(3, 4)).toBe(1);
    for (let job = 0; job < 20; job++) batches.took(1, 60_000);
    expect(batches.size(100_000, 4)).toBe(1);
  });
});

test('the id of a job follows from its trials, and is one that BullMQ takes', () => {
  const experiment = '0123456789ab';
  const id = jobId({ experiment, trials: [[3, 4]] });
  expect(id).toMatch(/^0123456789ab-[0-9a-f]{16}$/);
  expect(jobId({ experiment, trials: [[3, 4]] })).toBe(id);
  expect(jobId({ experiment, trials: [[4, 3]] })).not.toBe(id);
  expect(jobId({ experiment: 'ba9876543210', trials: [[3, 4]] })).not.toBe(id);
});

test.each([
  ['redis://h', { host: 'h', port: 6379, db: 0 }, 'redis://h'],
  ['redis://:a%40b@h:7/2', { password: 'a@b', port: 7, db: 2 }, 'redis://:***@h:7/2'],
  [
    'rediss://ada:x@[::1]:7/',
    { host: '::1', username: 'ada', tls: {} },
    'rediss://ada:***@[::1]:7',
  ],
  ['redis://ada@h', { username: 'ada' }, 'redis://ada@h'],
])('the address %s', (url, options, shown) => {
  const address = redisAddress(url);
  expect(address.options).toMatchObject(options);
  expect(address.shown).toBe(shown);
});

describe('an outage', () => {
  const failing = (times: number, message: string) => {
    let left = times;
    return async () => {
      if (left-- > 0) throw new Error(message);
      return 'done';
    };
  };

  test('is waited for, and told of once', async () => {
    const notes: string[] = [];
    const outage = new Outage('redis://h', (text) => notes.push(text));
    const message = "OOM command not allowed when used memory > 'maxmemory'.";
    expect(await outage.outlast(failing(2, message))).toBe('done');
    expect(notes).toEqual([
      'redis://h has no memory left (maxmemory): waiting until that is over.',
      'redis://h takes work again.',
    ]);
  });

  test('is not what will not pass', async () => {
    const outage = new Outage('redis://h', () => {});
    await expect(outage.outlast(failing(1, 'WRONGTYPE of key'))).rejects.toThrow('WRONGTYPE');
  });

  test('is not waited for when the signal is aborted, whatever hangs', async () => {
    const controller = new AbortController();
    const outage = new Outage('redis://h', () => {});
    const never = new Promise<never>(() => {});
    const waiting = outage.outlast(() => never, controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(abortable(never, controller.signal)).rejects.toThrow('enough');
    await pause(60_000, controller.signal);
  });
});

test('what is waited for at most so long leaves no timer behind', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  await atMost(60_000, Promise.resolve());
  await expect(atMost(60_000, Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(timers()).toBe(before);
  await atMost(1, new Promise(() => {}));
});
