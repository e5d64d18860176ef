// The file of trials by itself: what opening, writing and finishing do to its bytes.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { phasePlan } from 'relufit';
import { describe, expect, test } from 'vitest';
import { localRunner } from '../src/store/local-runner.js';
import { runSweep } from '../src/store/run-sweep.js';
import { TrialStore } from '../src/store/trial-store.js';
import { workFolder } from './cli.js';

const files = workFolder();
const OPTIONS = { d: 20, n: [10, 20], sparsity: [1, 2], trials: 3, solver: 'pursuit' };
const signal = new AbortController().signal;

/** Runs all that is missing in a file, and answers its bytes. */
async function finished(path: string, options: typeof OPTIONS = OPTIONS): Promise<string> {
  const plan = phasePlan(options);
  const store = new TrialStore(path, plan);
  try {
    await runSweep(plan, store, localRunner(plan, 0), { signal });
    store.finish();
  } finally {
    store.close();
  }
  return readFileSync(path, 'utf8');
}

const whole = await finished(files.path('whole.jsonl'));
const lines = whole.trimEnd().split('\n');

const open = (path: string, options: typeof OPTIONS = OPTIONS) => {
  const plan = phasePlan(options);
  const store = new TrialStore(path, plan);
  store.close();
  return { count: plan.count, notes: store.notes };
};

test('a finished file has a header and a record a line, in the order of addresses', () => {
  const [header, ...records] = lines.map((line) => JSON.parse(line));
  expect(header).toMatchObject({ format: 'relufit-trials', formatVersion: 1, experiment: 'phase' });
  expect(header.options).toEqual(phasePlan(OPTIONS).options);
  expect(header.engine).toEqual({ name: 'wasm', threads: 1, precision: 'f64' });
  expect(header).not.toHaveProperty('part');
  expect(records.map(({ cell, trial }) => [cell, trial])).toEqual(
    [0, 1, 2, 3].flatMap((cell) => [0, 1, 2].map((trial) => [cell, trial])),
  );
  expect(existsSync(files.path('whole.jsonl.lock'))).toBe(false);
  expect(existsSync(files.path('whole.jsonl.new'))).toBe(false);
});

test('records may come in any order and twice: the bytes are the same', () => {
  const path = files.path('shuffled.jsonl');
  const plan = phasePlan(OPTIONS);
  const store = new TrialStore(path, plan);
  for (const line of [...lines.slice(1).reverse(), ...lines.slice(1, 4)]) {
    store.append(JSON.parse(line));
  }
  store.finish();
  expect(readFileSync(path, 'utf8')).toBe(whole);
});

describe('a file cut short', () => {
  const path = files.path('torn.jsonl');

  test('at every byte of its last line loses that line, and nothing else', async () => {
    const last = Buffer.byteLength(`${lines.at(-1)}\n`);
    const size = Buffer.byteLength(whole);
    for (let cut = 1; cut <= last; cut++) {
      writeFileSync(path, whole);
      truncateSync(path, size - cut);
      const { count, notes } = open(path);
      expect(count).toBe(lines.length - 2);
      expect(notes).toEqual(
        cut === last ? [] : [`${path}: dropped ${last - cut} bytes of a line that was cut short.`],
      );
      expect(readFileSync(path, 'utf8')).toBe(`${lines.slice(0, -1).join('\n')}\n`);
      if (cut % 20 === 1) expect(await finished(path)).toBe(whole);
    }
  });

  test('at every byte of its header is an empty one', async () => {
    for (let size = 0; size <= lines[0].length; size++) {
      writeFileSync(path, lines[0].slice(0, size));
      expect(open(path).count).toBe(0);
      expect(readFileSync(path, 'utf8')).toBe(`${lines[0]}\n`);
    }
    expect(await finished(path)).toBe(whole);
  });

  test('with zeros at its end, as after a loss of power, loses those', () => {
    writeFileSync(path, `${lines.slice(0, 4).join('\n')}\n\0\0\0\0`);
    expect(open(path).count).toBe(3);
    expect(readFileSync(path, 'utf8')).toBe(`${lines.slice(0, 4).join('\n')}\n`);
  });
});

describe('refuses, and leaves as it was,', () => {
  const path = files.path('refused.jsonl');
  const record = JSON.parse(lines[3]);
  const changed = (line: number, text: string) =>
    lines.map((old, k) => (k === line - 1 ? text : old));

  test.each<[string, string[], RegExp]>([
    ['a line that is no JSON', changed(4, '{"cell":0,"tr'), /line 4: got .*JSON.*'\{"cell":0,"tr'/],
    ['an empty line', changed(4, ''), /line 4: /],
    ['a value that is no record', changed(4, '7'), /line 4: got '7', expected the record/],
    ['null', changed(4, 'null'), /line 4: got 'null'/],
    [
      'a cell that is not there',
      changed(4, JSON.stringify({ ...record, cell: 4 })),
      /line 4: .*cell below 4/,
    ],
    ['another place', changed(4, JSON.stringify({ ...record, n: 11 })), /line 4: .*"n":11/],
    ['no outcome', changed(4, JSON.stringify({ cell: 0, trial: 2 })), /line 4: /],
    [
      'two outcomes of a trial',
      [...lines, JSON.stringify({ ...record, iterations: 77 })],
      /line 14: trial 2 of cell 0: got .* 77 iterations/,
    ],
    ['another header', changed(1, '{"some":"thing"}'), /line 1: got a file of something else/],
    ['no JSON in place of the header', changed(1, 'n,d'), /line 1: got a file of something else/],
    [
      'a newer format',
      changed(1, lines[0].replace('"formatVersion":1', '"formatVersion":2')),
      /format 2 .*Use relufit 0/,
    ],
    ['a text without a line', ['my notes'], /line 1: got a file of something else/],
  ])('%s', (_, text, message) => {
    const content = text.length === 1 ? text[0] : `${text.join('\n')}\n`;
    writeFileSync(path, content);
    expect(() => open(path)).toThrow(message);
    expect(readFileSync(path, 'utf8')).toBe(content);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  test('trials of another experiment, with the difference', () => {
    writeFileSync(path, whole);
    const other = { ...OPTIONS, sparsity: [1, 2, 3], seed: 4, noise: 0.5 };
    expect(() => open(path, other)).toThrow(
      'another experiment (sparsity: 1,2 in the file, 1,2,3 asked for; noise: 0 in the file, 0.5 asked for; ' +
        'seed: 1 in the file, 4 asked for)',
    );
    expect(readFileSync(path, 'utf8')).toBe(whole);
  });

  test('trials of another relufit', () => {
    writeFileSync(path, whole.replace(/"version":"[^"]+"/, '"version":"0.0.1"'));
    expect(() => open(path)).toThrow(/relufit: 0\.0\.1 in the file, .* use relufit 0\.0\.1/);
  });

  test('one that is a folder', () => {
    mkdirSync(files.path('folder.jsonl'));
    expect(() => open(files.path('folder.jsonl'))).toThrow('folder.jsonl: got a folder');
  });

  test('the trials of another part', () => {
    const plan = phasePlan(OPTIONS);
    const part = { index: 1, of: 2 };
    const own = files.path('part.jsonl');
    const store = new TrialStore(own, plan, part);
    const [mine] = plan.remaining(part);
    const [other] = plan.remaining({ index: 2, of: 2 });
    const lineOf = ({ cell, trial }: typeof mine) => lines[1 + 3 * cell + trial];
    store.append(JSON.parse(lineOf(mine)));
    store.close();
    appendFileSync(own, `${lineOf(other)}\n`);
    expect(() => new TrialStore(own, phasePlan(OPTIONS), part)).toThrow(
      /line 3: .*the share of part 1 of 2/,
    );
    expect(() => open(own)).toThrow('part: 1 of 2 in the file, all asked for');
  });
});

describe('the lock', () => {
  const path = files.path('locked.jsonl');

  test('keeps a second one out, with its name, until the first has closed', () => {
    const plan = phasePlan(OPTIONS);
    const store = new TrialStore(path, plan);
    expect(() => open(path)).toThrow(`a file that process ${process.pid} is writing`);
    store.append(JSON.parse(lines[1]));
    store.close();
    expect(open(path).count).toBe(1);
  });

  const claim = (claims: object[]) =>
    writeFileSync(`${path}.lock`, claims.map((one) => `\n${JSON.stringify(one)}\n`).join(''));
  // The largest number that a process of Linux may have is less.
  const dead = { pid: 2 ** 22 + 1, host: hostname(), started: null, id: 'a' };

  test.each<[string, object[]]>([
    ['a process that is gone', [dead]],
    ['several of them', [dead, { ...dead, id: 'b' }]],
  ])('of %s is passed over', (_, claims) => {
    claim(claims);
    expect(open(path).count).toBe(1);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  // Where the system says when a process started.
  test.runIf(existsSync('/proc/self/stat'))(
    'of an earlier process with the number of one that is there is passed over',
    () => {
      claim([{ ...dead, pid: process.pid, started: 'boot 1' }]);
      expect(open(path).count).toBe(1);
    },
  );

  // A parent that asks for no child keeps those that have ended, as the first process of many a container does.
  test.runIf(existsSync('/proc/self/stat'))(
    'of a process that has ended, whom its parent keeps, is passed over',
    async () => {
      const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60']);
      try {
        const [text] = await once(parent.stdout, 'data');
        const pid = Number(text);
        const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8');
        await expect.poll(stat).toContain(') Z ');
        claim([{ ...dead, pid }]);
        expect(open(path).count).toBe(1);
      } finally {
        parent.kill('SIGKILL');
      }
    },
  );

  test('whose text was cut short is passed over', () => {
    writeFileSync(`${path}.lock`, '\n{"pid":1,"ho');
    expect(open(path).count).toBe(1);
  });

  test('of a process of another machine is kept, and its file named', () => {
    claim([dead, { ...dead, host: 'elsewhere' }]);
    expect(() => open(path)).toThrow(/process \d+ on elsewhere is writing.*remove .*\.lock\./);
  });

  test('of a process that is there is kept', () => {
    claim([dead, { ...dead, pid: process.ppid }]);
    expect(() => open(path)).toThrow(`process ${process.ppid} is writing`);
  });
});

test('the lock is held by one process at a time, however fast they take turns', async () => {
  const script = files.write(
    'turns.mjs',
    `import { closeSync, openSync, unlinkSync } from 'node:fs';
import { lock } from ${JSON.stringify(new URL('../dist/store/lock.js', import.meta.url).href)};
const [path, kill] = process.argv.slice(2);
let turns = 0;
while (turns < 150) {
  let unlock;
  try {
    unlock = lock(path);
  } catch (error) {
    if (error.code !== 'STORE_IN_USE') throw error;
    continue;
  }
  // Fails where another is here.
  closeSync(openSync(path + '.here', 'wx'));
  turns++;
  unlinkSync(path + '.here');
  if (kill === 'kill' && turns === 75) process.kill(process.pid, 'SIGKILL');
  unlock();
}`,
  );
  const turns = (...args: string[]) =>
    new Promise<number | null>((resolve) => {
      spawn(process.execPath, [script, files.path('turns'), ...args], {
        stdio: 'inherit',
        timeout: 25_000,
      }).on('close', resolve);
    });
  const codes = await Promise.all([turns(), turns(), turns('kill'), turns()]);
  expect(codes).toEqual([0, 0, null, 0]);
});

test('a trial that whoever runs them leaves out ends the run, with the others kept', async () => {
  const path = files.path('left-out.jsonl');
  const plan = phasePlan(OPTIONS);
  const store = new TrialStore(path, plan);
  const all = localRunner(plan, 0);
  const run = runSweep(
    plan,
    store,
    { run: (addresses, calls) => all.run(addresses.slice(1), calls) },
    { signal },
  );
  await expect(run).rejects.toThrow('trial 0 of cell 0: got no record');
  store.close();
  expect(open(path).count).toBe(lines.length - 2);
  expect(await finished(path)).toBe(whole);
});
