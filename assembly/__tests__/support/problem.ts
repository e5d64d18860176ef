// Rows, labels and a point, and the paper's sums over them by plain loops.

import { collapse } from "../../macro/nodes";
import { array, bytes, get, set } from "./memory";
import { integer, integers, real, reals } from "./numbers";

export class Problem<T> {
  X: usize;
  pitch: usize;
  y: usize;
  w: usize;
  nodes: usize;
  nodeBytes: usize;
  scratch: usize;
  bias: T = <T>0;
  alpha: T = <T>0;

  /** Small integers, or reals. A row ends `padding` bytes before the next one begins. */
  constructor(public n: i32, public d: i32, padding: usize, exact: bool) {
    this.pitch = (<usize>d) * sizeof<T>() + padding;
    this.X = bytes((<usize>n) * this.pitch, sizeof<T>());
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < d; j++) this.setX(i, j, exact ? <T>integer(-4, 4) : <T>real());
    }
    this.y = exact ? integers<T>(n) : reals<T>(n);
    this.w = exact ? integers<T>(d) : reals<T>(d);
    // A node's vector ends where the next node begins: no byte to spare.
    this.nodeBytes = 64 + (<usize>d) * sizeof<T>();
    this.nodes = bytes(13 * this.nodeBytes, 0);
    this.scratch = bytes(512);
  }

  x(i: i32, j: i32): T {
    return get<T>(this.X + (<usize>i) * this.pitch, j);
  }

  setX(i: i32, j: i32, value: T): void {
    set<T>(this.X + (<usize>i) * this.pitch, j, value);
  }

  z(i: i32): T {
    let z: T = <T>0;
    for (let j = 0; j < this.d; j++) z += this.x(i, j) * get<T>(this.w, j);
    return z + this.bias;
  }

  /** φ(z) − y. */
  residual(i: i32): T {
    const z = this.z(i);
    return (z > <T>0 ? z : this.alpha * z) - get<T>(this.y, i);
  }

  /** ψ = (φ(z) − y)(1 + α + (1 − α) sgn z). */
  psi(i: i32): T {
    const z = this.z(i);
    const sign: T = z > <T>0 ? <T>1 : z < <T>0 ? <T>-1 : <T>0;
    return this.residual(i) * (<T>1 + this.alpha + (<T>1 - this.alpha) * sign);
  }

  /** Adds Σ ψᵢ xᵢ to g. */
  addGradient(begin: i32, end: i32, g: usize): void {
    for (let i = begin; i < end; i++) {
      const psi = this.psi(i);
      for (let j = 0; j < this.d; j++) set<T>(g, j, get<T>(g, j) + psi * this.x(i, j));
    }
  }

  /** Adds Σ(φ(z) − y)² and Σψ, and takes the largest |ψ|. */
  addStats(begin: i32, end: i32, stats: usize): void {
    for (let i = begin; i < end; i++) {
      const e = <f64>this.residual(i);
      const psi = <f64>this.psi(i);
      set<f64>(stats, 0, get<f64>(stats, 0) + e * e);
      set<f64>(stats, 1, get<f64>(stats, 1) + psi);
      set<f64>(stats, 2, max(get<f64>(stats, 2), abs(psi)));
    }
  }
}

/** Adds what the tree of all nodes sums to to g and to stats as addGradient and addStats do. */
export function addNodes<T>(p: Problem<T>, count: i32, d: i32, g: usize, stats: usize): void {
  if (count == 0) return;
  collapse<T>(p.nodes, count, p.nodeBytes, d);
  for (let j = 0; j < d; j++) set<T>(g, j, get<T>(g, j) + get<T>(p.nodes + 64, j));
  set<f64>(stats, 0, get<f64>(stats, 0) + get<f64>(p.nodes, 0));
  set<f64>(stats, 1, get<f64>(stats, 1) + get<f64>(p.nodes, 1));
  set<f64>(stats, 2, max(get<f64>(stats, 2), get<f64>(p.nodes, 2)));
}

/** A new array of n zeros. */
export function zeros<T>(n: i32): usize {
  const p = array<T>(n);
  memory.fill(p, 0, (<usize>n) * sizeof<T>());
  return p;
}
