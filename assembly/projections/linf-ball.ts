// P(v)_j = min(radius, max(−radius, v_j)).

import { lanes } from "../micro/lanes";

export function projectLinfBall<T>(v: usize, d: i32, scratch: usize, radius: T): void {
  const high = v128.splat<T>(radius);
  const low = v128.splat<T>(-radius);
  let j = 0;
  for (; j + lanes<T>() <= d; j += lanes<T>()) {
    v128.store(v, v128.min<T>(high, v128.max<T>(low, v128.load(v))));
    v += 16;
  }
  for (; j < d; j++) {
    store<T>(v, min<T>(radius, max<T>(-radius, load<T>(v))));
    v += sizeof<T>();
  }
}
