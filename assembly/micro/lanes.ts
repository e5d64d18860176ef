// What a v128 holds of T, and how its lanes come together.

/** Elements of T in one vector: 4 of f32, 2 of f64. */
// @ts-ignore: decorator
@inline
export function lanes<T>(): i32 {
  return 16 / sizeof<T>();
}

/** Σ of the lanes, pairwise, so that the order of the sum is the same for every caller. */
// @ts-ignore: decorator
@inline
export function sumLanes<T>(v: v128): T {
  if (sizeof<T>() == 4) {
    return <T>(
      (f32x4.extract_lane(v, 0) +
        f32x4.extract_lane(v, 1) +
        (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3)))
    );
  }
  return <T>(f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1));
}
