/** Trials by their runs: [first, count], in order and apart. */
export type Ran = readonly (readonly [number, number])[];

/** Runs of trials, in any order, as the fewest that they make together; undefined where a trial is in two of them. */
export function joinedRuns(runs: Ran): Ran | undefined {
  const joined: [number, number][] = [];
  for (const [first, count] of [...runs].sort(([a], [b]) => a - b)) {
    const last = joined[joined.length - 1];
    if (last === undefined || first > last[0] + last[1]) joined.push([first, count]);
    else if (first === last[0] + last[1]) last[1] += count;
    else return undefined;
  }
  return joined;
}
