import { InvalidArgumentError } from 'commander';
import {
  box,
  type Constraint,
  l1Ball,
  l2Ball,
  linfBall,
  nonnegative,
  sparse,
  wholeSpace,
} from 'relufit';
import { numberIn, refuse } from './refuse.js';

/** The sets as the command line names them. */
export const CONSTRAINTS =
  'wholeSpace | sparse:S | l1Ball:R | l2Ball:R | linfBall:R | box:LOWER,UPPER | nonnegative';

export function constraintOf(text: string): Constraint {
  const [name, ...rest] = text.split(':');
  const values = rest.length === 0 ? [] : rest.join(':').split(',').map(numberIn);
  const [first, second] = values;
  const factory = FACTORIES.get(name);
  const wanted = name === 'box' ? 2 : PLAIN.has(name) ? 0 : 1;
  if (factory === undefined || values.length !== wanted || values.some(Number.isNaN)) {
    throw new InvalidArgumentError(`Expected one of ${CONSTRAINTS}.`);
  }
  return refuse(() => factory(first, second));
}

const PLAIN: ReadonlySet<string> = new Set(['wholeSpace', 'nonnegative']);

const FACTORIES = new Map<string, (first: number, second: number) => Constraint>([
  ['wholeSpace', () => wholeSpace()],
  ['sparse', (count) => sparse(count)],
  ['l1Ball', (radius) => l1Ball(radius)],
  ['l2Ball', (radius) => l2Ball(radius)],
  ['linfBall', (radius) => linfBall(radius)],
  ['box', (lower, upper) => box({ lower, upper })],
  ['nonnegative', () => nonnegative()],
]);
