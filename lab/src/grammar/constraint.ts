// The sets of the library as the command line spells them, by the name and the parameters that they have there.

import { InvalidArgumentError } from 'commander';
import { type Constraint, RelufitError } from 'relufit';
import * as constraints from 'relufit/constraints';
import { nearest } from '../nearest.js';
import { readJson } from '../read-json.js';
import { type ValueSchema, valueParser } from '../value-parser.js';
import { numberIn } from './refuse.js';
import type { Spelled } from './spelled.js';

/** A set takes one parameter, or an object of them. */
type Factory = (given?: unknown) => Constraint;

// Sets that are made of functions cannot be spelled.
const { custom, sublevelSet, ...spelled } = constraints;

const FACTORIES = new Map(Object.entries(spelled) as unknown as [string, Factory][]);

/** The sets that can be spelled. */
export const CONSTRAINT_NAMES: readonly string[] = Array.from(FACTORIES.keys()).sort();

/** Numbers without their keys, where their order is plain. */
const KEYS = new Map([['box', ['lower', 'upper']]]);

const SPELLINGS = 'NAME, NAME:NUMBER, NAME:KEY=NUMBER,KEY=NUMBER, JSON or @FILE.json';

/** What `--help` says below the options. */
export const CONSTRAINT_HELP = `Constraints, ${SPELLINGS}:
  nonnegative
  sparse:4
  box:lower=0,upper=1, or in short box:0,1
  '{"groupSparse": {"groups": [[0, 1], [2, 3]], "count": 1}}'
  '{"intersection": ["nonnegative", {"l2Ball": 1}]}'
  @set.json
Names: ${wrapped(CONSTRAINT_NAMES, 'Names: '.length)}`;

/** In a --config file a set is text in any spelling, or JSON as it is. */
export const CONSTRAINT_SCHEMA: ValueSchema = {
  type: ['string', 'object'],
  examples: CONSTRAINT_NAMES,
};

/** A set by one of its spellings. Of a file the text is what it holds, since it may change. */
export const constraintOf = valueParser(CONSTRAINT_SCHEMA, (given): Spelled<Constraint> => {
  const text = given.trim();
  if (text.startsWith('@')) {
    const path = text.slice(1);
    const value = readJson(path, (got) => unreadable(path, got));
    return { text: JSON.stringify(value), value: setIn(value) };
  }
  return { text, value: setIn(/^[[{"]/.test(text) ? parsed(text) : text) };
});

/** The set that a whole value of JSON stands for. */
function setIn(value: unknown): Constraint {
  const set = decoded(value);
  if (isObject(set) && typeof set.project === 'function') return set as unknown as Constraint;
  if (typeof value === 'string') throw unknown(nameOf(value));
  if (!isObject(value)) throw misspelled('JSON that is no set.');
  const names = Object.keys(value);
  throw names.length === 1
    ? unknown(names[0])
    : misspelled(`${names.length} names in the place of one.`);
}

/** A value of JSON with sets made of {"name": parameter} and of "name:…", wherever they stand. */
function decoded(value: unknown): unknown {
  if (typeof value === 'string') return decodedText(value);
  if (Array.isArray(value)) return value.map(decoded);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, decoded(item)] as const);
  const [name, given] = entries[0] ?? [''];
  const isSet = entries.length === 1 && FACTORIES.has(name);
  return isSet ? made(name, given) : Object.fromEntries(entries);
}

// JSON has no infinity, and names of other things than sets stay what they are.
function decodedText(text: string): unknown {
  if (/^[+-]?Infinity$/.test(text)) return Number(text);
  const name = nameOf(text);
  if (!FACTORIES.has(name)) return text;
  return name === text ? made(name) : made(name, parameters(name, text.slice(name.length + 1)));
}

/** What stands after `name:`, a number or an object of numbers. */
function parameters(name: string, text: string): unknown {
  const items = text.split(',');
  if (text.includes('=')) {
    const given = new Map<string, number>();
    for (const item of items) {
      const [key, value, ...rest] = item.split('=').map((part) => part.trim());
      if (key === '' || rest.length > 0) throw noNumbers(name, item);
      if (given.has(key)) throw repeated(name, key);
      given.set(key, numberOf(name, value));
    }
    return Object.fromEntries(given);
  }
  const keys = KEYS.get(name);
  if (items.length !== (keys?.length ?? 1)) throw noNumbers(name, text);
  const numbers = items.map((item) => numberOf(name, item));
  return keys ? Object.fromEntries(keys.map((key, k) => [key, numbers[k]])) : numbers[0];
}

function numberOf(name: string, text = ''): number {
  const value = numberIn(text);
  if (Number.isNaN(value)) throw noNumbers(name, text);
  return value;
}

function made(name: string, given?: unknown): Constraint {
  let set: Constraint;
  try {
    set = (FACTORIES.get(name) as Factory)(given);
  } catch (error) {
    const { message } = error as Error;
    throw given === undefined ? misspelled(message) : new InvalidArgumentError(message);
  }
  // A set without parameters ignores what it is given.
  const ignores = Object.keys(set.parameters).length === 0;
  const empty = given === undefined || JSON.stringify(given) === '{}';
  if (ignores && !empty) throw misspelled(`${name} takes no parameter.`);
  return set;
}

const nameOf = (text: string) => text.split(':', 1)[0];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw misspelled(`${(error as Error).message}. Quote JSON from the shell: '{"sparse": 3}'.`);
  }
}

function unknown(name: string): InvalidArgumentError {
  const close = nearest(name, CONSTRAINT_NAMES);
  const hint = close ? `Did you mean '${close}'?` : '`relufit fit --help` lists the sets.';
  return misspelled(`No set has the name '${name}'. ${hint}`);
}

const misspelled = (fault: string) => new InvalidArgumentError(`${fault} Expected ${SPELLINGS}.`);

function noNumbers(name: string, text: string): InvalidArgumentError {
  const short = (KEYS.get(name) ?? ['number']).map((key) => key.toUpperCase());
  const spelling = `${name}:${short.join(',')} or ${name}:KEY=NUMBER,KEY=NUMBER`;
  return new InvalidArgumentError(`${name}: got '${text}', expected ${spelling}.`);
}

const repeated = (name: string, key: string) =>
  new InvalidArgumentError(`${name}: got '${key}' twice, expected each key once. Leave one out.`);

const unreadable = (path: string, got: string) =>
  new RelufitError(
    'CONSTRAINT_UNREADABLE',
    `--constraint @${path}`,
    got,
    'a set as JSON',
    'Write it there as in {"l1Ball": 3}.',
  );

/** Names as lines of a help text that begin after `indent` columns. */
function wrapped(names: readonly string[], indent: number): string {
  const lines = [''];
  for (const [k, name] of names.entries()) {
    const item = k < names.length - 1 ? `${name}, ` : name;
    if (indent + (lines[lines.length - 1] + item).trimEnd().length > 80) lines.push('');
    lines[lines.length - 1] += item;
  }
  return lines.map((line) => line.trimEnd()).join(`\n${' '.repeat(indent)}`);
}
