import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../src/exit.js';
import { makeOutFolder } from '../src/output.js';
import { workFolder } from './cli.js';
import { atOnce } from './threads.js';

const files = workFolder();

describe('a folder for results', () => {
  test('can be made by many at once, as the tasks of an array do', async () => {
    const rounds = 300;
    const root = files.path('at-once');
    const work = `exported.makeOutFolder(data + '/' + round + '/in/another');`;
    await atOnce({ module: 'output.js', work, rounds, data: root });
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
