// The standard normal distribution, accurate in its tail.

/** φ(x) = e^(−x²/2)/√(2π), relative error about 4·2⁻⁵³ however far the tail. O(1). */
export function normalDensity(x: number): number {
  // Below the smallest number; and further out the second factor would overflow.
  if (Math.abs(x) > 39) return 0;
  // x² is rounded, and e^(−x²/2) would magnify that by x²/2. The square of 24 bits is exact.
  const short = Math.fround(x);
  return (
    (Math.exp(-0.5 * short * short) * Math.exp(-0.5 * (x - short) * (x + short))) /
    Math.sqrt(2 * Math.PI)
  );
}

/**
 * Q(x) = P(g > x) = ½ erfc(x/√2), relative error about 1e-15 for x ≥ 0, absolute for x < 0. O(1).
 *
 * Near 0 by the series ½ − φ(x) Σ x^(2k+1)/(2k+1)!!; further out by the trapezoidal rule, which for Q(x) = (x
 * φ(x)/√(2π)) ∫ e^(−u²/2)/(u² + x²) du converges like e^(−2π²/H²) once the pole at u = ix is taken off.
 *
 * @see D. B. Hunter, T. Regan, "A note on the evaluation of the complementary error function" (1972).
 */
export function normalTail(x: number): number {
  if (x < 0) return 1 - normalTail(-x);
  if (x < 0.5) {
    let term = x;
    let sum = x;
    for (let k = 3; term > sum * 2 ** -54; k += 2) {
      term *= (x * x) / k;
      sum += term;
    }
    return 0.5 - normalDensity(x) * sum;
  }
  const sum = tailSum(x);
  const turns = (2 * Math.PI * x) / H;
  // Further out than turns = (2π/H)² the line of integration has passed the pole.
  const pole = turns < ((2 * Math.PI) / H) ** 2 ? 1 / Math.expm1(turns) : 0;
  return (H * x * normalDensity(x) * sum) / Math.sqrt(2 * Math.PI) - pole;
}

// Σ e^(−u²/2)/(u² + x²) over the nodes.
function tailSum(x: number): number {
  let sum = 1 / (x * x);
  for (let k = 1; k < NODES; k++) {
    const u = k * H;
    sum += (2 * Math.exp(-0.5 * u * u)) / (u * u + x * x);
  }
  return sum;
}

// e^(−2π²/H²) = 3e-18, and nodes out to e^(−u²/2) = 1e-19.
const H = 0.7;
const NODES = 14;

/** E(g − t)₊ = φ(t) − t Q(t). */
export function meanExcess(t: number): number {
  return normalDensity(t) - t * normalTail(t);
}

/** E(g − t)₊² = (1 + t²) Q(t) − t φ(t). For large t digits cancel: relative error about t⁴·2⁻⁵³. */
export function meanSquareExcess(t: number): number {
  return (1 + t * t) * normalTail(t) - t * normalDensity(t);
}

/** λ(x) = φ(x)/Q(x), the hazard of the normal distribution: about x for large x, where both underflow. O(1). */
export function normalHazard(x: number): number {
  if (x < FAR) return normalDensity(x) / normalTail(x);
  return Math.sqrt(2 * Math.PI) / (H * x * tailSum(x));
}

/** log Q(x), relative error about 1e-15, however far out. O(1). */
export function logNormalTail(x: number): number {
  if (x < 0) return Math.log1p(-normalTail(-x));
  if (x < FAR) return Math.log(normalTail(x));
  return -0.5 * x * x - 0.5 * Math.log(2 * Math.PI) - Math.log(normalHazard(x));
}

// From here on normalTail takes no pole off: turns = 2πx/H is past (2π/H)².
const FAR = 9;
