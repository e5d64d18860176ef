// The same binary varies by half between processes: medians are taken over the turns of several.

import { spreadOf } from '../lab/src/bench/turns.js';
import { placeOf, type Row } from './result.js';

/** One row for those of the same place and engine in several processes, over all of their turns. */
export function pooled(runs: readonly (readonly Row[])[]): Row[] {
  const found = new Map<string, Row[]>();
  for (const row of runs.flat()) {
    const key = `${placeOf(row)}, ${row.engine}`;
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return Array.from(found.values(), (rows) => {
    const times = rows.flatMap(({ turns }) => turns?.times ?? []);
    const first = rows.flatMap(({ turns }) => turns?.first ?? []);
    return {
      ...rows[0],
      ...spreadOf(times, first),
      iterations: rows.reduce((sum, { iterations }) => sum + iterations, 0),
      processes: rows.length,
      turns: { times, first },
    };
  });
}
