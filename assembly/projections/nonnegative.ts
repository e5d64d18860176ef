// P(v)_j = max(0, v_j).

import { lanes } from "../micro/lanes";

export function projectNonnegative<T>(v: usize, d: i32, scratch: usize): void {
  const zero = v128.splat<T>(<T>0);
  let j = 0;
  for (; j + lanes<T>() <= d; j += lanes<T>()) {
    v128.store(v, v128.max<T>(v128.load(v), zero));
    v += 16;
  }
  for (; j < d; j++) {
    store<T>(v, max<T>(load<T>(v), <T>0));
    v += sizeof<T>();
  }
}
