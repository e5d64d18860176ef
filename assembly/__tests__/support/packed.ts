// A panel of some columns of a problem, packed in two parts as shards would.

import { groupRows, pack } from "../../macro/panel";
import { array, bytes, get, set } from "./memory";
import { Problem } from "./problem";

/** A panel of every `stride`-th column, in slots from the last to the first. */
export class Packed<T> {
  s: i32;
  groupBytes: usize;
  panel: usize;
  offsets: usize;
  weights: usize;

  constructor(p: Problem<T>, stride: i32) {
    this.s = (p.d + stride - 1) / stride;
    for (let j = 0; j < p.d; j++) if (j % stride != 0) set<T>(p.w, j, <T>0);
    this.groupBytes = (<usize>(this.s + 1)) * 64;
    this.panel = bytes((<usize>((p.n + groupRows<T>() - 1) / groupRows<T>())) * this.groupBytes, 0);
    const columns = array<i32>(this.s);
    const slots = array<i32>(this.s);
    this.offsets = array<i32>(this.s);
    this.weights = array<T>(this.s);
    for (let k = 0; k < this.s; k++) {
      set<i32>(columns, k, k * stride);
      set<i32>(slots, k, this.s - k);
      set<i32>(this.offsets, k, (this.s - k) * 64);
      set<T>(this.weights, k, get<T>(p.w, k * stride));
    }
    // In two parts, as shards would.
    const half = (p.n / 2 / groupRows<T>()) * groupRows<T>();
    pack<T>(p.X, p.pitch, 0, half, columns, slots, this.s, this.panel, this.groupBytes);
    pack<T>(p.X, p.pitch, half, p.n, columns, slots, this.s, this.panel, this.groupBytes);
  }
}
