import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareResults, MARGIN } from '../../bench/regression.js';
import { result, row } from './rows.js';

const place = (ratio: number, fields = {}) => [
  row({ engine: 'wasm' }),
  row({ engine: 'other', ratio, ...fields }),
];

describe('the regression check', () => {
  test('finds nothing where nothing changed', () => {
    const same = result(place(3));
    expect(compareResults(same, same)).toEqual({ compared: 1, regressions: [], notes: [] });
  });

  test('compares ratios and not times', () => {
    for (const factor of [50, 1 / 50]) {
      const machine = place(3).map((row) => ({ ...row, medianNs: factor * row.medianNs }));
      expect(compareResults(result(place(3)), result(machine)).regressions).toEqual([]);
    }
  });

  test.each([
    // The spread is 10 %: 25 % are allowed, of the other's time.
    [3, 3 / 1.24, 0],
    [3, 3 / 1.26, 1],
    [0.4, 0.4 / 1.26, 1],
    // Faster is never worse.
    [3, 30, 0],
  ])('from %d to %d times ours: %d worse', (before, now, count) => {
    const { regressions } = compareResults(result(place(before)), result(place(now)));
    expect(regressions).toHaveLength(count);
    for (const { worse, allowed } of regressions) {
      expect(worse).toBeCloseTo(0.26, 10);
      expect(allowed).toBeCloseTo(MARGIN + 0.1, 10);
    }
  });

  test('allows the wider spread of the two runs', () => {
    const wide = { ratioP10: 1, ratioP90: 2.9 };
    const now = place(3 / 1.5, wide);
    expect(compareResults(result(place(3)), result(now)).regressions).toEqual([]);
    expect(compareResults(result(place(3)), result(place(3 / 1.5))).regressions).toHaveLength(1);
  });

  test.each(['threads=2', 'auto'])('%s is ours: a longer time is the worse one', (engine) => {
    const at = (ratio: number) => result([row({ engine: 'wasm' }), row({ engine, ratio })]);
    expect(compareResults(at(0.5), at(0.9)).regressions).toMatchObject([{ engine, worse: 0.8 }]);
    expect(compareResults(at(0.9), at(0.5)).regressions).toEqual([]);
  });

  test('leaves out what it cannot compare, and says so', () => {
    const before = result([...place(3), row({ engine: 'gone', ratio: 2 })]);
    const other = { cpu: 'another', cores: 2, memoryGiB: 8, platform: 'Test x64' };
    const now = result(place(1), {
      machine: other,
      versions: { relufit: '2.0.0', node: '24.0.0', other: '4' },
    });
    const { compared, regressions, notes } = compareResults(before, now);
    expect({ compared, regressions }).toEqual({ compared: 0, regressions: [] });
    expect(notes).toEqual([
      expect.stringContaining('another machine'),
      'other has another version and is not compared',
      'kernels: gradient, 2×3: gone is in the baseline alone',
    ]);
  });

  test('does not miss groups that were not run, nor judge the machine', () => {
    const limits = { group: 'limits', name: 'memory' };
    const before = result([
      ...place(3),
      ...place(3, { group: 'fits' }).map((row) => ({ ...row, group: 'fits' })),
      row({ engine: 'stream ½X', ...limits }),
      row({ engine: 'copy X', ratio: 4, ...limits }),
    ]);
    const now = result([
      ...place(3),
      row({ engine: 'stream ½X', ...limits }),
      row({ engine: 'copy X', ratio: 1, ...limits }),
    ]);
    expect(compareResults(before, now)).toEqual({ compared: 1, regressions: [], notes: [] });
  });
});

describe('npm run bench:check', () => {
  function check(before: unknown, now: unknown) {
    const folder = mkdtempSync(join(tmpdir(), 'relufit-check-'));
    const files = [before, now].map((value, k) => {
      const file = join(folder, `${k}.json`);
      writeFileSync(file, JSON.stringify(value));
      return file;
    });
    const args = ['--baseline', files[0], `--current=${files[1]}`];
    const run = spawnSync(process.execPath, ['--import', 'tsx', 'bench/check.ts', ...args], {
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    return run;
  }

  test('prints what got worse and ends with 1', () => {
    const { status, stdout } = check(result(place(3)), result(place(1.5)));
    expect(stdout).toBe(
      'kernels: gradient, 2×3: other took 3.00 times ours, now 1.50: 100 % worse, 25 % allowed\n' +
        '1 ratios compared, 1 got worse\n',
    );
    expect(status).toBe(1);
  });

  test('ends with 0 where nothing did, and with 1 where nothing was compared', () => {
    expect(check(result(place(3)), result(place(3))).status).toBe(0);
    expect(check(result(place(3)), result([])).status).toBe(1);
  });

  test('refuses what is no result', () => {
    const { status, stderr } = check({}, result([]));
    expect(status).toBe(2);
    expect(stderr).toContain('expected a result of the bench');
  });
});
