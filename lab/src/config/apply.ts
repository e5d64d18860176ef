import { type Command, InvalidArgumentError, type Option } from 'commander';
import { cellOf } from '../csv-write.js';
import { UsageError } from '../exit.js';
import { readJson } from '../read-json.js';
import { masked, show } from '../show.js';
import { checkJson } from './check.js';
import { fileOptions, schemaOf } from './schema.js';

/** Gives a command the options of its --config files, a later file before an earlier one, the command line before all. */
export function applyConfig(command: Command): void {
  const files: readonly string[] = command.getOptionValue('config') ?? [];
  for (const file of files) applyFile(command, file);
}

// More are data that were given by mistake.
const MOST_BYTES = 1e6;

function applyFile(command: Command, file: string): void {
  const where = `--config ${file}`;
  const unreadable = (got: string) =>
    new UsageError(`${where}: got ${got}, expected options as JSON, such as {"quiet": true}.`);
  const config = readJson(file, unreadable, MOST_BYTES);
  checkJson(config, schemaOf(command), where);
  const options = fileOptions(command);
  for (const [name, given] of Object.entries(config as object)) {
    const option = options.get(name);
    // `--cv` with false is no `--cv` at all.
    if (option === undefined || (option.optional && given === false)) continue;
    const value = optionValue(option, given, `${where}: /${name}`);
    const attribute = option.attributeName();
    if (command.getOptionValueSource(attribute) === 'cli') continue;
    command.setOptionValueWithSource(attribute, value, 'config');
  }
}

/** The value that the option has for the same text on the command line. */
function optionValue(option: Option, given: unknown, where: string): unknown {
  if (typeof given === 'boolean' || option.parseArg === undefined) return given;
  try {
    return option.parseArg(textOf(given), undefined);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const message = error.message.replace(/^Expected/, 'expected');
    const joint = message === error.message ? '. ' : ', ';
    throw new UsageError(`${where}: got ${show(given)}${joint}${masked(message)}`);
  }
}

function textOf(given: unknown): string {
  if (Array.isArray(given)) return given.map((item) => cellOf(textOf(item))).join(',');
  return typeof given === 'object' ? JSON.stringify(given) : String(given);
}
