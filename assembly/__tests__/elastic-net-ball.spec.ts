import { projectElasticNetBallF64 } from "../projections/elastic-net-ball";
import { array, bytes, distance, get, intact, list, reset, set, unit } from "./support/memory";
import { KINDS, l1, linf, vector } from "./support/projection";

function project(v: usize, d: i32, mu: f64, radius: f64): void {
  projectElasticNetBallF64(v, d, bytes((<usize>d) << 3), mu, radius);
}

function left(x: f64, mu: f64, lambda: f64): f64 {
  return max(abs(x) - lambda, 0) / (1 + mu * lambda);
}

function size(v: usize, d: i32, mu: f64, lambda: f64): f64 {
  let sum: f64 = 0;
  for (let j = 0; j < d; j++) {
    const w = left(get<f64>(v, j), mu, lambda);
    sum += w + mu / 2 * w * w;
  }
  return sum;
}

// λ by bisection: the size of what is left falls as λ grows.
function slowly(v: usize, d: i32, mu: f64, radius: f64): usize {
  let low: f64 = 0;
  let high = linf<f64>(v, d);
  for (let k = 0; k < 200; k++) {
    const lambda = (low + high) / 2;
    if (size(v, d, mu, lambda) > radius) low = lambda;
    else high = lambda;
  }
  const out = array<f64>(d);
  for (let j = 0; j < d; j++) {
    const x = get<f64>(v, j);
    set<f64>(out, j, copysign(left(x, mu, high), x));
  }
  return out;
}

function every(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      for (let mu: f64 = 1e-3; mu < 1e4; mu *= 10) {
        reset();
        const v = vector<f64>(kind, d);
        const radius = 0.1 * size(v, d, mu, 0);
        if (radius == 0) continue;
        const want = slowly(v, d, mu, radius);
        const tolerance = 8 * <f64>(d + 4) * unit<f64>() * l1<f64>(v, d);
        project(v, d, mu, radius);
        const message = `kind ${kind}, d = ${d}, mu ${mu}`;
        expect(distance<f64>(v, want, d)).toBeLessThanOrEqual(tolerance, message);
        expect(abs(size(v, d, mu, 0) / radius - 1)).toBeLessThanOrEqual(8 * <f64>(d + 4) * unit<f64>(), message);
        expect(intact()).toBe(true, message);
      }
    }
  }
}

function hand(values: StaticArray<f64>, mu: f64, radius: f64, want: StaticArray<f64>): void {
  reset();
  const v = list<f64>(values);
  project(v, values.length, mu, radius);
  const wrong = distance<f64>(v, list<f64>(want), values.length);
  expect(wrong).toBeLessThanOrEqual(8 * unit<f64>(), `mu ${mu}, radius ${radius}`);
}

describe("projectElasticNetBall", () => {
  test("values by hand", () => {
    hand([4, -1], 2, 2, [1, 0]);
    hand([7, -7], 2, 4, [1, -1]);
    hand([-0.0, 0.5], 2, 4, [-0.0, 0.5]);
    hand([-0.0, 1e150], 2, 2, [0, 1]);
    hand([1e308, -1e308], 5e-324, 1, [0.5, -0.5]);
  });
  test("bisection, every d", every);
  test("it ends on NaN", () => {
    reset();
    project(list<f64>([1, NaN, 2]), 3, 1, 1);
    expect(intact()).toBe(true);
  });
});
