import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonFault } from '../src/json-fault.js';

describe('jsonFault', () => {
  test.each([
    ['', 'line 1, column 1: expected a value'],
    ['{"a": oops}', 'line 1, column 7: expected a value'],
    ['{"a": 1,}', 'line 1, column 9: expected a name in double quotes'],
    ['{a: 1}', "line 1, column 2: expected a name in double quotes or '}'"],
    ['{"a" 1}', "line 1, column 6: expected ':'"],
    ['{"a": 1', "line 1, column 8: expected ',' or '}'"],
    ['[1,\r\n 2\n  3]', "line 3, column 3: expected ',' or ']'"],
    ['[', "line 1, column 2: expected a value or ']'"],
    ['[1,]', 'line 1, column 4: expected a value'],
    ['[1}', "line 1, column 3: expected ',' or ']'"],
    ['1 2', 'line 1, column 3: expected the end'],
    ['01', 'line 1, column 2: expected the end'],
    ['["C:\\x"]', 'line 1, column 2: expected text that ends with " and has escapes of JSON only'],
    ['["a\tb"]', 'line 1, column 2: expected text that ends with " and has escapes of JSON only'],
    ["{'a': 1}", "line 1, column 2: expected a name in double quotes or '}'"],
  ])('%j', (text, words) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(jsonFault(text)).toBe(words);
  });

  test('finds none in JSON, and one in what JSON.parse refuses', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom(...'{}[],:"\\0-.e t\u007f\n'),
        (json, place, put) => {
          expect(jsonFault(json)).toBeUndefined();
          const at = place % (json.length + 1);
          for (const end of [at, at + 1]) {
            const text = json.slice(0, at) + put + json.slice(end);
            let isJson = true;
            try {
              JSON.parse(text);
            } catch {
              isJson = false;
            }
            expect(jsonFault(text) === undefined, text).toBe(isJson);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
