/**
 * The number that would stand at `rank`, from 0 on, if the values were sorted upwards; reorders them. O(n) expected, by
 * quickselect with the median of three as pivot. NaN where a value is.
 *
 * @see C. A. R. Hoare, "Algorithm 65: Find" (1961).
 */
export function select(values: Float64Array, rank: number): number {
  // A NaN is on no side of a pivot, and would end the search anywhere.
  if (values.some(Number.isNaN)) return NaN;
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = medianOf(values[low], values[(low + high) >> 1], values[high]);
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      [values[i], values[j]] = [values[j], values[i]];
      i++;
      j--;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else return pivot;
  }
  return values[low];
}

const medianOf = (a: number, b: number, c: number): number =>
  Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
