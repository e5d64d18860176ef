// What checks the examples of the docstrings, asked whether it would see a fault.

import { describe, expect, test } from 'vitest';
import { difference, parseClaim } from './support/claims.js';
import { examplesOf, faultsOf, program } from './support/docstring-examples.js';

class Point {
  constructor(
    readonly x: number,
    readonly y: number,
  ) {}
}

const judge = (comment: string, value: unknown) => difference(parseClaim(comment), value);

describe('a claim', () => {
  test.each<[string, unknown, unknown[]]>([
    ['1', 1, [1 + 1e-9, '1', [1], true, undefined]],
    ['-0.6', -0.6 - 1e-14, [0.6, -0.6001, Number.NaN]],
    ['1e-14', 1e-14, [2e-14, 0]],
    ['0', -1e-16, [1e-9]],
    ['0.72…', 0.7225, [0.7199, 7.2, '0.7225', 0.073]],
    ['NaN', Number.NaN, [0, undefined]],
    ['-Infinity', Number.NEGATIVE_INFINITY, [Number.POSITIVE_INFINITY, -1e308]],
    ['true', true, [false, 1, 'true']],
    ['null', null, [undefined, {}]],
    ['undefined', undefined, [null, Number.NaN]],
    ["'it\\'s, [so]'", "it's, [so]", ["it's", 7]],
    ["'begins…'", 'begins so', ['begun', ['begins']]],
    ['[1, 2]', [1, 2], [[1], [1, 2, 3], [2, 1], { 0: 1, 1: 2 }, '12']],
    [
      '[1, 2, …]',
      Float32Array.of(1, 2, 3),
      [
        [1, 2],
        [1, 3, 3],
      ],
    ],
    ['Int32Array [0, 3]', Int32Array.of(0, 3), [[0, 3], Int16Array.of(0, 3)]],
    ['[]', [], [[undefined], {}, null]],
    ['[[1], {}]', [[1], {}], [[[1], []]]],
    ['{ a: 1, b: [2] }', { a: 1, b: [2], c: undefined }, [{ a: 1 }, { a: 1, b: [2], c: 3 }, null]],
    ['{ a: 1, … }', { a: 1, b: 2 }, [{ a: 1 }, { a: 2, b: 2 }]],
    ['Point { x: 1, y: 2 }', new Point(1, 2), [{ x: 1, y: 2 }, new Point(2, 1)]],
    ['3 (one (1) for each)', 3, [1]],
  ])('%s', (comment, right, wrong) => {
    expect(judge(comment, right)).toBeUndefined();
    for (const value of wrong) expect(judge(comment, value), String(value)).toBeDefined();
  });

  test.each([
    'about 3',
    '3, or so',
    '√3',
    '[1, …, 3]',
    '[1, 2',
    "'open",
    '{ a }',
    'throws',
    'throws up',
    '',
  ])('no claim: %s', (comment) => {
    expect(() => parseClaim(comment)).toThrow(/expected/);
  });

  test('names the place of a fault', () => {
    expect(judge('{ a: [1, 2] }', { a: [1, 3] })).toBe('the value.a[1]: got 3, the comment has 2');
  });
});

describe('a program', () => {
  const EXAMPLE = `// Prose.
import { half } from 'relufit/half';
const x: number = 4; // 4

// Prose,
// of two lines.
const { a, b } = { a: half(x), b: 'b' };
[a, b]
// [2,
//  'b']
half('b'); // throws NO_NUMBER`;
  const half = (x: unknown) => {
    if (typeof x !== 'number') throw Object.assign(new Error('no number'), { code: 'NO_NUMBER' });
    return x / 2;
  };

  test('knows claims from prose, and its imports', () => {
    const { claims, imports } = program(EXAMPLE);
    expect(claims.map(({ kind }) => kind)).toEqual(['exactly', 'list', 'throws']);
    expect(imports).toEqual([{ module: 'relufit/half', names: ['half'] }]);
  });

  test('is run, and every claim is asked for', async () => {
    expect(await faultsOf(program(EXAMPLE), { half })).toEqual([]);
    const faults = await faultsOf(program(EXAMPLE), { half: () => 3 });
    expect(faults).toHaveLength(2);
    expect(faults[0]).toContain('the value[0]: got 3, the comment has 2');
    expect(faults[1]).toContain('the comment has an error NO_NUMBER');
    const another = () => Promise.reject(new TypeError('x'));
    expect((await faultsOf(program('f(); // throws NO_NUMBER'), { f: another }))[0]).toMatch(
      /got TypeError: x, the comment has the code NO_NUMBER/,
    );
    await expect(faultsOf(program('f(); // 1'), { f: half })).rejects.toThrow('no number');
  });

  test.each([
    ['a comment that claims nothing', 'f(1) // as it should be', /expected a value/],
    ['one for what has no value', 'if (x) f(1); // 2', /has no value/],
    ['one for several values', 'const a = 1, b = 2; // 1', /has no value/],
    ['one inside of a statement', 'f({\n  // 1\n  a,\n});', /inside of a statement/],
    ['code that does not parse', 'f(', /Expected/],
  ])('is refused with %s', (_, code, message) => {
    expect(() => program(code)).toThrow(message);
  });

  test('is found in docstrings, with its place', () => {
    const source = `const a = 1;
/**
 * Text.
 *
 * @example
 * \`\`\`ts
 * f({
 *   a,
 * });
 * \`\`\`
 */
export async function f(x) {}

class C {
  /** \`\`\` in prose. */
  readonly x = 1;
  /**
   * \`\`\`ts
   * g()
   * \`\`\`
   */
  static g() {}
}`;
    expect(examplesOf('f.ts', source)).toEqual([
      { file: 'f.ts', line: 6, name: 'f', code: 'f({\n  a,\n});' },
      { file: 'f.ts', line: 18, name: 'g', code: 'g()' },
    ]);
    expect(() => examplesOf('f.ts', source.replace('```ts', '```js'))).toThrow(
      'f.ts:6: got ```js, expected ts',
    );
  });
});
