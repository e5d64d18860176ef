import { execFileSync, spawn } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writeWhole } from '../src/store/write-whole.js';
import { workFolder } from './cli.js';
import { atOnce } from './threads.js';

const files = workFolder();

test('two who write a file at once fail neither, and it is whole whenever one looks', async () => {
  mkdirSync(files.path('both'));
  // Two writes of a megabyte and one of what is left.
  const work = `
    const letter = 'ab'[thread];
    exported.writeWhole(data, [letter.repeat(1 << 20), letter.repeat(1 << 20), letter]);
    const text = require('node:fs').readFileSync(data, 'utf8');
    if (!/^(a+|b+)$/.test(text) || text.length !== 2 ** 21 + 1) throw new Error('in part: ' + text.length);`;
  const path = files.path('both/result.json');
  await atOnce({ module: 'store/write-whole.js', work, rounds: 40, data: path });
  expect(readdirSync(files.path('both'))).toEqual(['result.json']);
});

test('what cannot get its name leaves nothing beside it', () => {
  mkdirSync(files.path('taken/result.json'), { recursive: true });
  const path = files.path('taken/result.json');
  expect(() => writeWhole(path, ['text'])).toThrow('result.json: got a folder');
  expect(readdirSync(files.path('taken'))).toEqual(['result.json']);
});

test('in the place of a file there is another one', () => {
  const path = files.write('old', 'much longer');
  writeWhole(path, ['n', '', 'ew']);
  expect(readFileSync(path, 'utf8')).toBe('new');
});

test('a link stays one, to what was written', () => {
  mkdirSync(files.path('elsewhere'));
  symlinkSync(files.write('elsewhere/target', 'old'), files.path('link'));
  writeWhole(files.path('link'), ['new']);
  expect(lstatSync(files.path('link')).isSymbolicLink()).toBe(true);
  expect(readFileSync(files.path('elsewhere/target'), 'utf8')).toBe('new');
  expect(readdirSync(files.path('elsewhere'))).toEqual(['target']);
});

test.runIf(process.platform === 'linux')('a pipe is written to, and stays one', async () => {
  const pipe = files.path('pipe');
  execFileSync('mkfifo', [pipe]);
  const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'inherit'] });
  let read = '';
  reader.stdout.on('data', (chunk) => {
    read += chunk;
  });
  const closed = new Promise((resolve) => reader.once('close', resolve));
  const long = 'x'.repeat(50_000);
  writeWhole(pipe, [long, 'end']);
  await closed;
  expect(read).toBe(`${long}end`);
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});
