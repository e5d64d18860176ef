// The scripts in the shells that they are for, those of them that this machine has; bash is on every one.

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bashScript } from '../src/completion/bash.js';
import { fishScript } from '../src/completion/fish.js';
import { wordsOf } from '../src/completion/words.js';
import { zshScript } from '../src/completion/zsh.js';
import { wholeProgram } from '../src/program.js';
import { relufit, workFolder } from './cli.js';

const files = workFolder();
const program = wordsOf(await wholeProgram());
const has = (command: string) => spawnSync(command, ['--version']).status === 0;

// Where completion finds files.
const folder = dirname(files.write('data.csv', ''));
for (const name of ['model.json', 'notes.txt', 'two words.csv']) files.write(name, '');
mkdirSync(files.path('results'));
const scripts = {
  bash: files.write('script.bash', bashScript(program)),
  zsh: files.write('script.zsh', zshScript(program)),
  fish: files.write('script.fish', fishScript(program)),
};

test.each(['bash', 'zsh', 'fish'] as const)(
  'relufit completion prints the script of %s',
  async (shell) => {
    const script = { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](program);
    expect(await relufit('completion', shell)).toEqual({ code: 0, stdout: script, stderr: '' });
  },
);

test('relufit completion --json prints what the scripts are made of', async () => {
  const run = await relufit('completion', 'bash', '--json');
  expect(JSON.parse(run.stdout)).toEqual(JSON.parse(JSON.stringify(program)));
});

test('a shell that is none is wrong usage', async () => {
  const run = await relufit('completion', 'tcsh');
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('bash, zsh, fish');
});

const long = (name: string) =>
  program.commands.find((command) => command.name === name)?.options.map((option) => option.long) ??
  [];

describe('bash', () => {
  /** What bash offers for the last of the words of a line, as it takes the line apart. */
  function offered(...words: string[]): string[] {
    const run = spawnSync(
      'bash',
      [
        ...['--norc', '--noprofile', '-c'],
        `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _relufit; printf '%s\\n' "\${COMPREPLY[@]}"`,
        ...[scripts.bash, 'relufit', ...words],
      ],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(run.stderr).toBe('');
    // Two alike are one to readline.
    return Array.from(new Set(run.stdout.split('\n').filter((line) => line !== ''))).sort();
  }

  test('offers commands and the options of the program', () => {
    const names = program.commands.map(({ name }) => name);
    expect(offered('')).toEqual([...names, '-V', '--version', '-h', '--help'].sort());
    expect(offered('pa')).toEqual(['paper']);
    expect(offered('help', 'pre')).toEqual(['predict']);
    expect(offered('schema', 'the')).toEqual(['theory']);
    expect(offered('completion', '')).toEqual(['bash', 'fish', 'zsh']);
  });

  test.each(program.commands.map(({ name }) => name))('offers every option of %s', (name) => {
    expect(offered(name, '--')).toEqual(long(name).filter(Boolean).sort());
  });

  test('offers the words that an option takes, in both spellings', () => {
    expect(offered('fit', '--engine', '')).toEqual(['auto', 'reference', 'threads', 'wasm']);
    expect(offered('fit', 'data.csv', '--engine', '=')).toEqual([
      ...['auto', 'reference', 'threads', 'wasm'],
    ]);
    expect(offered('fit', '--engine', '=', 'th')).toEqual(['threads']);
    expect(offered('fit', '--solver', 'pur')).toEqual(['pursuit']);
    expect(offered('fit', '--constraint', 'simp')).toEqual(['simplex']);
    expect(offered('fit', '--observation', 'l')).toEqual(['leaky:', 'linear']);
  });

  test('offers files of the kind that is asked for, and folders on the way', () => {
    expect(offered('fit', '')).toEqual(['data.csv', 'results', 'two words.csv']);
    expect(offered('fit', '--out', 'm')).toEqual(['model.json']);
    expect(offered('fit', '--config', '')).toEqual(['model.json', 'results']);
    expect(offered('predict', '')).toEqual(['data.csv', 'model.json', 'results', 'two words.csv']);
    expect(offered('paper', '--out', '')).toEqual(['results']);
  });

  test('offers nothing for a value that nothing is known of', () => {
    expect(offered('fit', '--target', '')).toEqual([]);
    expect(offered('paper', '--d', '')).toEqual([]);
    expect(offered('fti', '--')).toEqual([]);
  });

  test('takes an option whose value may be left out for complete', () => {
    expect(offered('fit', '--cv', '--eng')).toEqual(['--engine']);
  });
});

/**
 * What a command line comes to that is typed into a shell on a terminal, tabs included. Two texts that the shell
 * prints, but that are not in what is typed, say when it is ready and when it is done.
 */
function typed(shell: string, setUp: string, line: string): Promise<string> {
  const child = spawn('script', ['-qec', shell, '/dev/null'], { cwd: folder });
  let printed = '';
  let asked = false;
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => reject(new Error(`the shell ended: ${printed}`)));
    child.stdout.on('data', (text) => {
      printed += text;
      if (!asked && printed.includes('<ready>')) {
        asked = true;
        child.stdin.write(line);
      }
      const [, result] = /((?:<[^<>]+>)+)<done>/.exec(printed) ?? [];
      if (result === undefined) return;
      resolve(result);
      child.kill('SIGKILL');
    });
    child.stdin.write(setUp);
  });
}

// The command itself, for the terminal: it prints its arguments.
const STAND_IN = `relufit() { printf '<%s>' "$@"; printf '<%s>\\n' done; }; printf '<%s>\\n' ready\n`;
const TYPED = 'relufit fi\t --eng\twa\t --obs\tlea\t0.1 --out mo\t two\t\n';

describe.runIf(process.platform === 'linux' && has('script'))('on a terminal', () => {
  test('bash completes', async () => {
    const line = await typed(
      'bash --norc --noprofile -i',
      `source ${scripts.bash}; ${STAND_IN}`,
      TYPED,
    );
    expect(line).toBe(
      '<fit><--engine><wasm><--observation><leaky:0.1><--out><model.json><two words.csv>',
    );
  });

  test.runIf(has('zsh'))('zsh completes', async () => {
    const setUp = `autoload -U compinit; compinit -u -D; source ${scripts.zsh}; ${STAND_IN}`;
    expect(await typed('zsh -f -i', setUp, TYPED)).toBe(
      '<fit><--engine=wasm><--observation=leaky:0.1><--out><model.json><two words.csv>',
    );
  });
});

describe.runIf(has('zsh'))('zsh', () => {
  test('reads the script', () => {
    expect(spawnSync('zsh', ['-n', scripts.zsh], { encoding: 'utf8' })).toMatchObject({
      ...{ status: 0, stderr: '' },
    });
  });
});

describe.runIf(has('fish'))('fish', () => {
  function offered(line: string): string[] {
    const run = spawnSync(
      'fish',
      ['--no-config', '-c', `source ${scripts.fish}; complete -C '${line}'`],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    expect(run.stderr).toBe('');
    const words = run.stdout.split('\n').map((text) => text.split('\t')[0]);
    return words.filter((word) => word !== '').sort();
  }

  test('offers commands, options, words and files', () => {
    expect(offered('relufit pa')).toEqual(['paper']);
    expect(offered('relufit help pre')).toEqual(['predict']);
    for (const { name } of program.commands) {
      expect(offered(`relufit ${name} --`)).toEqual(long(name).filter(Boolean).sort());
    }
    expect(offered('relufit fit --engine t')).toEqual(['threads']);
    expect(offered('relufit fit --engine=t')).toEqual(['--engine=threads']);
    expect(offered('relufit fit --observation lea')).toEqual(['leaky:']);
    expect(offered('relufit fit --out mo')).toEqual(['model.json']);
    expect(offered('relufit fit da')).toEqual(['data.csv']);
    expect(offered('relufit paper --out re')).toEqual(['results/']);
    expect(offered('relufit fit --target ')).toEqual([]);
  });
});
