import { Argument, type Command } from 'commander';
import type { CommandText } from '../command.js';
import { schemaOf } from '../config/schema.js';
import { printJson } from '../output.js';
import { programFor } from '../program.js';
import { COMMANDS } from './index.js';

export function defineSchema(command: Command): CommandText {
  const names = COMMANDS.map(({ name }) => name);
  command
    .addArgument(new Argument('<command>', 'whose options').choices(names))
    .action(async (name: string) => {
      const { commands } = await programFor([name]);
      printJson(schemaOf(commands.find((other) => other.name() === name) as Command));
    });
  return {
    about: `Editors complete and check a file with "$schema": "./fit.schema.json" beside its options. Keys are the names of the
options without the dashes; a list is an array, a set of --constraint text or the JSON of the set.`,
    examples: `
relufit schema fit > fit.schema.json
relufit fit data.csv --config fit.json`,
    interrupted: 'nothing is printed',
  };
}
