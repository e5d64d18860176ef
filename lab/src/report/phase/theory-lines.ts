// What theory says of n, line by line: δ and, for the ReLU, 2δ, or δ/P where y is cut off.

import type { PhaseLine } from 'relufit';
import { THEORY_NAMES, type TheoryName, theoryName } from './view.js';

export interface TheoryPoint {
  readonly line: PhaseLine;
  readonly name: TheoryName;
  readonly n: number;
}

/** δ of each line, and 2δ or δ/P where that is another number. */
export function theoryPoints(lines: readonly PhaseLine[]): TheoryPoint[] {
  return lines.flatMap((line) => {
    if (line.theory === null) return [];
    const { statisticalDimension: n, requiredSamples } = line.theory;
    const delta = { line, name: 'δ', n } as const;
    const name = theoryName(line.theory);
    return name === 'δ' ? [delta] : [delta, { line, name, n: requiredSamples }];
  });
}

/** Of all lines: none without theory, else 'δ' first. */
export function theoryNames(lines: readonly PhaseLine[]): TheoryName[] {
  const names = new Set(theoryPoints(lines).map(({ name }) => name));
  return THEORY_NAMES.filter((name) => names.has(name));
}

/** Names for the tops of the lines δ and 2δ (δ/P), of which the first has none where they are so close that names would meet. */
export function topNames<T extends { readonly name: TheoryName; readonly at: number }>(
  tops: readonly T[],
  apart: number,
): T[] {
  return tops.filter(
    ({ name, at }) =>
      name !== 'δ' || !tops.some((other) => other.name !== 'δ' && Math.abs(other.at - at) < apart),
  );
}
