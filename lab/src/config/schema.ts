// What a --config file of a command may hold, as a JSON Schema made of the options that commander has.

import type { Command, Option } from 'commander';
import type { ValueParser, ValueSchema } from '../value-parser.js';

/** Options that are about the command line itself. */
const NOT_IN_A_FILE = ['config', 'help', 'version'];

/** Options whose value may hold a password. */
const SECRET = ['redis'];

export interface ConfigSchema {
  readonly $schema: string;
  readonly title: string;
  readonly description: string;
  readonly type: 'object';
  readonly additionalProperties: false;
  readonly properties: Readonly<Record<string, object>>;
}

/** The options of a command by their names in a file: as --help has them without the dashes in front, `--no-x` as x. */
export function fileOptions(command: Command): ReadonlyMap<string, Option> {
  const options = command.options.filter((option) => !NOT_IN_A_FILE.includes(option.name()));
  return new Map(options.map((option) => [option.name().replace(/^no-/, ''), option]));
}

export function schemaOf(command: Command): ConfigSchema {
  const options = Array.from(fileOptions(command), ([name, option]) => [name, property(option)]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `relufit ${command.name()} --config`,
    description: command.description(),
    type: 'object',
    additionalProperties: false,
    // An editor finds this schema by the first.
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(options) },
  };
}

function property(option: Option): object {
  const { description, defaultValue } = option;
  // What a default looks like as JSON is known of plain values alone.
  const plain = ['string', 'number', 'boolean'].includes(typeof defaultValue);
  return {
    description,
    ...valueSchema(option),
    ...(plain && { default: defaultValue }),
    ...(SECRET.includes(option.name()) && { writeOnly: true }),
  };
}

/** The schema of an option's value, as its parser or its choices have it. */
export function valueSchema(option: Option): Partial<ValueSchema> & { enum?: readonly string[] } {
  if (option.isBoolean() || option.negate) return { type: 'boolean' };
  const one = option.argChoices
    ? { enum: option.argChoices }
    : ((option.parseArg as Partial<ValueParser<unknown>> | undefined)?.schema ?? {
        type: 'string' as const,
      });
  // The value may be left out, as in `--cv`: true stands for that.
  if (option.optional && 'type' in one)
    return { ...one, type: [one.type, 'boolean' as const].flat() };
  return one;
}
