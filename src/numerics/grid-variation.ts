// Total variation of a matrix, Σ |w_{i,j+1} − w_{i,j}| + Σ |w_{i+1,j} − w_{i,j}|, and the nearest matrix with less of it.
//
// Numbers stand in a frame of one row and one column of others, so that each has four neighbours; `region` tells which of
// them count. A flow u along each edge, |u_e| ≤ λ, makes of v the numbers x = v − Dᵀu.

const OUTSIDE = -1;
const ROUNDING = 2 ** -50;
// Where numbers are about 1, less of λ makes no difference.
const RESOLUTION = 2 ** -56;

/** Of a grid at λ: the matrix, its variation, how fast that falls with λ, and a bound on the distance to the minimum. */
interface Denoised {
  readonly lambda: number;
  readonly w: Float64Array;
  readonly variation: number;
  readonly slope: number;
  readonly error: number;
}

/** Σ |w_{i,j+1} − w_{i,j}| + Σ |w_{i+1,j} − w_{i,j}|. */
export function gridVariation(w: ArrayLike<number>, columns: number): number {
  let sum = 0;
  for (let i = 0; i < w.length; i++) {
    if ((i + 1) % columns !== 0) sum += Math.abs(w[i + 1] - w[i]);
    if (i + columns < w.length) sum += Math.abs(w[i + columns] - w[i]);
  }
  return sum;
}

/**
 * argmin ½‖w − v‖² + λ TV(w) for one λ after the other, each from the flow of the last one.
 *
 * By maximal flows (Chambolle, Darbon 2009): in a region, numbers above its mean send what they have too much to those
 * below. Where all of it arrives the region is one number. Where not, the edges to those that can send no more are full,
 * the region falls apart there, and its parts go on by themselves. Finitely many steps, exact but for rounding.
 */
export function gridDenoiser(v: ArrayLike<number>, columns: number) {
  const d = v.length;
  const rows = d / columns;
  const stride = columns + 1;
  const size = (rows + 2) * stride + 1;
  const place = (i: number) => (1 + Math.floor(i / columns)) * stride + (i % columns) + 1;
  const places = Int32Array.from({ length: d }, (_, i) => place(i));
  // Along edges to the right and down, by the place where they begin.
  const flow = [new Float64Array(size), new Float64Array(size)];
  const x = new Float64Array(size);
  const region = new Int32Array(size);
  const distance = new Int32Array(size);
  const queue = new Int32Array(d);
  // The places of a region stand together.
  const order = new Int32Array(d);
  // The four ways from a place: where to, along which edges, at which of its ends, in which direction.
  const ways = [
    { step: 1, edge: flow[0], from: 0, sign: 1 },
    { step: -1, edge: flow[0], from: -1, sign: -1 },
    { step: stride, edge: flow[1], from: 0, sign: 1 },
    { step: -stride, edge: flow[1], from: -stride, sign: -1 },
  ];

  function reset(lambda: number): void {
    region.fill(OUTSIDE);
    order.set(places);
    for (let i = 0; i < d; i++) {
      region[places[i]] = 0;
      x[places[i]] = v[i];
    }
    for (const { step, edge, sign } of ways) {
      if (sign < 0) continue;
      for (const p of places) {
        edge[p] = Math.min(lambda, Math.max(-lambda, edge[p]));
        x[p] -= edge[p];
        x[p + step] += edge[p];
      }
    }
  }

  // How many edges of a shortest way from each number of a region to one below the mean, −1 where all ways are full.
  // Answers how many such ways there are; they stand in the queue by distance.
  function search(begin: number, end: number, low: number, most: number): number {
    let count = 0;
    for (let k = begin; k < end; k++) {
      const p = order[k];
      distance[p] = x[p] < low ? 0 : -1;
      if (distance[p] === 0) queue[count++] = p;
    }
    for (let k = 0; k < count; k++) {
      const p = queue[k];
      for (const { step, edge, from, sign } of ways) {
        const q = p + step;
        // What comes to p from q is against what goes from p to q.
        if (region[q] !== region[p] || distance[q] >= 0) continue;
        if (!(-sign * edge[p + from] < most)) continue;
        distance[q] = distance[p] + 1;
        queue[count++] = q;
      }
    }
    return count;
  }

  // Sends all that can be sent to where it is missing. Is something left?
  function settle(begin: number, end: number, mean: number, lambda: number, noise: number) {
    const most = lambda * (1 - ROUNDING);

    for (;;) {
      const count = search(begin, end, mean - noise, most);
      if (count === 0) return false;
      let left = false;
      let moves = false;
      for (let k = begin; k < end; k++) {
        const p = order[k];
        if (!(x[p] > mean + noise)) continue;
        if (distance[p] < 0) left = true;
        else moves = true;
      }
      if (!moves) return left;
      // From the farthest on: each number hands over what the ones behind it have sent.
      for (let k = count - 1; k >= 0; k--) {
        const p = queue[k];
        if (distance[p] === 0) break;
        for (const { step, edge, from, sign } of ways) {
          const more = x[p] - mean;
          if (!(more > 0)) break;
          const q = p + step;
          if (region[q] !== region[p] || distance[q] !== distance[p] - 1) continue;
          const sent = Math.min(more, lambda - sign * edge[p + from]);
          if (!(sent > 0)) continue;
          edge[p + from] += sign * sent;
          x[p] -= sent;
          x[q] += sent;
        }
      }
    }
  }

  function at(lambda: number): Denoised {
    reset(lambda);
    const noise = 2 ** -46 * (largest(v) + lambda);
    const w = new Float64Array(size);
    let regions = 1;
    const open = [[0, d]];
    const whole: [number, number][] = [];
    for (let next = open.pop(); next; next = open.pop()) {
      const [begin, end] = next;
      let mean = 0;
      for (let k = begin; k < end; k++) mean += (x[order[k]] - mean) / (k - begin + 1);
      if (end - begin === 1 || !settle(begin, end, mean, lambda, noise)) {
        whole.push([begin, end]);
        continue;
      }
      // Out of the region with all that could send no more; the edges between are full.
      const all = order.slice(begin, end);
      const above = all.filter((p) => distance[p] < 0);
      const mine = region[all[0]];
      const other = regions++;
      for (const p of above) region[p] = other;
      for (const p of above) {
        for (const { step, edge, from, sign } of ways) {
          if (region[p + step] === mine) edge[p + from] = sign * lambda;
        }
      }
      // Each connected part of both is a region.
      let fill = begin;
      for (const p of all) {
        if (region[p] !== mine && region[p] !== other) continue;
        const was = region[p];
        const id = regions++;
        const start = fill;
        region[p] = id;
        order[fill++] = p;
        for (let k = start; k < fill; k++) {
          for (const { step } of ways) {
            const q = order[k] + step;
            if (region[q] !== was) continue;
            region[q] = id;
            order[fill++] = q;
          }
        }
        open.push([start, fill]);
      }
    }
    return evaluated(w, whole, lambda);
  }

  // The regions' means as the full edges shift them, and what the flow proves of them.
  function evaluated(w: Float64Array, whole: [number, number][], lambda: number): Denoised {
    const numbers = new Float64Array(size);
    for (let i = 0; i < d; i++) numbers[places[i]] = v[i];
    let slope = 0;
    for (const [begin, end] of whole) {
      let mean = 0;
      let pull = 0;
      for (let k = begin; k < end; k++) {
        const p = order[k];
        mean += (numbers[p] - mean) / (k - begin + 1);
        for (const { step, edge, from, sign } of ways) {
          const outside = region[p + step] !== region[p] && region[p + step] !== OUTSIDE;
          if (outside) pull -= sign * Math.sign(edge[p + from]);
        }
      }
      const count = end - begin;
      slope += pull * (pull / count);
      for (let k = begin; k < end; k++) w[order[k]] = mean + (pull / count) * lambda;
    }
    // ‖w − w*‖² ≤ ‖w − x‖² + 2 (λ TV(w) − ⟨u, Dw⟩), by duality; x anew, from the flow alone.
    reset(lambda);
    let variation = 0;
    let gap = 0;
    let squares = 0;
    for (const p of places) {
      squares += (w[p] - x[p]) ** 2;
      for (const { step, edge, sign } of ways) {
        if (sign < 0 || region[p + step] === OUTSIDE) continue;
        const jump = w[p + step] - w[p];
        variation += Math.abs(jump);
        gap += lambda * Math.abs(jump) + edge[p] * jump;
      }
    }
    const result = Float64Array.from(places, (p) => w[p]);
    const error = Math.sqrt(squares + 2 * Math.max(gap, 0));
    return { lambda, w: result, variation, slope, error };
  }

  return at;
}

/**
 * The nearest matrix to v of a smaller variation, and a bound on its distance to the exact one.
 *
 * The variation falls with λ, linearly while the regions stay the same: Newton's method, kept in a bracket.
 */
export function nearestOfVariation(v: ArrayLike<number>, columns: number, radius: number) {
  // Less the mean and over the largest of the rest, so that a large constant takes no digits and no square is too large.
  const d = v.length;
  const origin = v[0] + meanOf(v, v[0]);
  const size = largest(Float64Array.from(v, (x) => x - origin));
  const shape = Float64Array.from(v, (x) => (x - origin) / size);
  const at = gridDenoiser(shape, columns);
  const start = gridVariation(shape, columns);
  // Of less than that nothing is left beside the rounding of v.
  const target = Math.max(radius / size, 2 ** -46 * start);
  let [below, above] = [0, Infinity];
  let lambda = Math.max((start / d) * Math.log(start / target), RESOLUTION);
  let best: Denoised;
  let outside: Denoised | undefined;
  for (let steps = 1; ; steps++) {
    best = at(lambda);
    if (best.variation > target) [below, outside] = [lambda, best];
    else above = lambda;
    if (Math.abs(best.variation - target) <= 2 ** -48 * (target + start)) break;
    const tangent = ({ lambda, variation, slope }: Denoised) =>
      lambda + (variation - target) / slope;
    const guesses = [
      // As if it fell exponentially, as far from the target it does.
      lambda + (best.variation / best.slope) * Math.log(best.variation / target),
      tangent(best),
      outside ? tangent(outside) : NaN,
    ].slice(best.variation > 2 * target ? 0 : 1);
    const middle = Math.min(2 * below, below / 2 + above / 2) || above / 2;
    const next = steps % 4 > 0 && guesses.find((guess) => guess > below && guess < above);
    lambda = next || middle;
    if (above - below <= RESOLUTION || !(lambda > below && lambda < above)) break;
  }
  const center = meanOf(best.w, 0);
  const share = best.variation > 0 ? radius / size / best.variation : 1;
  const w = best.w.map((x) => origin + (x - center) * share * size);
  const error = (best.error + Math.sqrt(d) * Math.abs(best.variation - target)) * size;
  return { w, error };
}

// The mean of v less origin; that of equals is exact.
function meanOf(v: ArrayLike<number>, origin: number): number {
  let mean = 0;
  for (let i = 0; i < v.length; i++) mean += (v[i] - origin - mean) / (i + 1);
  return mean;
}

function largest(v: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < v.length; i++) most = Math.max(most, Math.abs(v[i]));
  return most;
}
