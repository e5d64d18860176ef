import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { digits, time } from '../../bench/format.js';
import { highlights } from '../../bench/highlights.js';
import { readResult } from '../../bench/result.js';
import { everything } from '../../bench/tables.js';
import { result, row } from './rows.js';

const where = {
  group: 'fits',
  name: "paper's fit f64 to 1e-6",
  shape: '625×1000, s=20',
};
const measured = result([
  row({ engine: 'wasm', medianNs: 2.5e6, p10Ns: 2e6, p90Ns: 3e6, ...where }),
  row({ engine: 'stream X', ratio: 0.1, ...where }),
  row({ engine: 'openblas', ratio: 0.7, ...where }),
  row({ engine: 'numpy', ratio: 1.5, ...where }),
  row({ engine: 'jax-js', ratio: 6, ...where }),
  row({ engine: 'numpy-ts', ratio: 4, ...where }),
  row({ engine: 'javascript', ratio: 20, ...where }),
]);

describe('the tables', () => {
  test('of the README: the quickest of each kind, and a loss in bold', () => {
    expect(highlights(measured).split('\n')[2]).toBe(
      "| the paper's fit to 1e-6, f64, 625×1000 | 2.50 ms | **0.700 ×** openblas | 4.00 × numpy-ts | 20.0 × |",
    );
  });

  test('of the README: with what weakens its numbers', () => {
    expect(highlights({ ...measured, notes: ['Other work was running.'] })).toMatch(
      /Other work was running\.$/,
    );
  });

  test('of everything: opponents that are quicker in bold, limits not, targets judged', () => {
    const text = everything(measured);
    expect(text).toContain('| 2.50 ms (2.00 ms–3.00 ms) | 0.100 (0.0900–0.110) | **0.700** (');
    expect(text).toMatch(
      /\| relufit paper, of NumPy as it comes \| at most 0\.250 \| — \| not measured \|/,
    );
    expect(text).toContain('made up, 2 cores');
  });

  test('round as people read', () => {
    expect([0.02512, 1.5, 52.1, 812.4, 12345].map(digits)).toEqual([
      '0.0251',
      '1.50',
      '52.1',
      '812',
      '12345',
    ]);
    expect([0.25, 999, 1500, 2.54e6, 3e9].map(time)).toEqual([
      '0.250 ns',
      '999 ns',
      '1.50 µs',
      '2.54 ms',
      '3.00 s',
    ]);
  });

  test.runIf(existsSync('bench/results.json'))('in the documents are those of the result', () => {
    const stored = readResult('bench/results.json');
    expect(readFileSync('README.md', 'utf8')).toContain(highlights(stored));
    expect(readFileSync('bench/README.md', 'utf8')).toContain(everything(stored));
  });
});
