// What a comment behind an expression of an example claims of its value.
//
//   claim  = value | "throws " CODE, and words in brackets after it where they help
//   value  = number | string | array | object | true | false | null | undefined
//   number = as JavaScript writes it, equal to 12 digits; or 0.72…, the digits that it begins with
//   string = 'text', or 'text…', how it begins
//   array  = [Type] "[" value, … "]"        also of a typed array; with "…" as the last, its beginning
//   object = [Type] "{" key: value, … "}"   with "…" as the last, these keys of perhaps more
//
// Anything else is no claim, and an error: a comment that is not checked says nothing.

export type Claim =
  | { readonly kind: 'exactly'; readonly value: unknown }
  | { readonly kind: 'begins'; readonly text: string; readonly number: boolean }
  | { readonly kind: 'list'; readonly type?: string; readonly of: Claim[]; readonly open: boolean }
  | {
      readonly kind: 'fields';
      readonly type?: string;
      readonly of: [string, Claim][];
      readonly open: boolean;
    }
  | { readonly kind: 'throws'; readonly code: string };

const WORDS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', undefined],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** The claim of a comment; throws where it is none. */
export function parseClaim(comment: string): Claim {
  let rest = comment.trim();
  const fail = (expected: string): never => {
    throw new Error(`the comment '${comment.trim()}': got '${rest}', expected ${expected}`);
  };
  /** What the pattern matches here, passed over with the blanks behind it. */
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = new RegExp(`^(?:${pattern.source})\\s*`).exec(rest);
    if (match) rest = rest.slice(match[0].length);
    return match;
  };
  const demand = (pattern: RegExp, expected: string): RegExpExecArray =>
    take(pattern) ?? fail(expected);
  /** Up to the bracket that ends it, what `one` reads between commas; is there a … at the end? */
  const several = (end: RegExp, one: () => void): boolean => {
    if (take(end)) return false;
    for (;;) {
      if (take(/…/)) {
        demand(end, 'nothing behind …');
        return true;
      }
      one();
      if (take(end)) return false;
      demand(/,/, 'a comma');
    }
  };
  const value = (): Claim => {
    const text = take(/'((?:[^'\\]|\\.)*)'/)?.[1];
    if (text !== undefined) {
      const plain = text.replace(/\\(.)/g, '$1');
      return plain.endsWith('…')
        ? { kind: 'begins', text: plain.slice(0, -1), number: false }
        : { kind: 'exactly', value: plain };
    }
    const number = take(/(-?\d+(?:\.\d+)?(?:e-?\d+)?)(…?)/);
    if (number) {
      const [, digits, more] = number;
      return more
        ? { kind: 'begins', text: digits, number: true }
        : { kind: 'exactly', value: Number(digits) };
    }
    const word = take(/-?[a-zA-Z]\w*/)?.[0].trim();
    if (word !== undefined && WORDS.has(word)) return { kind: 'exactly', value: WORDS.get(word) };
    if (take(/\[/)) {
      const of: Claim[] = [];
      const open = several(/\]/, () => of.push(value()));
      return { kind: 'list', type: word, of, open };
    }
    if (take(/\{/)) {
      const of: [string, Claim][] = [];
      const open = several(/\}/, () => {
        const [, key] = demand(/(\w+):/, 'a key');
        of.push([key, value()]);
      });
      return { kind: 'fields', type: word, of, open };
    }
    return fail('a value');
  };

  const code = take(/throws ([A-Z_]+)/)?.[1];
  const claim: Claim = code === undefined ? value() : { kind: 'throws', code };
  take(/\(.*\)/);
  return rest === '' ? claim : fail('nothing more, or words in brackets');
}

/** What is wrong with the value by the claim, or undefined. */
export function difference(claim: Claim, value: unknown, place = 'the value'): string | undefined {
  const got = `${place}: got ${shown(value)}`;
  switch (claim.kind) {
    case 'exactly':
      return same(claim.value, value) ? undefined : `${got}, the comment has ${shown(claim.value)}`;
    case 'begins': {
      const right = typeof value === (claim.number ? 'number' : 'string');
      if (right && String(value).startsWith(claim.text)) return undefined;
      return `${got}, the comment has ${claim.text}…`;
    }
    case 'list': {
      if (!isList(value)) return `${got}, the comment has a list`;
      const typed = ofType(claim.type, value, got);
      if (typed) return typed;
      if (claim.open ? value.length <= claim.of.length : value.length !== claim.of.length) {
        return `${got}, the comment has ${claim.of.length} entries${claim.open ? ' and more' : ''}`;
      }
      return first(claim.of.map((entry, at) => difference(entry, value[at], `${place}[${at}]`)));
    }
    case 'fields': {
      if (value === null || typeof value !== 'object' || isList(value))
        return `${got}, the comment has an object`;
      const typed = ofType(claim.type, value, got);
      if (typed) return typed;
      const fields = value as Record<string, unknown>;
      const claimed = claim.of.map(([key]) => key);
      const others = Object.keys(fields).filter(
        (key) => !claimed.includes(key) && fields[key] !== undefined,
      );
      if (claim.open !== others.length > 0) {
        return claim.open
          ? `${got}, the comment has … for nothing`
          : `${got}, the comment has not ${others.join(', ')}`;
      }
      return first(
        claim.of.map(([key, entry]) => difference(entry, fields[key], `${place}.${key}`)),
      );
    }
    case 'throws':
      return `${got}, the comment has an error ${claim.code}`;
  }
}

const first = (faults: (string | undefined)[]) => faults.find((fault) => fault !== undefined);

function ofType(type: string | undefined, value: object, got: string): string | undefined {
  const { name } = value.constructor;
  return type === undefined || type === name
    ? undefined
    : `${got}, a ${name}; the comment has a ${type}`;
}

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

function same(claimed: unknown, value: unknown): boolean {
  if (typeof claimed !== 'number' || typeof value !== 'number') return Object.is(claimed, value);
  if (!Number.isFinite(claimed)) return Object.is(claimed, value);
  return Math.abs(claimed - value) <= 1e-12 * (Math.abs(claimed) || 1);
}

function shown(value: unknown): string {
  if (isList(value)) return `[${Array.from(value, shown).join(', ')}]`;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Error) return String(value);
  return JSON.stringify(value) ?? String(value);
}
