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

/** All ones in the lanes before `count`. */
// @ts-ignore: decorator
@inline
export function lanesBefore<T>(count: i32): v128 {
  if (sizeof<T>() == 4) return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
  return i64x2.lt_s(i64x2(0, 1), i64x2.splat(<i64>count));
}

/** The largest of the lanes; NaN where one is. */
// @ts-ignore: decorator
@inline
export function largestLane<T>(v: v128): f64 {
  if (sizeof<T>() == 8) return max(f64x2.extract_lane(v, 0), f64x2.extract_lane(v, 1));
  return <f64>max(
    max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}
