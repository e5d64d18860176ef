import { type OutputUnit, Validator } from '@cfworker/json-schema';
import { UsageError } from '../exit.js';
import { listed, nearest } from '../nearest.js';
import { masked, shortened, show } from '../show.js';

interface Node {
  readonly writeOnly?: boolean;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
}

/**
 * Refuses what a schema does not allow, with the place in the value as a JSON pointer behind `where`. The schema is
 * made of type, enum, bounds, items and properties.
 */
export function checkJson(value: unknown, schema: object, where: string): void {
  const { errors } = validated(value, schema, where);
  // Those of lists and objects only say that something in them is wrong.
  const error = errors.find(
    ({ keyword }) => !/^(properties|additionalProperties|items)$/.test(keyword),
  );
  if (error === undefined) return;
  throw new UsageError(`${place(where, error)}: ${fault(value, schema, error)}`);
}

function validated(value: unknown, schema: object, where: string) {
  try {
    return new Validator(schema, '2020-12').validate(value);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    // Pointers are made with encodeURI, which halves of surrogate pairs end.
    throw new UsageError(`${where}: got a name that is no Unicode, expected names of options.`);
  }
}

const place = (where: string, { instanceLocation }: OutputUnit) => {
  const keys = keysOf(instanceLocation).map((key) => escaped(shortened(masked(key))));
  return keys.length === 0 ? where : `${where}: /${keys.join('/')}`;
};

const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

function fault(value: unknown, schema: Node, { instanceLocation, keyword }: OutputUnit): string {
  const keys = keysOf(instanceLocation);
  if (keyword === 'false') {
    const names = Object.keys(nodeAt(schema, keys.slice(0, -1))?.properties ?? {});
    const name = keys.at(-1) as string;
    return `got an unknown name, expected one of ${listed(names, names.length)}.${meant(name, names)}`;
  }
  const node = nodeAt(schema, keys) ?? {};
  const got = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], value);
  const hint = typeof got === 'string' && node.enum ? meant(got, node.enum) : '';
  const isSecret = schema.properties?.[keys[0]]?.writeOnly;
  return `got ${isSecret ? 'a value of another type' : show(got)}, expected ${expected(node)}.${hint}`;
}

const keysOf = (location: string) =>
  decodeURI(location)
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

function nodeAt(schema: Node, keys: readonly string[]): Node | undefined {
  return keys.reduce<Node | undefined>(
    (node, key) => node?.properties?.[key] ?? node?.items,
    schema,
  );
}

function meant(name: string, names: readonly string[]): string {
  const close = nearest(name, names);
  return close === undefined ? '' : ` Did you mean '${close}'?`;
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function expected({ type, enum: choices, minimum, maximum, items, minItems }: Node): string {
  if (choices !== undefined) return `one of ${listed(choices, choices.length)}`;
  const words = [type ?? []].flat().map((name) => WORDS[name]);
  const bounds = boundsOf(minimum, maximum);
  const [first, ...others] = words;
  const of =
    items === undefined ? '' : ` with ${minItems ?? 0} or more items, each ${expected(items)}`;
  return [`${first}${bounds}${of}`, ...others].join(' or ');
}

function boundsOf(minimum: number | undefined, maximum: number | undefined): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `, ${minimum} or more`;
  return maximum === undefined ? '' : `, ${maximum} or less`;
}
