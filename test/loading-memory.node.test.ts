import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toNpy } from '../src/index.js';

const X = 61 * 2 ** 20;
const folder = mkdtempSync(join(tmpdir(), 'relufit-peak-'));
const path = join(folder, 'X.npy');
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => {
  const rows = (X / 8000) | 0;
  writeFileSync(path, toNpy(new Float64Array(rows * 1000).fill(0.5), [rows, 1000]));
});

// The memory of the user's own array is not counted: with a second copy on the way it would be 2 X.
test.each([
  ['f32', 'wasm'],
  ['f64', 'wasm'],
  ['f16', 'wasm'],
  ['list', 'wasm'],
  ['npy', 'wasm'],
  ['planted', 'wasm'],
  ['f64', 'threads'],
  ['planted', 'threads'],
  ['list', 'reference'],
  ['npy', 'reference'],
])('loading %s into %s takes at most X, a tenth more and 16 MiB', (kind, engine) => {
  const script = join(import.meta.dirname, 'support/loading-peak.ts');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', script, kind, engine, path],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  const peak = Number(stdout);
  expect(peak).toBeGreaterThan(0.9 * X);
  expect(peak).toBeLessThan(1.1 * X + 16 * 2 ** 20);
});
