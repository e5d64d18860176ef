// What holds for every command, those that are still to come included.

import type { Option } from 'commander';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../src/commands/index.js';
import { fileOptions } from '../src/config/schema.js';
import { wholeProgram } from '../src/program.js';
import { relufit } from './cli.js';

const program = await wholeProgram();

test('the program has the commands of the table', () => {
  expect(program.commands.map((command) => command.name())).toEqual(
    COMMANDS.map(({ name }) => name),
  );
});

describe.each(program.commands.map((command) => [command.name(), command] as const))(
  'relufit %s',
  (name, command) => {
    test('has a help with its options, examples and exit codes', async () => {
      const run = await relufit(name, '--help');
      expect(run).toMatchObject({ code: 0, stderr: '' });
      for (const words of [
        '--config <file.json>',
        '--json',
        '--quiet',
        '\nExamples:\n  relufit ',
      ]) {
        expect(run.stdout).toContain(words);
      }
      expect(run.stdout).toContain(command.description().split(' ')[0]);
      expect(run.stdout).toMatch(
        /\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 interrupted: .+\.\n$/,
      );
      expect(await relufit('help', name)).toEqual(run);
    });

    test('shows examples of options that there are', async () => {
      const { stdout } = await relufit(name, '--help');
      const examples = stdout.split('\nExamples:\n')[1].split('\n\n')[0].replace(/\\\n/g, ' ');
      let own = 0;
      for (const line of examples.split('\n').map((text) => text.trim())) {
        const words = line.replace(/[|>].*/, '').split(/\s+/);
        const of = program.commands.find((other) => line.startsWith(`relufit ${other.name()}`));
        expect(of, line).toBeDefined();
        if (of === command) own++;
        const flags = words
          .filter((word) => word.startsWith('--'))
          .map((word) => word.split('=')[0]);
        const known = of?.options.map(({ long }) => long);
        for (const flag of flags) expect(known, line).toContain(flag);
      }
      expect(own).toBeGreaterThan(0);
    });

    test('refuses an option that it does not have, in one line', async () => {
      const run = await relufit(name, '--absent-option');
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toMatch(/^relufit: .+\n$/);
    });

    test.each(Array.from(fileOptions(command)) as [string, Option][])(
      'says what JSON its option %s takes',
      (_, option) => {
        // A list is one text with commas, on the command line as in what a parser gets of a file.
        expect(option.variadic).toBe(false);
        if (option.parseArg === undefined || option.argChoices !== undefined) return;
        expect(option.parseArg).toHaveProperty('schema');
      },
    );
  },
);
