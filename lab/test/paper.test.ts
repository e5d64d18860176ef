import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { relufit, workFolder } from './cli.js';
import { interruptedAtWork, start } from './process.js';

const files = workFolder();
const SMALL = ['paper', '--d', '100', '--sparsity', '3', '--n', '120', '--trials', '4'];

describe('relufit paper', () => {
  test('shows a table and writes the report and the data', async () => {
    const out = files.path('deep/paper');
    const run = await relufit(...SMALL, '--seed', '5', '--out', out);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('trial 12 of 12');
    for (const words of ['ReLU', 'linear', '120', '60', '100 %', 'engine']) {
      expect(run.stdout).toContain(words);
    }
    const text = readFileSync(`${out}/result.json`, 'utf8');
    const result = JSON.parse(text);
    expect(result.options).toMatchObject({ d: 100, sparsity: 3, n: 120, trials: 4, seed: 5 });
    expect(result.version).toMatch(/^\d/);
    expect(result.engine.reason).toBeTypeOf('string');
    expect(result.methods.map(({ name }: { name: string }) => name)).toEqual([
      ...['relu', 'linear', 'linear-half'],
    ]);

    const report = readFileSync(`${out}/report.html`, 'utf8');
    expect(report).toContain('1705.04591');
    expect(report).not.toMatch(/<script|src=|<link[^>]+href="http/);
    expect(report.match(/<svg/g)).toHaveLength(4);
    expect(report).not.toMatch(/NaN|undefined/);
    const [, encoded] = /data:application\/json;base64,([^"]+)/.exec(report) ?? [];
    expect(JSON.parse(Buffer.from(encoded, 'base64').toString())).toEqual(result);
  }, 60_000);

  test('gives the same errors for the same seed, and JSON on stdout', async () => {
    const runs = await Promise.all(
      ['one', 'two'].map((name) =>
        relufit(...SMALL, '--json', '--quiet', '--out', files.path(name)),
      ),
    );
    for (const { code, stderr } of runs) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [one, two] = runs.map(({ stdout }) => JSON.parse(stdout));
    expect(one.methods[0].meanRate).toBe(two.methods[0].meanRate);
    expect(one.files.report).toBe(files.path('one/report.html'));
  }, 60_000);

  test('draws a report when nothing is recovered', async () => {
    const out = files.path('hopeless');
    const run = await relufit(
      ...['paper', '--d', '60', '--sparsity', '20', '--n', '8', '--trials', '2', '--out', out],
    );
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('—');
    expect(readFileSync(`${out}/report.html`, 'utf8')).toContain('No trial on ReLU samples');
  }, 60_000);

  test('ends with 3 when interrupted, says when, and writes nothing', async () => {
    const out = files.path('interrupted');
    // Progress comes after a tenth of it, long after the signal.
    const args = ['paper', '--trials', '200000', '--out', out];
    const paper = start(args, { node: interruptedAtWork });
    const code = await paper.ended;
    expect(paper.stderr()).toMatch(
      /^relufit paper: 200000 planted problems, .+\nrelufit: interrupted after \d+ trials; nothing was written\.\n$/,
    );
    expect(code).toBe(3);
    expect(() => readFileSync(`${out}/result.json`)).toThrow('ENOENT');
  }, 60_000);
});
