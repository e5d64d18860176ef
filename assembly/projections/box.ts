// P(v)_j = min(upper_j, max(lower_j, v_j)).

import { lanes } from "../micro/lanes";

/** lower, upper: d elements of T each, lower ≤ upper; infinite where there is no bound. */
export function projectBox<T>(v: usize, d: i32, scratch: usize, lower: usize, upper: usize): void {
  let j = 0;
  for (; j + lanes<T>() <= d; j += lanes<T>()) {
    v128.store(v, v128.min<T>(v128.load(upper), v128.max<T>(v128.load(lower), v128.load(v))));
    v += 16;
    lower += 16;
    upper += 16;
  }
  for (; j < d; j++) {
    store<T>(v, min<T>(load<T>(upper), max<T>(load<T>(lower), load<T>(v))));
    v += sizeof<T>();
    lower += sizeof<T>();
    upper += sizeof<T>();
  }
}
