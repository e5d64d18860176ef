import type { Constraint } from '../constraints/constraint.js';
import type { Computing, Vector } from './engine.js';
import type { Gram } from './gram.js';
import type { RowRange } from './row-blocks.js';

/** A workspace on another's vectors and X, which has to say for itself what L and its gradient are. */
export abstract class ForwardingWorkspace
  implements Pick<Computing, Exclude<keyof Computing, Own>>
{
  readonly length: number;

  constructor(protected readonly engine: Computing) {
    this.length = engine.length;
  }

  allocate(count: number): Vector[] {
    return this.engine.allocate(count);
  }

  latent(w: Vector, range?: RowRange): Float64Array | Promise<Float64Array> {
    return this.engine.latent(w, range);
  }

  adjoint(weights: Float64Array, g: Vector, range?: RowRange): void | Promise<void> {
    return this.engine.adjoint(weights, g, range);
  }

  gram(columns: Int32Array, weights: Float64Array, target: Float64Array): Gram | Promise<Gram> {
    return this.engine.gram(columns, weights, target);
  }

  step(w: Vector, g: Vector, mu: number, out: Vector): void {
    this.engine.step(w, g, mu, out);
  }

  project(v: Vector, constraint: Constraint): void {
    this.engine.project(v, constraint);
  }

  inner(a: Vector, b: Vector): number {
    return this.engine.inner(a, b);
  }

  squaredDistance(a: Vector, b: Vector): number {
    return this.engine.squaredDistance(a, b);
  }

  release(): void {
    this.engine.release();
  }
}

type Own = 'gradient' | 'gradients' | 'objective';
