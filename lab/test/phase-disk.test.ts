// Folders and disks that refuse: a clear message, the trials that were kept, and going on when there is room again.

import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { MAIN, ran, relufit, workFolder } from './cli.js';

const files = workFolder();
const GRID = [
  '--d',
  '30',
  '--n',
  '15:45:15',
  '--s',
  '1,2,3',
  '--solver',
  'pursuit',
  '--trials',
  '60',
];
const command = (out: string) => ['phase', ...GRID, '--quiet', '--out', out];
const bytes = (out: string) =>
  ['trials.jsonl', 'result.json'].map((name) => readFileSync(join(out, name), 'utf8'));

const whole = files.path('whole');
await relufit(...command(whole));
const known = new Set(bytes(whole)[0].trimEnd().split('\n'));

const isRoot = process.getuid?.() === 0;
const hasShell = process.platform !== 'win32';

/** What is in the folder is whole lines of the undisturbed run; then there is room, and the same command ends it. */
async function goesOn(out: string, leastLines: number): Promise<void> {
  const lines = readFileSync(join(out, 'trials.jsonl'), 'utf8').split('\n');
  expect(lines.pop()).toBe('');
  expect(lines.length).toBeGreaterThanOrEqual(leastLines);
  expect(lines.filter((line) => !known.has(line))).toEqual([]);
  expect(existsSync(join(out, 'trials.jsonl.lock'))).toBe(false);
  expect(existsSync(join(out, 'result.json'))).toBe(false);
}

describe.runIf(hasShell)('a limit on the size of files', () => {
  // In kB; the trials take 60.
  test.each([[1], [7], [33]])('of %d kB', async (limit) => {
    const out = files.path(`limit-${limit}`);
    const quoted = [process.execPath, MAIN, ...command(out)].map((word) => `'${word}'`).join(' ');
    const run = await ran('bash', ['-c', `ulimit -f ${limit}; exec ${quoted}`]);
    expect(run.stderr).toMatch(
      /^relufit: .*trials\.jsonl: got a limit on the size of files, .* it resumes\.\n$/,
    );
    expect(run).toMatchObject({ code: 1, stdout: '' });
    await goesOn(out, limit === 1 ? 1 : 30);
    expect((await relufit(...command(out))).code).toBe(0);
    expect(bytes(out)).toEqual(bytes(whole));
  });
});

/** A disk of its own; undefined where this user may not have one. */
function smallDisk(name: string, size: string): string | undefined {
  const folder = files.path(name);
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], {
      stdio: 'ignore',
    });
  } catch {
    return undefined;
  }
  disks.push(folder);
  return folder;
}

const disks: string[] = [];
afterAll(() => {
  for (const folder of disks) execFileSync('umount', [folder]);
});
const disk = isRoot && process.platform === 'linux' ? smallDisk('disk', '96k') : undefined;

describe.runIf(disk !== undefined)('a disk', () => {
  const out = join(String(disk), 'out');
  const filler = join(String(disk), 'filler');

  test('that is full stops the run, which goes on when there is room', async () => {
    writeFileSync(filler, Buffer.alloc(56 << 10));
    const run = await relufit(...command(out));
    expect(run.stderr).toMatch(
      /^relufit: .*trials\.jsonl: got no space left on the device, .* it resumes\.\n$/,
    );
    expect(run).toMatchObject({ code: 1, stdout: '' });
    await goesOn(out, 20);
    rmSync(filler);
    execFileSync('mount', ['-o', 'remount,size=1m', String(disk)]);
    expect((await relufit(...command(out))).code).toBe(0);
    expect(bytes(out)).toEqual(bytes(whole));
  });

  test('that is read-only is named, and what it holds can be reported', async () => {
    execFileSync('mount', ['-o', 'remount,ro', String(disk)]);
    const run = await relufit(...command(out));
    expect(run.stderr).toMatch(/^relufit: .*got a read-only file system, .*--out.*\n$/);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    const report = await relufit('report', out, '--format', 'json');
    expect(report.stdout).toBe(bytes(whole)[1]);
    const fresh = await relufit(...command(join(String(disk), 'other')));
    expect(fresh).toMatchObject({ code: 1, stdout: '' });
    execFileSync('mount', ['-o', 'remount,rw', String(disk)]);
  });

  test('that has no room for the results keeps the trials', async () => {
    rmSync(join(out, 'result.json'));
    writeFileSync(join(out, 'trials.jsonl'), bytes(whole)[0]);
    // Of the last page, which is for the lock, nothing is left for results.
    const page = Buffer.alloc(4096);
    writeFileSync(filler, '');
    try {
      for (;;) appendFileSync(filler, page);
    } catch {
      truncateSync(filler, statSync(filler).size - page.length);
    }
    const run = await relufit(...command(out));
    expect(run.stderr).toMatch(/^relufit: .*got no space left on the device/);
    expect(run.code).toBe(1);
    expect(existsSync(join(out, 'result.json'))).toBe(false);
    expect(readFileSync(join(out, 'trials.jsonl'), 'utf8')).toBe(bytes(whole)[0]);
    rmSync(filler);
  });
});

// Whom modes bind: root is nobody for that.
const someone = isRoot ? { uid: 65534, gid: 65534 } : undefined;

describe.runIf(hasShell)('without permission', () => {
  const as = (...args: string[]) => ran(process.execPath, [MAIN, ...args], someone);

  test('to write into the folder', async () => {
    const out = files.path('closed');
    mkdirSync(out);
    chmodSync(out, 0o555);
    chmodSync(files.path('.'), 0o755);
    const run = await as(...command(out));
    expect(run.stderr).toMatch(/^relufit: .*trials\.jsonl\.lock: got no permission, .*\n$/);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    const inside = await as(...command(join(out, 'inside')));
    expect(inside.stderr).toMatch(/^relufit: --out: .*\n$/);
    expect(inside.code).toBe(1);
  });

  test('to write the file, which stays as it is', async () => {
    const out = files.path('kept');
    mkdirSync(out);
    const path = join(out, 'trials.jsonl');
    writeFileSync(path, bytes(whole)[0].slice(0, 5000));
    chmodSync(path, 0o444);
    chmodSync(out, 0o777);
    const run = await as(...command(out));
    expect(run.stderr).toMatch(/^relufit: .*trials\.jsonl: got no permission, .*\n$/);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(readFileSync(path, 'utf8')).toBe(bytes(whole)[0].slice(0, 5000));
    expect(existsSync(`${path}.lock`)).toBe(false);
  });
});

test('a folder in the place of the file, and a file in the place of the folder', async () => {
  mkdirSync(files.path('odd/trials.jsonl'), { recursive: true });
  const folder = await relufit(...command(files.path('odd')));
  expect(folder.stderr).toMatch(/^relufit: .*trials\.jsonl: got a folder, .*\n$/);
  expect(folder.code).toBe(1);
  const file = await relufit(...command(files.write('plain', 'text')));
  expect(file.stderr).toMatch(/^relufit: --out: /);
  expect(file.code).toBe(2);
});
