// P(v)_j = sgn(v_j) min(|v_j|, μ_g): each group is cut at the μ_g ≥ 0 that takes θ off it, Σ max(|v_j| − μ_g, 0) = θ, or
// is 0 where ‖v_g‖₁ ≤ θ, with the θ that makes Σ μ_g = radius; or v itself inside the ball.
//
// For given θ, μ_g is the largest of 0 and (Σ_{j ∈ A} |v_j| − θ)/|A| over the sets A ⊂ g. A step takes for A the entries
// above the present μ_g, which makes none of these quotients smaller, and then the θ with which they sum to the radius:
// θ grows with each step, and where it does not it is right. In its place stands σ = max_g ‖v_g‖₁ − θ: by it the result
// is sharp however far v is outside.

const OFF: f64 = -1;

/** radius > 0. scratch: 32 d bytes. */
export function projectL1InfBallF64(
  v: usize, d: i32, scratch: usize, offsets: usize, indices: usize, count: i32, radius: f64,
): void {
  const bytes = (<usize>count) << 3;
  // |v| group by group; then for each group μ_g, Σ_A |v_j| less the largest ‖v_g‖₁, and |A|.
  const magnitudes = scratch;
  const caps = magnitudes + ((<usize>d) << 3);
  const gaps = caps + bytes;
  const sizes = gaps + bytes;

  for (let i: usize = 0; i < <usize>d; i++) {
    store<f64>(magnitudes + (i << 3), abs(load<f64>(v + ((<usize>load<i32>(indices + (i << 2))) << 3))));
  }
  let norm: f64 = 0;
  let most: f64 = 0;
  let p = magnitudes;
  for (let g: usize = 0; g < <usize>count; g++) {
    const end = magnitudes + ((<usize>load<i32>(offsets + (g << 2), 4)) << 3);
    norm += largest(p, end);
    let sum: f64 = 0;
    for (; p < end; p += 8) sum += load<f64>(p);
    most = max(most, sum);
    store<f64>(caps + (g << 3), Infinity);
  }
  if (norm <= radius) return;

  let sigma: f64 = Infinity;
  for (;;) {
    let sums: f64 = 0;
    let slope: f64 = 0;
    p = magnitudes;
    for (let g: usize = 0; g < <usize>count; g++) {
      const begin = p;
      const end = magnitudes + ((<usize>load<i32>(offsets + (g << 2), 4)) << 3);
      const cap = load<f64>(caps + (g << 3));
      if (cap == OFF) {
        p = end;
        continue;
      }
      let sum: f64 = 0;
      let size: f64 = 0;
      for (; p < end; p += 8) {
        const magnitude = load<f64>(p);
        if (magnitude > cap) {
          sum += magnitude;
          size += 1;
        }
      }
      if (size == 0) {
        // The largest entry alone, as in the first step.
        sum = largest(begin, end);
        size = 1;
      }
      const gap = sum - most;
      store<f64>(gaps + (g << 3), gap);
      store<f64>(sizes + (g << 3), size);
      if (gap + sigma <= 0) {
        // ‖v_g‖₁ ≤ θ, and stays so.
        store<f64>(caps + (g << 3), OFF);
        continue;
      }
      sums += gap / size;
      slope += 1 / size;
    }
    const next = (radius - sums) / slope;
    if (!(next < sigma)) break;
    sigma = next;
    for (let g: usize = 0; g < <usize>count; g++) {
      if (load<f64>(caps + (g << 3)) == OFF) continue;
      const cap = (load<f64>(gaps + (g << 3)) + sigma) / load<f64>(sizes + (g << 3));
      store<f64>(caps + (g << 3), max<f64>(cap, 0));
    }
  }
  for (let g: usize = 0; g < <usize>count; g++) {
    const cap = max<f64>(load<f64>(caps + (g << 3)), 0);
    const end = indices + ((<usize>load<i32>(offsets + (g << 2), 4)) << 2);
    for (let q = indices + ((<usize>load<i32>(offsets + (g << 2))) << 2); q < end; q += 4) {
      const entry = v + ((<usize>load<i32>(q)) << 3);
      const value = load<f64>(entry);
      // Adding 0 makes no −0.
      if (abs(value) > cap) store<f64>(entry, copysign(cap, value) + 0);
    }
  }
}

function largest(begin: usize, end: usize): f64 {
  let most: f64 = 0;
  for (let p = begin; p < end; p += 8) most = max(most, load<f64>(p));
  return most;
}
