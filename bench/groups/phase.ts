// `relufit phase` over 20 × 20 cells against the same diagram in NumPy: whole processes, from nothing to the report.

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
const SCRIPT = fileURLToPath(new URL('../peers/phase.py', import.meta.url));

const GRID = ['--d', '100', '--n', '10:200:10', '--max-iterations', '200'];
const CELLS = 400;

interface Cell {
  readonly trials: number;
  readonly successes: number;
}

export async function phase(stage: Stage): Promise<void> {
  const trials = stage.quick ? 2 : 50;
  const asked = [...GRID, '--trials', String(trials)];
  const contestants = [
    diagram('relufit', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'relufit-phase-'));
      const where = ['--s', '1:20:1', '--step-size', 'paper', '--quiet', '--out', folder];
      await output(execPath, [COMMAND, 'phase', ...asked, ...where]);
      const { cells } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
      rmSync(folder, { recursive: true });
      return cells;
    }),
  ];
  const { python } = findNative();
  for (const { name, environment, options } of python === undefined ? [] : NUMPY_WAYS) {
    const command = [SCRIPT, ...asked, '--sparsity', '1:20:1', ...options];
    contestants.push(
      diagram(name, async () => JSON.parse(await output(python as string, command, environment))),
    );
  }
  await compare(
    { ...stage, pace: { turns: stage.quick ? 1 : 3, turnMs: 0, warmUpMs: 0 } },
    {
      group: 'phase',
      name: `relufit phase, ${CELLS * trials} trials`,
      shape: '20×20 cells, d=100',
      items: CELLS * trials,
      // Other draws of the same law: the share of all trials that succeed.
      tolerance: 0.05,
    },
    contestants,
  );
}

/** Its answer: the successes of all cells. */
function diagram(name: string, run: () => Promise<readonly Cell[]>): Checked {
  let cells: readonly Cell[] = [];
  const sum = (count: keyof Cell) => cells.reduce((total, cell) => total + cell[count], 0);
  return {
    ...awaited(name, run),
    async answer() {
      cells = await run();
      return [sum('successes')];
    },
    remark: () => `${sum('successes')} of ${sum('trials')} trials recover w*`,
  };
}
