// From the first line of a program to the first result, in fresh processes of Node; `node` is how long Node itself takes
// to reach that line.

import { spawn } from 'node:child_process';
import { execPath } from 'node:process';
import type { Contestant } from '../../lab/src/bench/turns.js';
import { compare } from '../compare.js';
import type { Stage } from '../stage.js';

const LIBRARY = new URL('../../dist/node/index.js', import.meta.url).href;

const FIRST_RESULT = `
const start = performance.now();
const { fitSync, sparse } = await import(${JSON.stringify(LIBRARY)});
const X = Array.from({ length: 20 }, (_, i) => Array.from({ length: 40 }, (_, j) => Math.sin(i * 40 + j)));
fitSync(X, X.map((row) => Math.max(0, row[0])), { constraint: sparse(3) });
console.log((performance.now() - start) * 1e6);
`;
// The clock of a process begins when it does.
const NODE_ALONE = 'console.log(performance.now() * 1e6);';

export async function coldStart(stage: Stage): Promise<void> {
  // Each run is a process: there is nothing to warm up but the file cache.
  const pace = { ...stage.pace, turnMs: 0, warmUpMs: 0 };
  await compare(
    { ...stage, pace },
    { group: 'cold-start', name: 'import to first result', shape: '20×40, s=3' },
    [fresh('wasm', FIRST_RESULT), fresh('node', NODE_ALONE)],
  );
}

function fresh(name: string, program: string): Contestant {
  return {
    name,
    async block(runs) {
      let nanoseconds = 0;
      for (let k = 0; k < runs; k++) nanoseconds += await printedBy(program);
      return nanoseconds;
    },
  };
}

function printedBy(program: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(execPath, ['--input-type=module', '--eval', program]);
    let printed = '';
    child.stdout.on('data', (text) => {
      printed += text;
    });
    child.stderr.on('data', (text) => reject(new Error(String(text))));
    child.on('error', reject);
    child.on('close', () => resolve(Number(printed)));
  });
}
