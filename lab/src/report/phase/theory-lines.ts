// What theory says of n, line by line: δ and, for the ReLU, 2δ.

import type { PhaseLine } from 'relufit';
import { theoryName } from './view.js';

export interface TheoryPoint {
  readonly line: PhaseLine;
  readonly name: 'δ' | '2δ';
  readonly n: number;
}

/** δ of each line, and 2δ where that is another number. */
export function theoryPoints(lines: readonly PhaseLine[]): TheoryPoint[] {
  return lines.flatMap((line) => {
    if (line.theory === null) return [];
    const { statisticalDimension: n, requiredSamples } = line.theory;
    const delta = { line, name: 'δ', n } as const;
    const twice = { line, name: '2δ', n: requiredSamples } as const;
    return theoryName(line.theory) === '2δ' ? [delta, twice] : [delta];
  });
}

/** Names for the tops of the lines δ and 2δ, of which the first has none where they are so close that names would meet. */
export function topNames<T extends { readonly name: 'δ' | '2δ'; readonly at: number }>(
  tops: readonly T[],
  apart: number,
): T[] {
  return tops.filter(
    ({ name, at }) =>
      name === '2δ' ||
      !tops.some((other) => other.name === '2δ' && Math.abs(other.at - at) < apart),
  );
}
