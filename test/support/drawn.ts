import { type PlantedOptions, plantedProblem } from '../../src/index.js';

/** A planted problem, y as a list. */
export function drawn(options: PlantedOptions) {
  const { X, y, planted } = plantedProblem(options);
  return { X, y: Array.from(y), planted };
}

/** The rows of X as lists. */
export const rowsOf = ({ data, rows, columns }: ReturnType<typeof drawn>['X']): number[][] =>
  Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
