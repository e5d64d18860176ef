import { describe, expect, test } from 'vitest';
import {
  type FileSource,
  fit,
  fitSync,
  loadDataset,
  type MatrixLike,
  parseNpy,
  plantedProblem,
  type RelufitError,
  sparse,
  toNpy,
} from '../src/index.js';
import { Random } from '../src/testing/random.js';
import { expectError, expectRejection } from './support/errors.js';
import { loadedColumns } from './support/loaded-rows.js';

const stream = (bytes: Uint8Array, chunk: number) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += chunk) {
        controller.enqueue(bytes.slice(at, at + chunk));
      }
      controller.close();
    },
  });

const sources: [string, (bytes: Uint8Array<ArrayBuffer>) => FileSource][] = [
  ['bytes', (bytes) => bytes],
  ['an ArrayBuffer', (bytes) => bytes.slice().buffer],
  ['a Blob', (bytes) => new Blob([bytes])],
  ['a Response', (bytes) => new Response(bytes)],
  ['a stream', (bytes) => stream(bytes, 65_537)],
];

// An .npy file with a header of one's own.
function file(header: string, data: Uint8Array | number = 0, version = 1): Uint8Array<ArrayBuffer> {
  const rest = typeof data === 'number' ? new Uint8Array(data) : data;
  const start = version === 1 ? 10 : 12;
  const bytes = new Uint8Array(start + header.length + rest.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, header.length, true);
  else view.setUint32(8, header.length, true);
  bytes.set(new TextEncoder().encode(header), start);
  bytes.set(rest, start + header.length);
  return bytes;
}

const header = (shape: string, descr = '<f8', fortran = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': (${shape}), }\n`;

describe.each(sources)('from %s', (_, source) => {
  // Several blocks of a megabyte, the last one short; 128 columns are never padded, 130 in f32 are.
  test.each([
    [1300, 128, 'f64'],
    [2500, 130, 'f32'],
    [3, 150_000, 'f64'],
  ] as const)('%i rows of %i columns in %s are those of X', async (n, d, precision) => {
    const { X, y } = plantedProblem({ n, d, sparsity: 3, seed: 4, precision });
    const data = await loadDataset(
      { X: source(toNpy(X.data, [n, d])), y: source(toNpy(y, [n])) },
      { engine: 'wasm' },
    );
    const run = { constraint: sparse(3), maxIterations: 3, engine: 'wasm' } as const;
    expect(data.precision).toBe(precision);
    expect(fitSync(data, run).trace).toEqual(fitSync(X, y, run).trace);
    data.dispose();
  });

  test('Fortran order is the same matrix', async () => {
    const [n, d] = [700, 300];
    const { X, y } = plantedProblem({ n, d, sparsity: 3, seed: 4 });
    const columns = Float64Array.from(
      { length: n * d },
      (_, k) => X.data[(k % n) * d + Math.floor(k / n)],
    );
    const bytes = file(header(`${n}, ${d}`, '<f8', 'True'), new Uint8Array(columns.buffer));
    expect(parseNpy(bytes).data.every((value, k) => value === X.data[k])).toBe(true);
    const data = await loadDataset({ X: source(bytes), y });
    const run = { constraint: sparse(3), maxIterations: 3 };
    expect((await fit(data, run)).trace).toEqual((await fit(X, y, run)).trace);
    data.dispose();
  });

  test('a file that ends anywhere before its end is truncated, and one that goes on is refused', async () => {
    const whole = toNpy(Float64Array.of(1, 2, 3, 4), [2, 2]);
    for (let length = 0; length < whole.length; length += length < 20 ? 1 : 7) {
      const load = () => loadDataset({ X: source(whole.slice(0, length)), y: [1, 2] });
      await expectRejection(load, 'INVALID_FILE', `X at byte ${length}`, 'the end of the file');
    }
    const longer = new Uint8Array([...whole, 0]);
    const load = () => loadDataset({ X: source(longer), y: [1, 2] });
    await expectRejection(load, 'INVALID_FILE', `X at byte ${whole.length}`, 'bytes more');
  });
});

test('a stream may come in pieces of any size', async () => {
  const X = Float32Array.from({ length: 35 }, (_, k) => k);
  const bytes = toNpy(X, [7, 5]);
  for (const chunk of [1, 2, 3, 7, 64, 1000]) {
    const data = await loadDataset({ X: stream(bytes, chunk), y: new Float64Array(7) });
    expect(loadedColumns(data)[4]).toEqual(Float64Array.of(4, 9, 14, 19, 24, 29, 34));
    data.dispose();
  }
});

test('what dataset takes is taken, and Uint8Array labels are labels', async () => {
  const y = Uint8Array.of(1, 0, 3);
  const data = await loadDataset({ X: [[1], [2], [3]], y });
  expect(data.y).toEqual(Float64Array.of(1, 0, 3));
  data.dispose();
});

test.each<[string, Uint8Array, string[]]>([
  ['a header longer than a header', file('x'.repeat(65_535)), ['byte 10', 'no header']],
  [
    'a header of 4 GB',
    Uint8Array.of(...file('', 0, 2).subarray(0, 8), 255, 255, 255, 255),
    ['at byte 8', '4294967295'],
  ],
  ['version 9', file(header('2, 2'), 32, 9), ['at byte 6', 'version 9']],
  ['no dictionary', file('hello\n'), ['no header']],
  ['no shape', file("{'descr': '<f8', 'fortran_order': False}\n"), ['no shape']],
  ['no order', file("{'descr': '<f8', 'shape': (2, 2)}\n"), ['no fortran_order']],
  [
    'a shape of text',
    file("{'descr': '<f8', 'fortran_order': False, 'shape': ('a', 2)}"),
    ['no shape'],
  ],
  ['a negative shape', file(header('-2, 2')), ['no shape']],
  ['a shape beyond numbers', file(header(`${'9'.repeat(400)}, 2`)), ['at most 2^53 bytes']],
  ['a shape beyond 2^53', file(header('4294967296, 4294967296')), ['at most 2^53 bytes']],
  [
    'a shape larger than the file',
    file(header('1000000, 1000000'), 64),
    ['the end of the file', '8000000000000'],
  ],
  ['a smaller shape', file(header('1, 2'), 64), ['48 bytes more', 'one array a file']],
  ['a zip', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), ['at byte 0', 'unpack']],
  ['text', new TextEncoder().encode('1,2,3\n4,5,6\n'), ['at byte 0', 'numpy.save']],
  ['a name of Object.prototype', file(header('2, 2', '<constructor'), 32), ['elements of type']],
])('%s is refused where it is', async (_, bytes, parts) => {
  expectError(() => parseNpy(bytes), 'INVALID_FILE', ...parts);
  await expectRejection(() => loadDataset({ X: bytes, y: [1, 2] }), 'INVALID_FILE', ...parts);
});

test('a stream that claims more than there is room for is refused before it is read', async () => {
  const claim = () => stream(file(header('64, 1000000000')), 100);
  for (const engine of ['wasm', 'reference'] as const) {
    const load = () => loadDataset({ X: claim(), y: claim() }, { engine });
    await expectRejection(load, 'TOO_LARGE', '476.8');
  }
});

test('shapes that are no X and y are refused', async () => {
  const X = toNpy(new Float64Array(6), [3, 2]);
  const load = (X: FileSource, y: FileSource | number[]) => () => loadDataset({ X, y });
  await expectRejection(
    load(toNpy(new Float64Array(6), [6]), [1]),
    'INVALID_SHAPE',
    '(6)',
    'reshape',
  );
  await expectRejection(
    load(toNpy(new Float64Array(6), [1, 2, 3]), [1]),
    'INVALID_SHAPE',
    '(1, 2, 3)',
  );
  await expectRejection(load(toNpy(new Float64Array(0), [0, 2]), []), 'EMPTY_DATA', '(0, 2)');
  await expectRejection(load(X, [1, 2]), 'INVALID_SHAPE', 'y', 'length 2');
  await expectRejection(load(X, toNpy(new Float64Array(2), [2])), 'INVALID_SHAPE', 'y', '(2)');
  await expectRejection(
    load(X, toNpy(new Float64Array(6), [3, 2])),
    'INVALID_SHAPE',
    'y',
    '(3, 2)',
  );
  const bad = toNpy(Float64Array.of(1, NaN, 3), [3]);
  await expectRejection(load(X, bad), 'NOT_FINITE', 'y at row 1');
  await expectRejection(
    load(toNpy(Float64Array.of(1, 2, 3, NaN), [2, 2]), [1, 2]),
    'NOT_FINITE',
    'X at row 1, column 1',
  );
});

test('sources that cannot be read are refused, whatever becomes of them', async () => {
  const load = (X: unknown) => () => loadDataset({ X: X as FileSource, y: [1] });
  await expectRejection(load(new Response('no', { status: 404 })), 'INVALID_FILE', 'status 404');
  await expectRejection(load(new Response(null)), 'INVALID_FILE', 'without a body');
  const failing = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.error(new Error('the cable was cut'));
    },
  });
  await expectRejection(load(failing), 'INVALID_FILE', 'the cable was cut');
  const taken = stream(new Uint8Array(3), 1);
  taken.getReader();
  await expectRejection(load(taken), 'INVALID_FILE', 'someone else reads');
  await expectRejection(load(5), 'INVALID_ARGUMENT', 'X');
  expectError(() => parseNpy('X.npy' as unknown as Uint8Array), 'INVALID_ARGUMENT', 'parseNpy');
});

test('options and data are checked by name', async () => {
  const right = { X: [[1]], y: [1] };
  const load = (data: object, options?: object) => () =>
    loadDataset({ ...right, ...data }, options);
  await expectRejection(load({ z: 1 }), 'INVALID_ARGUMENT', "'z'");
  await expectRejection(load({}, { engin: 'wasm' }), 'INVALID_ARGUMENT', "'engin'");
  await expectRejection(load({}, { threads: 0 }), 'INVALID_ARGUMENT', 'threads');
  await expectRejection(load({}, { engine: 'gpu' }), 'UNKNOWN_ENGINE', 'gpu');
});

test('no byte of a header leads to anything but an array or an error with its code', () => {
  const random = new Random(1);
  const whole = toNpy(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
  for (let trial = 0; trial < 5000; trial++) {
    const bytes = whole.slice();
    for (let k = 0; k < 1 + (trial % 4); k++) {
      bytes[Math.floor(random.uniform(0, 80))] = Math.floor(random.uniform(0, 256));
    }
    try {
      const { data, shape } = parseNpy(bytes);
      expect(shape.reduce((product, length) => product * length, 1)).toBe(data.length);
    } catch (error) {
      expect((error as RelufitError).code).toBe('INVALID_FILE');
    }
  }
});

test.each([
  [[1, 2], [3]],
  [
    [1, 2],
    [-1, -2],
  ],
  [[1], [1.5]],
])('toNpy refuses %j with the shape %j', (values, shape) => {
  expectError(() => toNpy(Float64Array.from(values), shape), 'INVALID_SHAPE', 'product');
});

test('the examples of the docstrings', async () => {
  expect(parseNpy(toNpy(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3])).shape).toEqual([2, 3]);
  expect(toNpy(Float64Array.of(1, 2), [2]).length).toBe(144);
  const X = toNpy(Float64Array.of(1, 0, 0, 1), [2, 2]);
  const data = await loadDataset({ X, y: toNpy(Float64Array.of(2, 3), [2]) });
  expect(data.rows).toBe(2);
  data.dispose();
  expectError(() => toNpy([1] as unknown as Float64Array, [1]), 'INVALID_ARGUMENT', 'toNpy data');
  const list: MatrixLike = [[1]];
  (await loadDataset({ X: list, y: [1] })).dispose();
});
