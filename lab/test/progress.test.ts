import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Pace } from '../src/pace.js';
import { progressOf } from '../src/progress.js';

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['performance', 'setInterval', 'clearInterval', 'setTimeout', 'Date'],
  });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Where progress goes, and what has come since it was last asked. */
function sink(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 120 });
  return { stream, text: () => String(stream.read() ?? '') };
}

const pass = (seconds: number) => vi.advanceTimersByTime(1000 * seconds);

describe('lines', () => {
  test('come at each tenth, with rate and time left', async () => {
    const { stream, text } = sink(false);
    const progress = await progressOf('cell', { stream });
    for (let done = 1; done <= 40; done++) {
      pass(0.5);
      progress.update(done, 40);
    }
    progress.end();
    const lines = text().trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe('cell 4 of 40, 2.0 s, 2 a second, about 18.0 s left');
    expect(lines[9]).toBe('cell 40 of 40, 20.0 s, 2 a second');
  });

  test('come every ten seconds where a tenth takes longer, even while nothing ends', async () => {
    const { stream, text } = sink(false);
    const progress = await progressOf('cell', { stream });
    progress.update(0, 1000);
    pass(25);
    progress.update(1, 1000);
    expect(text()).toBe('cell 0 of 1000, 10.0 s\ncell 0 of 1000, 20.0 s\n');
    pass(25);
    expect(text()).toBe(
      'cell 1 of 1000, 30.0 s, 2 a minute, about 8.3 h left\n' +
        'cell 1 of 1000, 40.0 s, 1.5 a minute, about 11.1 h left\n' +
        'cell 1 of 1000, 50.0 s, 1.2 a minute, about 13.9 h left\n',
    );
    progress.end();
    pass(100);
    expect(text()).toBe('');
  });

  test('go on where the total grows', async () => {
    const { stream, text } = sink(false);
    const progress = await progressOf('cell', { stream });
    pass(1);
    progress.update(10, 10);
    progress.update(10, 20);
    progress.update(11, 20);
    pass(1);
    progress.update(12, 20);
    progress.update(20, 20);
    progress.end();
    expect(text()).toBe(
      'cell 10 of 10, 1.0 s, 10 a second\n' +
        'cell 12 of 20, 2.0 s, 6 a second, about 1.3 s left\n' +
        'cell 20 of 20, 2.0 s, 10 a second\n',
    );
  });

  test('do not count what an earlier run has done', async () => {
    const { stream, text } = sink(false);
    const progress = await progressOf('cell', { stream, before: 300 });
    pass(2);
    progress.update(320, 400);
    progress.end();
    expect(text()).toBe('cell 320 of 400, 2.0 s, 10 a second, about 8.0 s left\n');
  });

  test('are none with --quiet', async () => {
    const { stream, text } = sink(false);
    const progress = await progressOf('cell', { stream, quiet: true });
    progress.update(1, 1);
    progress.end();
    expect(text()).toBe('');
  });
});

describe('a bar', () => {
  test('has rate and time left, and follows a total that grows', async () => {
    const { stream, text } = sink(true);
    const progress = await progressOf('cell', { stream });
    pass(2);
    progress.update(4, 8);
    expect(text()).toContain('4/8  2.0 s, 2 a second, about 2.0 s left');
    progress.update(8, 8);
    pass(1);
    expect(text()).toContain('8/8  3.0 s, 2.67 a second');
    progress.update(8, 16);
    pass(1);
    expect(text()).toContain('8/16  4.0 s, 2 a second, about 4.0 s left');
    progress.end();
    expect(text()).toContain('\n');
    pass(10);
    expect(text()).toBe('');
  });

  test('that never began leaves nothing', async () => {
    const { stream, text } = sink(true);
    (await progressOf('cell', { stream })).end();
    expect(text()).toBe('');
  });
});

test('the pace is that of the last minute, and in all at the end', () => {
  const pace = new Pace(0, 0);
  for (let second = 1; second <= 100; second++) pace.times(1000 * second, 10 * second, 1200);
  for (let second = 101; second < 200; second++) pace.times(1000 * second, 900 + second, 1200);
  expect(pace.times(200_000, 1100, 1200)).toBe('3.3 min, 1 a second, about 100.0 s left');
  expect(pace.times(300_000, 1200, 1200)).toBe('5.0 min, 4 a second');
});

test('a pace of many quick updates', () => {
  const pace = new Pace(0, 0);
  for (let k = 1; k <= 1e5; k++) pace.times(k, k, 1e6);
  expect(pace.times(100_000, 100_000, 200_000)).toBe('100.0 s, 1000 a second, about 100.0 s left');
});
