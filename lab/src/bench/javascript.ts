// The honest opponent: the ReLU gradient as one would write it in plain JavaScript to win. Typed arrays, one function
// a precision so that V8 sees one type, four rows at a time with eight independent sums, one trip over X, rows with
// ψ = 0 left out, four active rows a pass over g, nothing allocated.
//
// Two functions with the same body on purpose: shared between Float32Array and Float64Array, V8 would compile it for
// both and be slower on each. They are made from one text, so that they cannot drift.

export interface JavaScriptProblem {
  readonly X: Float32Array | Float64Array;
  readonly y: Float32Array | Float64Array;
  readonly n: number;
  readonly d: number;
}

export type JavaScriptGradient = (
  problem: JavaScriptProblem,
  w: Float32Array | Float64Array,
  g: Float32Array | Float64Array,
) => number;

const body = `
  const { X, y, n, d } = problem;
  g.fill(0);
  let objective = 0;
  let queued = 0;
  const d4 = d - (d % 4);
  for (let i = 0; i < n; i += 4) {
    const rows = Math.min(4, n - i);
    const x0 = i * d;
    if (rows === 4) {
      const x1 = x0 + d, x2 = x1 + d, x3 = x2 + d;
      let a0 = 0, a1 = 0, a2 = 0, a3 = 0, b0 = 0, b1 = 0, b2 = 0, b3 = 0;
      let j = 0;
      for (; j + 1 < d; j += 2) {
        const u = w[j], v = w[j + 1];
        a0 += X[x0 + j] * u; b0 += X[x0 + j + 1] * v;
        a1 += X[x1 + j] * u; b1 += X[x1 + j + 1] * v;
        a2 += X[x2 + j] * u; b2 += X[x2 + j + 1] * v;
        a3 += X[x3 + j] * u; b3 += X[x3 + j + 1] * v;
      }
      if (j < d) {
        a0 += X[x0 + j] * w[j]; a1 += X[x1 + j] * w[j]; a2 += X[x2 + j] * w[j]; a3 += X[x3 + j] * w[j];
      }
      z[0] = a0 + b0; z[1] = a1 + b1; z[2] = a2 + b2; z[3] = a3 + b3;
    } else {
      for (let r = 0; r < rows; r++) {
        let a = 0;
        for (let j = 0; j < d; j++) a += X[x0 + r * d + j] * w[j];
        z[r] = a;
      }
    }
    for (let r = 0; r < rows; r++) {
      const residual = Math.max(0, z[r]) - y[i + r];
      objective += residual * residual;
      const psi = z[r] > 0 ? 2 * residual : z[r] < 0 ? 0 : residual;
      if (psi !== 0) { starts[queued] = x0 + r * d; weights[queued] = psi; queued++; }
    }
    if (queued >= 4) {
      const p0 = weights[0], p1 = weights[1], p2 = weights[2], p3 = weights[3];
      const s0 = starts[0], s1 = starts[1], s2 = starts[2], s3 = starts[3];
      let j = 0;
      for (; j < d4; j += 4) {
        g[j] += p0 * X[s0 + j] + p1 * X[s1 + j] + p2 * X[s2 + j] + p3 * X[s3 + j];
        g[j + 1] += p0 * X[s0 + j + 1] + p1 * X[s1 + j + 1] + p2 * X[s2 + j + 1] + p3 * X[s3 + j + 1];
        g[j + 2] += p0 * X[s0 + j + 2] + p1 * X[s1 + j + 2] + p2 * X[s2 + j + 2] + p3 * X[s3 + j + 2];
        g[j + 3] += p0 * X[s0 + j + 3] + p1 * X[s1 + j + 3] + p2 * X[s2 + j + 3] + p3 * X[s3 + j + 3];
      }
      for (; j < d; j++) g[j] += p0 * X[s0 + j] + p1 * X[s1 + j] + p2 * X[s2 + j] + p3 * X[s3 + j];
      for (let q = 4; q < queued; q++) { starts[q - 4] = starts[q]; weights[q - 4] = weights[q]; }
      queued -= 4;
    }
  }
  for (let q = 0; q < queued; q++) {
    const p = weights[q], s = starts[q];
    for (let j = 0; j < d; j++) g[j] += p * X[s + j];
  }
  for (let j = 0; j < d; j++) g[j] /= n;
  return objective / n;
`;

/** A fresh gradient function, compiled by V8 for the one precision it will see. */
export function javaScriptGradient(): JavaScriptGradient {
  const make = new Function(
    `const z = new Float64Array(4), weights = new Float64Array(8), starts = new Int32Array(8);
     return function gradient(problem, w, g) {${body}};`,
  );
  return make();
}

/**
 * The paper's projected gradient descent onto s-sparse vectors around any gradient: (w, iterations). It stops as `fit`
 * does with paperSchedule(): where the next step is at most `tolerance` of the larger of both iterates.
 */
export function javaScriptFit(
  gradient: (w: Float32Array | Float64Array, g: Float32Array | Float64Array) => unknown,
  { X, d }: JavaScriptProblem,
  options: {
    readonly sparsity: number;
    readonly maxIterations: number;
    readonly tolerance: number;
  },
): { w: Float32Array | Float64Array; iterations: number } {
  const { sparsity, maxIterations, tolerance } = options;
  const Type = X instanceof Float32Array ? Float32Array : Float64Array;
  let w = new Type(d);
  let next = new Type(d);
  const g = new Type(d);
  const magnitudes = new Type(d);
  let norm = 0;
  for (let t = 0; ; t++) {
    gradient(w, g);
    const mu = t === 0 ? 2 : 1;
    for (let j = 0; j < d; j++) {
      next[j] = w[j] - mu * g[j];
      magnitudes[j] = Math.abs(next[j]);
    }
    // A typed array sorts numbers natively: the quickest selection in a line of JavaScript.
    const threshold = magnitudes.sort()[d - sparsity];
    let moved = 0;
    let nextNorm = 0;
    for (let j = 0; j < d; j++) {
      if (Math.abs(next[j]) < threshold) next[j] = 0;
      moved += (next[j] - w[j]) ** 2;
      nextNorm += next[j] ** 2;
    }
    const size = Math.sqrt(Math.max(norm, nextNorm));
    if (t >= maxIterations || (tolerance > 0 && Math.sqrt(moved) <= tolerance * size)) {
      return { w, iterations: t };
    }
    [w, next] = [next, w];
    norm = nextNorm;
  }
}

/** Standard normals as one writes them in plain JavaScript: Math.random and both values of Box and Muller (1958). */
export function fillBoxMuller(out: Float32Array | Float64Array): void {
  for (let k = 0; k < out.length; k += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - Math.random()));
    const angle = 2 * Math.PI * Math.random();
    out[k] = radius * Math.cos(angle);
    if (k + 1 < out.length) out[k + 1] = radius * Math.sin(angle);
  }
}
