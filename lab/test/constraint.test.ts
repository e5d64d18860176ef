import { InvalidArgumentError } from 'commander';
import * as relufit from 'relufit';
import { describe, expect, test } from 'vitest';
import * as constraints from '../../src/constraints/index.js';
import { CONSTRAINT_HELP, CONSTRAINT_NAMES, constraintOf } from '../src/grammar/constraint.js';
import { workFolder } from './cli.js';

const files = workFolder();

const made = (text: string) => {
  const { name, parameters } = constraintOf(text).value;
  return { name, parameters };
};

function refusal(text: string): string {
  try {
    constraintOf(text);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidArgumentError);
    return (error as Error).message;
  }
  return expect.fail(`${text} made a set`);
}

test('every set of the library has its name, but those made of functions', () => {
  const sets = Object.keys(constraints).filter((name) => !['custom', 'sublevelSet'].includes(name));
  expect(CONSTRAINT_NAMES).toEqual(sets.sort());
  for (const name of CONSTRAINT_NAMES) expect(CONSTRAINT_HELP).toContain(name);
});

test('the help is no wider than a terminal', () => {
  for (const line of CONSTRAINT_HELP.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

const GROUPS = { groups: [[0, 1], [2]], count: 1 };

test.each<[string, string, object]>([
  ['wholeSpace', 'wholeSpace', {}],
  ['sparse:4', 'sparse', { sparsity: 4 }],
  ['l1Ball:1e-3', 'l1Ball', { radius: 0.001 }],
  ['box:lower=-1,upper=2.5', 'box', { lower: -1, upper: 2.5 }],
  ['box: upper = 2, lower = 1', 'box', { lower: 1, upper: 2 }],
  ['box:-1,Infinity', 'box', { lower: -1, upper: Infinity }],
  ['"sparse:4"', 'sparse', { sparsity: 4 }],
  ['{"nonnegative":{}}', 'nonnegative', {}],
  [' {"l1Ball": 3} ', 'l1Ball', { radius: 3 }],
  [
    '{"box": {"lower": [0, "-Infinity"], "upper": "Infinity"}}',
    'box',
    { lower: [0, -Infinity], upper: Infinity },
  ],
  [JSON.stringify({ groupSparse: GROUPS }), 'groupSparse', GROUPS],
])('%s is a set', (text, name, parameters) => {
  expect(made(text)).toEqual({ name, parameters });
});

test('@ reads a file', () => {
  const path = files.write('set.json', JSON.stringify({ groupSparse: GROUPS }));
  expect(made(`@${path}`)).toEqual({ name: 'groupSparse', parameters: GROUPS });
  expect(made(`@${files.write('text.json', '"sparse:2"')}`).parameters).toEqual({ sparsity: 2 });
});

test('the spelling is kept for the model, of a file what it holds', () => {
  expect(constraintOf(' sparse:4 ').text).toBe('sparse:4');
  expect(constraintOf(`@${files.write('kept.json', '{ "sparse": 4 }\n')}`).text).toBe(
    '{"sparse":4}',
  );
});

test.each([
  ['spares:3', "No set has the name 'spares'. Did you mean 'sparse'?"],
  ['L1ball:3', "Did you mean 'l1Ball'?"],
  ['mergeDisconnected', '`relufit fit --help` lists the sets'],
  ['custom', '`relufit fit --help` lists the sets'],
  ['fit', '`relufit fit --help` lists the sets'],
  ['constructor', 'No set has the name'],
  ['{"spares": 3}', "Did you mean 'sparse'?"],
  ['{"sparse": 3, "l1Ball": 1}', '2 names in the place of one'],
  ['{}', '0 names in the place of one'],
  ['[1]', 'JSON that is no set'],
  ['{"sparse": 3', "Quote JSON from the shell: '{"],
])('%s is no set', (text, words) => {
  expect(refusal(text)).toContain(words);
  expect(refusal(text)).toContain('NAME:KEY=NUMBER');
});

test.each([
  ['sparse', 'sparse(sparsity): got undefined', 'NAME:NUMBER'],
  ['sparse:', "sparse: got ''", 'expected sparse:NUMBER'],
  ['sparse:0', 'sparse(sparsity): got 0', 'an integer of at least 1'],
  ['l1Ball:big', "l1Ball: got 'big'", 'expected l1Ball:NUMBER'],
  ['l1Ball:1,2', "l1Ball: got '1,2'", 'expected l1Ball:NUMBER'],
  ['box:1', "box: got '1'", 'expected box:LOWER,UPPER'],
  ['box:lower=0,upper', "box: got ''", 'box:KEY=NUMBER'],
  ['box:lower=0=1,upper=3', "box: got 'lower=0=1'", 'box:KEY=NUMBER'],
  ['box:=1,upper=3', "box: got '=1'", 'box:KEY=NUMBER'],
  ['box:lower=0,lower=1,upper=3', "box: got 'lower' twice", 'Leave one out'],
  ['box:lower=0,uper=1', "box: got unknown option 'uper'", 'lower, upper'],
  ['nonnegative:3', 'nonnegative takes no parameter', 'NAME, NAME:NUMBER'],
  ['{"nonnegative": [1]}', 'nonnegative takes no parameter', 'NAME, NAME:NUMBER'],
  ['{"sparse": "4"}', "sparse(sparsity): got '4'", 'an integer of at least 1'],
  ['{"groupSparse": {"groups": [[0], [0]], "count": 1}}', 'groups[1]: got index 0', 'once'],
])('%s does not fit its set', (text, ...words) => {
  for (const word of words) expect(refusal(text)).toContain(word);
});

test.each([
  ['/nowhere/set.json', 'no such file'],
  [files.path('.'), 'a folder'],
  [files.write('broken.json', '{'), 'text that is not JSON'],
])('a file that cannot be read: %s', (path, words) => {
  expect(() => constraintOf(`@${path}`)).toThrow(relufit.RelufitError);
  expect(() => constraintOf(`@${path}`)).toThrow(`--constraint @${path}: got ${words}`);
});

describe.runIf(CONSTRAINT_NAMES.includes('intersection'))('sets made of sets', () => {
  test.each([
    '{"intersection": ["nonnegative", {"l2Ball": 1}]}',
    '{"intersection": [{"box": {"lower": 0, "upper": 1}}, "l1Ball:3"]}',
    '{"intersection": ["nonnegative", {"translate": {"constraint": "l2Ball:1", "offset": [1]}}]}',
    '{"product": [{"constraint": "sparse:1", "size": 2}, {"constraint": "nonnegative", "size": 1}]}',
  ])('%s is a set', (text) => {
    expect(made(text).name).toBe(Object.keys(JSON.parse(text))[0]);
  });
});
