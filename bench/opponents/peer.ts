// The packages of bench/peers, which are no part of the project's own installation: what of them is used, and how they
// are found.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { importPeer } from '../peers/import.mjs';

type Values = ArrayLike<number>;

interface JaxArray {
  readonly ref: JaxArray;
  reshape(shape: number[]): JaxArray;
  add(x: number): JaxArray;
  sub(x: JaxArray): JaxArray;
  mul(x: JaxArray): JaxArray;
  div(x: number): JaxArray;
  dataSync(): Values;
  dispose(): void;
}

interface Tensor {
  dataSync(): Values;
  dispose(): void;
}

interface NumpyArray {
  readonly data: Float32Array | Float64Array;
  reshape(shape: number[]): NumpyArray;
  dispose(): void;
}

interface Matrix {
  transpose(): Matrix;
  mmul(other: Matrix): Matrix;
  div(x: number): Matrix;
  to1DArray(): number[];
}

type Gemv = (
  order: 'row-major',
  trans: 'no-transpose' | 'transpose',
  rows: number,
  columns: number,
  alpha: number,
  A: Values,
  lda: number,
  x: Values,
  strideX: number,
  beta: number,
  y: Values,
  strideY: number,
) => unknown;

/** As much of each package's interface as is called. */
export interface Peers {
  jax: {
    init(): Promise<unknown>;
    jit(
      f: (...arrays: JaxArray[]) => JaxArray,
    ): ((...arrays: JaxArray[]) => JaxArray) & { dispose(): void };
    blockUntilReady(arrays: JaxArray[]): Promise<unknown>;
    numpy: {
      readonly float32: unknown;
      readonly float64: unknown;
      array(values: Values, options: { dtype: unknown }): JaxArray;
      matmul(a: JaxArray, b: JaxArray): JaxArray;
      maximum(a: JaxArray, b: number): JaxArray;
      sign(a: JaxArray): JaxArray;
    };
  };
  tfjs: {
    setBackend(name: string): Promise<boolean>;
    ready(): Promise<void>;
    tidy(f: () => Tensor): Tensor;
    tensor2d(values: Values, shape: number[]): Tensor;
    matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
    sign(a: Tensor): Tensor;
    relu(a: Tensor): Tensor;
    add(a: Tensor, b: number): Tensor;
    sub(a: Tensor, b: Tensor): Tensor;
    mul(a: Tensor, b: Tensor): Tensor;
    div(a: Tensor, b: number): Tensor;
  };
  numpyTs: {
    asarray(values: Values): NumpyArray;
    matmul(a: NumpyArray, b: NumpyArray): NumpyArray;
  };
  mlMatrix: {
    Matrix: {
      from1DArray(rows: number, columns: number, values: Values): Matrix;
      columnVector(values: Values): Matrix;
    };
  };
  stdlib: { default: Gemv };
}

const PEERS = fileURLToPath(new URL('../peers/', import.meta.url));

export const peer = <T>(name: string): Promise<T> => importPeer(name) as Promise<T>;

export function versionOf(name: string): string {
  return JSON.parse(readFileSync(`${PEERS}node_modules/${name}/package.json`, 'utf8')).version;
}

/** Installs the packages where they are missing; answers why they are not there, or undefined. */
export function installPeers(): string | undefined {
  if (existsSync(`${PEERS}node_modules/.package-lock.json`)) return undefined;
  console.log('Installing the peers to compare with, once: npm ci --prefix bench/peers');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, stderr, error } = spawnSync(npm, ['ci', '--prefix', PEERS, ...flags], {
    encoding: 'utf8',
  });
  if (status === 0) return undefined;
  return `npm ci --prefix bench/peers failed: ${error?.message ?? stderr.trim().split('\n')[0]}`;
}
