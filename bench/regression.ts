// What got worse between two runs of the bench. Ratios are compared, never times: a ratio is of two contestants of the
// same turns, and what slows the machine slows both.

import { isOurs, placeOf, places, type Result, type Row } from './result.js';

export interface Regression {
  readonly place: string;
  readonly engine: string;
  /** Time over ours in the baseline and now; of our own engines, over our first. */
  readonly before: number;
  readonly now: number;
  /** How much worse: 0.2 where ours takes 20 % more of the other's time. */
  readonly worse: number;
  /** What the spread of both runs and the margin allow. */
  readonly allowed: number;
}

export interface Comparison {
  readonly compared: number;
  readonly regressions: readonly Regression[];
  /** What could not be compared, and why. */
  readonly notes: readonly string[];
}

/** Beyond the spread. */
export const MARGIN = 0.15;

export function compareResults(baseline: Result, current: Result): Comparison {
  const notes: string[] = [];
  const regressions: Regression[] = [];
  let compared = 0;
  const { cpu, cores } = baseline.machine;
  if (cpu !== current.machine.cpu || cores !== current.machine.cores) {
    notes.push(
      `the baseline is of another machine (${cpu}, ${cores} cores): its ratios may be others`,
    );
  }
  const changed = changedVersions(baseline, current);
  for (const name of changed) notes.push(`${name} has another version and is not compared`);
  const now = new Map(current.rows.map((row) => [keyOf(row), row]));
  const measured = new Set(current.rows.map(({ group }) => group));
  for (const rows of places(baseline.rows).values()) {
    // A place of the machine's limits alone says nothing of ours.
    if (!isOurs(rows[0])) continue;
    for (const row of rows.slice(1)) {
      const found = now.get(keyOf(row));
      if (changed.has(row.engine) || !measured.has(row.group)) continue;
      if (found === undefined) {
        notes.push(`${placeOf(row)}: ${row.engine} is in the baseline alone`);
        continue;
      }
      compared++;
      const worse = (isOurs(row) ? found.ratio / row.ratio : row.ratio / found.ratio) - 1;
      const allowed = MARGIN + Math.max(spread(row), spread(found));
      if (worse > allowed) {
        const { engine, ratio: before } = row;
        regressions.push({
          place: placeOf(row),
          engine,
          before,
          now: found.ratio,
          worse,
          allowed,
        });
      }
    }
  }
  return { compared, regressions, notes };
}

const keyOf = (row: Row): string => `${placeOf(row)}, ${row.engine}`;

// Half of the way between the percentiles, as a part of the ratio.
const spread = ({ ratio, ratioP10, ratioP90 }: Row): number => (ratioP90 - ratioP10) / (2 * ratio);

/** Opponents that both runs have in different versions; relufit's own and Node's may differ, they are what is judged. */
function changedVersions({ versions: before }: Result, { versions: now }: Result): Set<string> {
  const others = Object.keys(before).filter((name) => !['relufit', 'node', 'v8'].includes(name));
  return new Set(others.filter((name) => now[name] !== undefined && now[name] !== before[name]));
}
