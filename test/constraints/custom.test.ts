import { describe, expect, test } from 'vitest';
import { type CustomOptions, custom, fitSync } from '../../src/index.js';
import { expectError } from '../support/errors.js';
import { families } from '../support/families.js';
import { projectionLaws } from '../support/projection-laws.js';

for (const [name, family] of Object.entries(families)) {
  projectionLaws(`custom ${name}`, {
    ...family,
    make(d, random) {
      const set = family.make(d, random);
      return custom({
        name: set.name,
        // In place, which must not reach the v of the caller.
        project: (v) => set.project(v, v),
        contains: set.contains,
        convex: set.convex,
        cone: set.cone,
        parameters: set.parameters,
        ...(set.regularizer && { regularizer: set.regularizer, level: set.level }),
      });
    },
  });
}

const even: CustomOptions = {
  name: 'evenNumbers',
  project: (v) => v.map((x) => 2 * Math.round(x / 2)),
  contains: (w) => w.every((x) => x % 2 === 0),
  convex: false,
};

test('the example', () => {
  expect(custom(even).project([2.9, -4.2])).toEqual(Float64Array.of(2, -4));
  expect(custom(even).contains([2, -4])).toBe(true);
  expect(custom(even).contains([2, -3])).toBe(false);
  expect(custom(even).contains([2, NaN])).toBe(false);
});

test('it tells what it was told, and takes no later change', () => {
  const parameters: Record<string, unknown> = { step: 2 };
  const set = custom({ ...even, parameters, regularizer: (w) => w.length, level: 3 });
  parameters.step = 5;
  expect(set).toMatchObject({ name: 'evenNumbers', convex: false, cone: false, level: 3 });
  expect(set.parameters).toEqual({ step: 2 });
  expect(set.regularizer?.([1, 2])).toBe(2);
  expect(custom(even).parameters).toEqual({});
  expect(custom(even).regularizer ?? custom(even).level).toBeUndefined();
  expect(custom({ ...even, cone: true }).cone).toBe(true);
});

test('contains gets the tolerance, 1e-9 when none is given', () => {
  const seen: number[] = [];
  const set = custom({ ...even, contains: (_, tolerance) => seen.push(tolerance) > 0 });
  set.contains([1]);
  set.contains([1], 0.5);
  expect(seen).toEqual([1e-9, 0.5]);
});

test('an answer may be any list of numbers', () => {
  const set = custom({ ...even, project: () => [2, 4] });
  const out = new Float64Array(2);
  expect(set.project([1, 1], out)).toBe(out);
  expect(out).toEqual(Float64Array.of(2, 4));
});

describe('an answer that is no point is an error with what came back', () => {
  test.each<[unknown, string]>([
    [undefined, 'got undefined'],
    [null, 'got null'],
    [3, 'got 3'],
    [[1], 'got Array of length 1'],
    [new Float64Array(3), 'got Float64Array of length 3'],
    [[1, NaN], 'got NaN at index 1'],
    [[Infinity, 1], 'got Infinity at index 0'],
    [['1', 2], "got '1' at index 0"],
  ])('%o', (answer, words) => {
    const set = custom({ ...even, project: () => answer as number[] });
    expectError(
      () => set.project([1, 2]),
      'INVALID_PROJECTION',
      'evenNumbers',
      words,
      '2 finite numbers',
    );
  });
});

test('a v that is not finite comes back as it is, without a call', () => {
  const set = custom({ ...even, project: () => expect.fail('it was called') });
  expect(set.project([NaN, 1])).toEqual(Float64Array.of(NaN, 1));
});

test('a set of one dimension refuses the others', () => {
  const set = custom({ ...even, dimension: 2 });
  for (const action of [
    () => set.checkDimension?.(1),
    () => set.project([1]),
    () => set.contains([1]),
  ]) {
    expectError(action, 'INVALID_CONSTRAINT', 'evenNumbers', 'a set for 2 weights, expected 1');
  }
});

describe('what is missing or of another type is refused', () => {
  test.each<[Partial<Record<keyof CustomOptions, unknown>>, string]>([
    [{ name: '' }, 'custom name'],
    [{ name: 3 }, 'custom name'],
    [{ project: undefined }, 'custom project'],
    [{ contains: [1] }, 'custom contains'],
    [{ convex: undefined }, 'custom convex'],
    [{ convex: 1 }, 'custom convex'],
    [{ cone: 'no' }, 'custom cone'],
    [{ parameters: null }, 'custom parameters'],
    [{ parameters: 'r = 1' }, 'custom parameters'],
    [{ regularizer: 3, level: 1 }, 'custom regularizer'],
    [{ regularizer: () => 0 }, 'custom level'],
    [{ level: 1 }, 'custom regularizer'],
    [{ regularizer: () => 0, level: NaN }, 'custom level'],
    [{ dimension: 0.5 }, 'custom dimension'],
  ])('%o', (given, words) => {
    expectError(() => custom({ ...even, ...given } as CustomOptions), 'INVALID_CONSTRAINT', words);
  });

  test.each([undefined, null, 3])('custom(%o)', (given) => {
    expectError(() => custom(given as never), 'INVALID_CONSTRAINT', `custom: got ${given}`);
  });
});

test('a fit runs with it', () => {
  const half = custom({
    name: 'half',
    project: (v) => v.map((x) => Math.min(x, 0.5)),
    contains: (w, tolerance) => w.every((x) => x <= 0.5 + tolerance),
    convex: true,
  });
  const { certificate, weights } = fitSync(
    [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    [1, 0.25, 1.25],
    { constraint: half },
  );
  expect(weights[0]).toBe(0.5);
  expect(certificate.feasible).toBe(true);
});
