// A place of the benchmark: contestants checked against the first of them, then run in turns.

import { type Contestant, inTurns, spreadOf } from '../lab/src/bench/turns.js';
import type { Stage } from './stage.js';

export interface Checked extends Contestant {
  /** What the first contestant's answer is compared with; absent for what has none, such as a limit of the machine. */
  readonly answer?: () => ArrayLike<number> | Promise<ArrayLike<number>>;
  /** What else is to be known of it. */
  readonly remark?: () => string;
  readonly dispose?: () => unknown;
}

export interface Place {
  readonly group: string;
  readonly name: string;
  readonly shape: string;
  readonly items?: number;
  /** On the largest entry of the first answer. */
  readonly tolerance?: number;
}

/** Refuses those with a wrong answer, times the others and gives back what they hold. */
export async function compare(
  stage: Stage,
  { tolerance = 0, items, ...where }: Place,
  contestants: readonly Checked[],
): Promise<void> {
  const correct: Checked[] = [contestants[0]];
  const expected = await contestants[0].answer?.();
  for (const contestant of contestants.slice(1)) {
    const answer = expected && (await contestant.answer?.());
    const error = expected && answer ? largestDifference(expected, answer) : 0;
    if (error <= tolerance) correct.push(contestant);
    else {
      stage.note(
        `${where.name}, ${where.shape}: ${contestant.name} is refused, its answer differs by ` +
          `${error.toExponential(1)}, expected at most ${tolerance.toExponential(1)}.`,
      );
    }
  }
  const timed = await inTurns(correct, stage.pace);
  for (const { dispose } of contestants) await dispose?.();
  stage.emit(
    timed.map(({ name, times, iterations }, k) => ({
      ...where,
      engine: name,
      ...spreadOf(times, timed[0].times),
      iterations,
      ...(items === undefined ? {} : { items }),
      ...(correct[k].remark ? { remark: correct[k].remark() } : {}),
      processes: 1,
      turns: { times, first: timed[0].times },
    })),
  );
}

/** max |a − b| as a part of max |a|; infinite where one is not a number or has another length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let difference = 0;
  let largest = 0;
  for (let j = 0; j < a.length; j++) {
    const here = Math.abs(a[j] - b[j]);
    if (!Number.isFinite(here)) return Infinity;
    difference = Math.max(difference, here);
    largest = Math.max(largest, Math.abs(a[j]));
  }
  return difference / (largest || 1);
}
