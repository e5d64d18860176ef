import { availableParallelism } from 'node:os';
import { capabilities } from 'relufit';
import { describe, expect, test } from 'vitest';
import { relufit } from './cli.js';

const QUICK = ['bench', '--size', '20x30,8×12', '--iterations', '3', '--turns', '2'];

describe('relufit bench', () => {
  test('prints a table of every place, engine and ratio', async () => {
    const { code, stdout } = await relufit(...QUICK, '--precision', 'f32');
    expect(code).toBe(0);
    for (const words of [
      'fit f32, 20×30, 3 iterations',
      'fit f32, 8×12, 3 iterations',
      '100000 normals f32',
      'JavaScript',
      '1.00 (1.00–1.00)',
    ]) {
      expect(stdout).toContain(words);
    }
    expect(stdout).not.toContain('f64');
  });

  test('prints JSON that says what ran where', async () => {
    const { code, stdout, stderr } = await relufit(...QUICK, '--threads', '1', '--json', '--quiet');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { machine, options, rows } = JSON.parse(stdout);
    expect(machine).toMatchObject({ cores: availableParallelism(), node: process.version });
    expect(options).toEqual({ iterations: 3, turns: 2, threads: 1 });
    expect(rows.map(({ engine }: { engine: string }) => engine)).toEqual(
      ['f32', 'f64'].flatMap(() => [
        ...['wasm', 'JavaScript', 'wasm', 'JavaScript'],
        ...['fillNormal', 'JavaScript'],
      ]),
    );
    for (const { medianNs, p10Ns, p90Ns, ratio, iterations } of rows) {
      expect(medianNs).toBeGreaterThanOrEqual(p10Ns);
      expect(p90Ns).toBeGreaterThanOrEqual(medianNs);
      expect(ratio).toBeGreaterThan(0);
      expect(iterations).toBeGreaterThanOrEqual(2);
    }
  });

  test.runIf(capabilities().threads)('measures threads where they are asked for', async () => {
    const { stdout } = await relufit(...QUICK, '--precision', 'f64', '--threads', '2', '--json');
    const engines = JSON.parse(stdout).rows.map(({ engine }: { engine: string }) => engine);
    expect(engines.slice(0, 3)).toEqual(['wasm', 'threads (2)', 'JavaScript']);
  });

  test('shows examples with --help, and refuses sizes that are none', async () => {
    expect((await relufit('bench', '--help')).stdout).toContain(
      'relufit bench --json > bench.json',
    );
    for (const size of ['12', '3x', '0x4', '3x4;5x6', '']) {
      const { code, stderr } = await relufit('bench', '--size', size);
      expect(code).toBe(2);
      expect(stderr).toContain('Expected rows and columns such as 625x1000,2048x2048.');
    }
  });
});
