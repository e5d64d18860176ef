// What a shell may complete, read from commander's tree of commands.

import type { Argument, Command, Option } from 'commander';
import { valueSchema } from '../config/schema.js';

/** What may stand for a value: some words, a path, or nothing that could be known. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'file'; readonly extension?: string }
  | { readonly kind: 'folder' }
  | { readonly kind: 'unknown' };

export interface OptionWords {
  readonly short?: string;
  readonly long?: string;
  readonly description: string;
  /** Absent where the option is complete without a value. */
  readonly value?: { readonly name: string; readonly values: Values };
}

export interface ArgumentWords {
  readonly name: string;
  readonly values: Values;
}

export interface CommandWords {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionWords[];
  readonly arguments: readonly ArgumentWords[];
}

export interface ProgramWords extends CommandWords {
  readonly version: string;
  readonly commands: readonly CommandWords[];
}

export function wordsOf(program: Command): ProgramWords {
  const commands = program.createHelp().visibleCommands(program);
  const names = commands.map((command) => command.name());
  return {
    ...commandWords(program),
    version: program.version() ?? '',
    commands: commands.map((command) => ({
      ...commandWords(command),
      // commander's own, whose argument has no choices.
      ...(command.name() === 'help' && {
        arguments: [{ name: 'command', values: { kind: 'words', words: names } }],
      }),
    })),
  };
}

function commandWords(command: Command): CommandWords {
  return {
    name: command.name(),
    description: command.description(),
    options: command.createHelp().visibleOptions(command).map(optionWords),
    arguments: command.registeredArguments.map(argumentWords),
  };
}

function optionWords(option: Option): OptionWords {
  const { short, long, description } = option;
  const name = /<(.+)>/.exec(option.flags)?.[1];
  if (name === undefined) return { short, long, description };
  const { enum: choices, examples } = valueSchema(option);
  return { short, long, description, value: { name, values: valuesOf(name, choices ?? examples) } };
}

function argumentWords(argument: Argument): ArgumentWords {
  const name = argument.name();
  return { name, values: valuesOf(name, argument.argChoices) };
}

const PLAIN = /^[\w.:@%+,/-]+$/;

/** The name in <…> tells a path: a file by its extension, a folder by its word. */
function valuesOf(name: string, words: readonly string[] | undefined): Values {
  // One that a shell would take apart is left to the user.
  if (words !== undefined)
    return { kind: 'words', words: words.filter((word) => PLAIN.test(word)) };
  if (name === 'folder') return { kind: 'folder' };
  const extension = /\.(\w+)$/.exec(name)?.[1];
  if (extension !== undefined || name === 'file') return { kind: 'file', extension };
  return { kind: 'unknown' };
}
