/** The name a user most likely meant: the fewest edits, if they are few enough to be a slip. */
export function nearest(wanted: string, names: readonly string[]): string | undefined {
  const budget = Math.min(wanted.length - 1, Math.ceil(wanted.length / 3));
  let best: string | undefined;
  let fewest = budget + 1;
  for (const name of names) {
    // As many edits as that at least.
    if (Math.abs(wanted.length - name.length) >= fewest) continue;
    // Another case is the commonest slip and no edit at all.
    const count = edits(wanted.toLowerCase(), name.toLowerCase());
    if (count < fewest) {
      fewest = count;
      best = name;
    }
  }
  return best;
}

/** Levenshtein's distance, one row of the table at a time. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}

/** Names as a message lists them: never a page long. */
export function listed(names: readonly string[], most = 12): string {
  const shown = names.slice(0, most).map((name) => `'${name}'`);
  if (names.length > most) shown.push(`and ${names.length - most} more`);
  return shown.join(', ');
}
