// P(v)_j = min(upper_j, max(0, v_j − τ)), with τ such that Σ P(v)_j = radius.
//
// Newton's method on the piecewise linear sum, inside a bracket: Cominetti, Mascarenhas, Silva, "A Newton's method for
// the continuous quadratic knapsack problem" (2014). τ = shift + δ is found again from the last one until it has no
// digits more, which keeps the result sharp however far v is outside.

import { agrees } from "../micro/agrees";

// A round leaves an error of the last digits of its own correction; the third has none left to find.
const ROUNDS: i32 = 4;
// Halvings of any bracket of numbers: more than there are exponents and digits.
const STEPS: i32 = 2200;

/** upper: d f64, positive, of sum ≥ radius > 0. scratch: d f64. */
export function projectCappedSimplexF64(v: usize, d: i32, scratch: usize, upper: usize, radius: f64): void {
  const bytes = (<usize>d) << 3;
  let sum: f64 = 0;
  let room: f64 = 0;
  let between = true;
  for (let k: usize = 0; k < bytes; k += 8) {
    const value = load<f64>(v + k);
    const cap = load<f64>(upper + k);
    sum += value;
    room += cap;
    between = between && value >= 0 && value <= cap;
  }
  if (between && agrees(sum, radius, d)) return;
  if (room <= radius) {
    memory.copy(v, upper, bytes);
    return;
  }
  let shift: f64 = 0;
  let delta: f64 = 0;
  let rounds = 0;
  // As if no bound were met.
  let start = (sum - radius) / <f64>d;
  do {
    shift += delta;
    for (let k: usize = 0; k < bytes; k += 8) store<f64>(scratch + k, load<f64>(v + k) - shift);
    delta = threshold(scratch, d, upper, radius, start);
    start = 0;
  } while (shift + delta != shift && ++rounds < ROUNDS);
  for (let k: usize = 0; k < bytes; k += 8) {
    store<f64>(v + k, min<f64>(load<f64>(upper + k), max<f64>(load<f64>(scratch + k) - delta, 0)));
  }
}

// δ with Σ min(upper_j, max(0, v_j − δ)) = radius.
function threshold(v: usize, d: i32, upper: usize, radius: f64, start: f64): f64 {
  const bytes = (<usize>d) << 3;
  let low = Infinity;
  let high = -Infinity;
  for (let k: usize = 0; k < bytes; k += 8) {
    const value = load<f64>(v + k);
    low = min(low, value - load<f64>(upper + k));
    high = max(high, value);
  }
  let delta = min(high, max(low, start));
  for (let step = 0; step < STEPS; step++) {
    let sum: f64 = 0;
    // The slopes of the sum to either side of δ.
    let before: i32 = 0;
    let after: i32 = 0;
    for (let k: usize = 0; k < bytes; k += 8) {
      const value = load<f64>(v + k) - delta;
      const cap = load<f64>(upper + k);
      sum += min<f64>(cap, max<f64>(value, 0));
      before += i32(value >= 0) & i32(value < cap);
      after += i32(value > 0) & i32(value <= cap);
    }
    const excess = sum - radius;
    if (agrees(sum, radius, d)) return after > 0 ? delta + excess / <f64>after : delta;
    let target: f64;
    if (excess > 0) {
      low = delta;
      target = after > 0 ? delta + excess / <f64>after : nextBreakpoint(v, bytes, upper, delta);
    } else {
      high = delta;
      target = before > 0 ? delta + excess / <f64>before : previousBreakpoint(v, bytes, delta);
    }
    // A step within the last digits of δ: the next round has finer ones.
    if (before > 0 && after > 0 && abs(target - delta) <= 2.0 ** -50 * abs(delta)) return target;
    // Newton's steps may creep up to a bracket's end: late ones take turns with halvings.
    if (!(target > low && target < high) || (step > 12 && (step & 1) == 1)) target = low / 2 + high / 2;
    // Caps that vanish beside v: what is linear is no wider than the last digit below `high`.
    if (!(target > low && target < high)) return high;
    delta = target;
  }
  return high;
}

// Where the sum is constant above δ: the lowest δ at which an entry comes off its cap.
function nextBreakpoint(v: usize, bytes: usize, upper: usize, delta: f64): f64 {
  let next = Infinity;
  for (let k: usize = 0; k < bytes; k += 8) {
    const breakpoint = load<f64>(v + k) - load<f64>(upper + k);
    next = min(next, breakpoint > delta ? breakpoint : Infinity);
  }
  return next;
}

// Where the sum is constant below δ: the highest δ at which an entry becomes 0.
function previousBreakpoint(v: usize, bytes: usize, delta: f64): f64 {
  let previous = -Infinity;
  for (let k: usize = 0; k < bytes; k += 8) {
    const breakpoint = load<f64>(v + k);
    previous = max(previous, breakpoint < delta ? breakpoint : -Infinity);
  }
  return previous;
}
