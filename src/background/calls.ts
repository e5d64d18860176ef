// What a page asks of its background worker. Arguments and answers are plain data: they are copied on their way.

import type { EngineInfo, WorkspaceOptions } from '../engine/engine.js';
import type { Gram } from '../engine/gram.js';
import type { Moments } from '../engine/moments.js';
import type { RowRange } from '../engine/row-blocks.js';
import type { EngineChoice } from '../engine/select.js';
import type { Folds } from '../engine/trees.js';
import { RelufitError } from '../errors.js';
import type { SentKernels } from '../kernels/sent-kernels.js';
import type { CheckedOptions } from '../options.js';
import type { Recipe } from '../problem/built-in.js';
import type { Numbers } from '../problem/dataset.js';
import type { Shape } from '../problem/row-source.js';
import type { FitResult } from '../result.js';

/** Datasets, fits and workspaces go by numbers, which the page gives. */
export interface Calls {
  /**
   * The first call: what the worker computes with, and the lock that it is to hold as long as it lives, by whose end its own
   * is seen; answers whether it holds it.
   */
  start(kernels: SentKernels, lock: string): boolean;
  /** Starts threads for the fits to come. */
  threads(count: number): void;
  open(data: number, shape: Shape, engine?: EngineChoice, threads?: number): void;
  /** Whole rows from `begin` on. */
  rows(data: number, begin: number, block: Numbers): void;
  /** After the last rows. */
  load(data: number, y: Numbers): LoadedInfo;
  fit(data: number, fit: number, options: SentOptions): FitResult;
  abort(fit: number): void;
  workspace(data: number, workspace: number, options: WorkspaceOptions): void;
  gradient(workspace: number, w: Numbers, range?: RowRange): { objective: number; g: Numbers };
  objective(workspace: number, w: Numbers): number;
  latent(workspace: number, w: Numbers, range?: RowRange): Float64Array;
  gradients(
    workspace: number,
    ws: Numbers[],
    folds: Folds | undefined,
  ): { objectives: Float64Array; gs: Numbers[] };
  adjoint(workspace: number, weights: Float64Array, range?: RowRange): Numbers;
  gram(workspace: number, columns: Int32Array, weights: Float64Array, target: Float64Array): Gram;
  /** The records of trials; setting and addresses are plain data. */
  trials(experiment: string, setting: unknown, addresses: readonly unknown[]): unknown[];
  release(workspace: number): void;
  dispose(data: number): void;
  /** The last call: threads are ended first, as a browser lets one that waits live on for seconds. */
  end(): void;
}

export interface LoadedInfo {
  readonly engine: EngineInfo;
  readonly moments: Moments;
}

/** Options without functions. */
export interface SentOptions
  extends Pick<
    CheckedOptions,
    | 'intercept'
    | 'initial'
    | 'maxIterations'
    | 'tolerance'
    | 'restarts'
    | 'timeLimit'
    | 'planted'
    | 'observation'
    | 'sampleWeight'
  > {
  readonly constraint: Recipe;
  readonly loss: Recipe;
  readonly solver: Recipe;
  readonly stepSize: Recipe;
  /** The signal was aborted before the fit. */
  readonly aborted: boolean;
}

export type Request<K extends keyof Calls = keyof Calls> = readonly [
  id: number,
  name: K,
  args: Parameters<Calls[K]>,
];

/** What the worker says first of all. */
export interface Greeting {
  readonly relufit: string;
}

export type Reply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: SentError };

/** An error as data: copied as it is it would lose its class and its code. */
export interface SentError {
  readonly known: boolean;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export function sentError(error: unknown): SentError {
  const { message, stack: _, ...fields } = describe(error);
  return { known: error instanceof RelufitError, message: String(message), fields };
}

export function receivedError({ known, message, fields }: SentError): Error {
  const error = new Error(message);
  if (known) Object.setPrototypeOf(error, RelufitError.prototype);
  return Object.assign(error, fields);
}

// `message` and `stack` are no enumerable properties of an error.
const describe = (error: unknown): Record<string, unknown> =>
  error instanceof Error
    ? { ...error, name: error.name, message: error.message }
    : { message: error };
