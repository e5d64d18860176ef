// Where a text stops being JSON. V8 gives a position for some faults alone, and repeats text, which may hold a password.

const WHITE = /[ \t\n\r]*/y;
const TEXT = /"[ !#-[\]-\u{10ffff}]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[ !#-[\]-\u{10ffff}]*)*"/uy;
const OTHER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

const WORDS = {
  value: 'a value',
  firstValue: "a value or ']'",
  name: 'a name in double quotes',
  firstName: "a name in double quotes or '}'",
  colon: "':'",
};

/** 'line 3, column 1: expected a value', of a text that is not JSON. */
export function jsonFault(text: string): string | undefined {
  /** What closes the lists and objects that are open. */
  const open: (']' | '}')[] = [];
  let wanted: keyof typeof WORDS | 'next' = 'value';
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  for (;;) {
    skip(WHITE);
    const close = open.at(-1);
    const character = text[at];
    const isValue: boolean = wanted === 'value' || wanted === 'firstValue';
    const mayClose = wanted === 'next' || wanted === 'firstValue' || wanted === 'firstName';
    if (wanted === 'next' && close === undefined) {
      return at === text.length ? undefined : fault(text, at, 'the end');
    }
    if (character === close && mayClose) {
      at++;
      open.pop();
      wanted = 'next';
    } else if (wanted === 'next') {
      if (character !== ',') return fault(text, at, `',' or '${close}'`);
      at++;
      wanted = close === '}' ? 'name' : 'value';
    } else if (wanted === 'colon') {
      if (character !== ':') return fault(text, at, WORDS.colon);
      at++;
      wanted = 'value';
    } else if (character === '"') {
      if (!skip(TEXT)) return fault(text, at, 'text that ends with " and has escapes of JSON only');
      wanted = isValue ? 'next' : 'colon';
    } else if (isValue && (character === '[' || character === '{')) {
      at++;
      open.push(character === '[' ? ']' : '}');
      wanted = character === '[' ? 'firstValue' : 'firstName';
    } else if (isValue && skip(OTHER)) {
      wanted = 'next';
    } else {
      return fault(text, at, WORDS[wanted]);
    }
  }
}

function fault(text: string, at: number, expected: string): string {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  return `line ${line}, column ${column}: expected ${expected}`;
}
