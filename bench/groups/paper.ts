// `relufit paper` at its defaults against the same experiment in NumPy with OpenBLAS: whole processes, from nothing to
// the result.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { awaited } from '../../lab/src/bench/turns.js';
import { type Checked, compare } from '../compare.js';
import { findNative } from '../native/native.js';
import { NUMPY_WAYS, output } from '../programs.js';
import type { Stage } from '../stage.js';

const COMMAND = fileURLToPath(new URL('../../lab/dist/main.js', import.meta.url));
const SCRIPT = fileURLToPath(new URL('../peers/paper.py', import.meta.url));

interface Method {
  readonly name: string;
  readonly trials: number;
  readonly recoveredTo1e10: number;
  readonly medianIterationsTo1e6: number;
}

export async function paper(stage: Stage): Promise<void> {
  const trials = stage.quick ? 10 : 100;
  const folder = mkdtempSync(join(tmpdir(), 'relufit-paper-'));
  const asked = ['--trials', String(trials)];
  const contestants = [
    experiment('relufit', async () => {
      await output(execPath, [COMMAND, 'paper', '--quiet', ...asked, '--out', folder]);
      const { methods } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
      return methods.map((method: { name: string; summary: Method }) => {
        return { ...method.summary, name: method.name };
      });
    }),
  ];
  const { python } = findNative();
  for (const { name, environment, options } of python === undefined ? [] : NUMPY_WAYS) {
    contestants.push(
      experiment(name, async () =>
        JSON.parse(await output(python as string, [SCRIPT, ...asked, ...options], environment)),
      ),
    );
  }
  await compare(
    { ...stage, pace: { turns: stage.quick ? 1 : 3, turnMs: 0, warmUpMs: 0 } },
    {
      group: 'paper',
      name: `relufit paper, ${trials * 3} fits`,
      shape: '625×1000, s=20',
      items: trials * 3,
      // Other draws of the same law: five fits in a hundred, five iterations.
      tolerance: 0.05,
    },
    contestants,
  );
  rmSync(folder, { recursive: true });
}

/** Its answer: how many of a hundred ReLU and linear fits recover w*, and after how many iterations. */
function experiment(name: string, run: () => Promise<Method[]>): Checked {
  let methods: Method[] = [];
  return {
    ...awaited(name, run),
    async answer() {
      methods = await run();
      const [relu, linear] = methods;
      return [relu, linear].flatMap(({ trials, recoveredTo1e10, medianIterationsTo1e6 }) => [
        (100 * recoveredTo1e10) / trials,
        medianIterationsTo1e6,
      ]);
    },
    remark: () =>
      methods
        .map(({ name, trials, recoveredTo1e10: recovered, medianIterationsTo1e6: median }) => {
          return `${name} ${recovered} of ${trials} to 1e-10, median ${median} iterations to 1e-6`;
        })
        .join('; '),
  };
}
