// What the first output waits for: not how long, which depends on the machine, but which packages are loaded.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../src/commands/index.js';
import { MAIN, workFolder } from './cli.js';

const files = workFolder();

// A hook of Node's loader that writes down what the lab's own files import.
const hook = files.write(
  'hook.mjs',
  `import { appendFileSync } from 'node:fs';
export async function resolve(specifier, context, next) {
  if (context.parentURL?.includes('/lab/dist/') && !/^(node:|file:|[./])/.test(specifier)) {
    appendFileSync(process.env.LOADED, specifier + '\\n');
  }
  return next(specifier, context);
}`,
);
const register = files.write(
  'register.mjs',
  `import { register } from 'node:module';
register(${JSON.stringify(`file://${hook}`)});`,
);

let runs = 0;

/** The packages that the lab imports on the way to a command line's end. */
async function loaded(...args: string[]): Promise<string[]> {
  const list = files.write(`loaded-${runs++}`, '');
  const child = spawn(process.execPath, ['--import', register, MAIN, ...args], {
    stdio: 'ignore',
    env: { ...process.env, LOADED: list },
  });
  await new Promise((resolve) => child.on('close', resolve));
  return Array.from(new Set(readFileSync(list, 'utf8').trimEnd().split('\n'))).sort();
}

test.each([[[]], [['--help']], [['help']], [['--version']], [['fti']], [['--absent']]])(
  '%j loads commander alone',
  async (args) => {
    expect(await loaded(...args)).toEqual(['commander']);
  },
);

// What draws, tabulates, queues and checks files: of no use to a help or a usage error.
const HEAVY = [
  ...['@cfworker/json-schema', '@observablehq/plot', 'bullmq', 'cli-progress', 'cli-table3'],
  ...['ioredis', 'linkedom'],
];

describe.each(COMMANDS)('$name', ({ name }) => {
  test.each(['--help', '--absent-option'])(
    '%s loads nothing that it does not need',
    async (flag) => {
      const packages = await loaded(name, flag);
      expect(packages).toContain('commander');
      expect(packages.filter((specifier) => HEAVY.includes(specifier))).toEqual([]);
    },
  );
});

test('the hook sees what is loaded for a table', async () => {
  const [command, ...args] = ['generate', '--n', '5', '--d', '5', '--sparsity', '1'];
  expect(await loaded(command, ...args)).toEqual(['commander', 'relufit']);
  expect(await loaded('theory', '--constraint', 'sparse:2', '--d', '9')).toContain('cli-table3');
});
