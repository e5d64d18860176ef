import { once } from 'node:events';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../src/exit.js';
import { makeOutFolder } from '../src/output.js';
import { workFolder } from './cli.js';

const files = workFolder();

/** Makes a folder in a thread, at the same moment as the other threads that count on the same number, again and again. */
const MAKER = `
const { workerData } = require('node:worker_threads');
const { module, root, rounds, threads, arrived } = workerData;
import(module).then(({ makeOutFolder }) => {
  for (let round = 0; round < rounds; round++) {
    Atomics.add(arrived, 0, 1);
    while (Atomics.load(arrived, 0) < threads * (round + 1));
    makeOutFolder(root + '/' + round + '/in/another');
  }
});`;

describe('a folder for results', () => {
  test('can be made by many at once, as the tasks of an array do', async () => {
    const [rounds, threads] = [300, 2];
    const root = files.path('at-once');
    const arrived = new Int32Array(new SharedArrayBuffer(4));
    const module = new URL('../dist/output.js', import.meta.url).href;
    const workerData = { module, root, rounds, threads, arrived };
    const makers = Array.from(
      { length: threads },
      () => new Worker(MAKER, { eval: true, workerData }),
    );
    try {
      // Rejects where one of them failed, for whom the others would wait.
      await Promise.all(makers.map((maker) => once(maker, 'exit')));
    } finally {
      await Promise.all(makers.map((maker) => maker.terminate()));
    }
    expect(existsSync(join(root, `${rounds - 1}/in/another`))).toBe(true);
  });

  test('may be there, and may be a link to one', () => {
    mkdirSync(files.path('there'));
    symlinkSync(files.path('there'), files.path('link'));
    makeOutFolder(files.path('there'));
    makeOutFolder(files.path('link/inside'));
    expect(existsSync(files.path('there/inside'))).toBe(true);
  });

  test.each([
    ['a file', () => files.write('file', '')],
    ['in a file', () => join(files.write('file', ''), 'inside')],
    [
      'a link to nothing',
      () => {
        symlinkSync(files.path('nowhere'), files.path('dangling'));
        return files.path('dangling');
      },
    ],
  ])('is refused where it is %s', (_, make) => {
    const path = make();
    expect(() => makeOutFolder(path)).toThrow(UsageError);
    expect(() => makeOutFolder(path)).toThrow(`--out: got `);
  });
});
