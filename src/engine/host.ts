import { type Kernels, returnKernels, takeKernels, withRareKernels } from '../kernels/kernels.js';
import { Arena } from './arena.js';

/** A memory that rows are in, and whoever makes calls on it: a worker, or this thread. */
export interface Host {
  readonly arena: Arena;
  /** Adds a call to the list, for the next `start`. */
  list(kernel: string, ...args: number[]): void;
  /** Lets the calls be made. */
  start(): void;
  /** Waits until they have returned; answers what the last one did. */
  finish(): number;
}

/** A further memory of this thread: its calls are made when they are waited for, while workers make theirs. */
export class OwnHost implements Host {
  readonly arena: Arena;
  private readonly kernels: Kernels;
  private readonly calls: [kernel: string, args: number[]][] = [];

  constructor() {
    this.kernels = takeKernels();
    this.arena = new Arena(this.kernels.memory, this.kernels.heapBase.value as number);
  }

  list(kernel: string, ...args: number[]): void {
    this.calls.push([kernel, args]);
  }

  start(): void {}

  finish(): number {
    let answer = 0;
    for (const [kernel, args] of this.calls.splice(0)) {
      answer = (this.kernels[kernel] ?? withRareKernels(this.kernels)[kernel])(...args);
    }
    return answer;
  }

  giveBack(): void {
    returnKernels(this.kernels);
  }
}
