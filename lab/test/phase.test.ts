import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { phaseTransition } from 'relufit';
import { beforeAll, describe, expect, test } from 'vitest';
import { MAIN, relufit, workFolder } from './cli.js';
import { before, start } from './process.js';

const files = workFolder();
const GRID = ['--d', '30', '--n', '15:45:15', '--s', '1,3', '--solver', 'pursuit', '--trials', '4'];
const options = { d: 30, n: [15, 30, 45], sparsity: [1, 3], solver: 'pursuit', trials: 4 };
const read = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');
const bytes = (folder: string) =>
  ['trials.jsonl', 'result.json', 'report.html'].map((name) => read(folder, name));

const whole = files.path('deep/whole');
const first = await relufit('phase', ...GRID, '--out', whole);

describe('relufit phase', () => {
  test('says what it will do, keeps trials and result, shows a line for each s', async () => {
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(/^6 cells × 4 trials: 0 done already, 24 to run\n/);
    expect(first.stderr).toMatch(/trial 24 of 24, .* a second\n$/);
    for (const words of [
      '│ s ',
      'n = 15',
      'n = 45',
      'n at one half',
      'δ',
      'trials.jsonl',
      'report.html',
    ]) {
      expect(first.stdout).toContain(words);
    }
    const result = JSON.parse(read(whole, 'result.json'));
    expect(result).toEqual(JSON.parse(JSON.stringify(await phaseTransition(options))));
    expect(readdirSync(whole).filter((name) => /lock|new/.test(name))).toEqual([]);
  });

  test('runs nothing twice, and prints JSON', async () => {
    const before = bytes(whole);
    const run = await relufit('phase', ...GRID, '--out', whole, '--json');
    expect(run.code).toBe(0);
    expect(run.stderr).toBe('6 cells × 4 trials: 24 done already, 0 to run\n');
    const { trials, ran, milliseconds, files: written, ...result } = JSON.parse(run.stdout);
    expect({ trials, ran }).toEqual({ trials: 24, ran: 0 });
    expect(milliseconds).toBeTypeOf('number');
    expect(written).toMatchObject({
      trials: join(whole, 'trials.jsonl'),
      result: join(whole, 'result.json'),
    });
    expect(result).toEqual(JSON.parse(before[1]));
    expect(bytes(whole)).toEqual(before);
  });

  test.each([['0'], ['1'], ['2']])('has the same bytes on %s workers', async (workers) => {
    const out = files.path(`workers-${workers}`);
    const run = await relufit('phase', ...GRID, '--workers', workers, '--quiet', '--out', out);
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(bytes(out)).toEqual(bytes(whole));
  });

  test('takes its options from a file, lists and sets as JSON', async () => {
    const out = files.path('config');
    const config = files.write(
      'config.json',
      JSON.stringify({
        ...{
          d: 16,
          n: '4:8:4',
          s: [1, 2],
          trials: 1,
          noise: [0, 0.5],
          rows: ['gaussian', 'ar1:0.5'],
        },
        constraint: ['l1Ball', { box: { lower: 0, upper: 1 } }, 'box:0,2'],
        ...{ solver: ['auto', 'stochasticGradient:batch=3,seed=2'], observation: 'leaky:0.5' },
        ...{ loss: 'matching', 'step-size': 'paper', precision: 'f32', 'max-iterations': 50 },
        ...{ tolerance: 0.001, threshold: 0.01, engine: 'reference', values: 'sign', seed: 5 },
      }),
    );
    const args = ['phase', '--config', config, '--max-iterations', '3', '--out', out];
    const run = await relufit(...args, '--json', '--quiet');
    expect(run.stderr).toBe('');
    const { options: made } = JSON.parse(run.stdout);
    expect(made).toMatchObject({
      ...{ d: 16, n: [4, 8], sparsity: [1, 2], trials: 1, noise: [0, 0.5] },
      ...{ rows: ['gaussian', { ar1: 0.5 }], observation: { leaky: 0.5 }, precision: 'f32' },
      ...{ maxIterations: 3, tolerance: 0.001, threshold: 0.01, engine: 'reference', seed: 5 },
      constraint: [
        'l1Ball',
        { name: 'box', parameters: { lower: 0, upper: 1 } },
        { name: 'box', parameters: { lower: 0, upper: 2 } },
      ],
      loss: { name: 'matching' },
      stepSize: { name: 'paperSchedule' },
      values: 'sign',
    });
    expect(made.solver).toEqual([
      'auto',
      { name: 'stochasticGradient', parameters: { batch: 3, seed: 2 } },
    ]);
  });

  test('takes a list with commas or by repeating an option', async () => {
    const run = await relufit(
      ...['phase', '--d', '9', '--n', '5', '--s', '1', '--trials', '1', '--json', '--quiet'],
      ...['--constraint', 'sparse,l1Ball', '--constraint', 'box:0,1', '--constraint', 'box:-1,1'],
      ...['--constraint', '{"l2Ball":2}', '--noise', '0:0.3:0.1', '--out', files.path('lists')],
    );
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const { constraint, noise } = JSON.parse(run.stdout).options;
    expect(constraint).toMatchObject([
      ...['sparse', 'l1Ball'],
      { name: 'box', parameters: { lower: 0 } },
      { name: 'box', parameters: { lower: -1 } },
      { name: 'l2Ball' },
    ]);
    expect(noise).toEqual([0, 0.1, 0.2, 0.3]);
  });

  test('searches, adds trials near one half, and draws what was run', async () => {
    const run = await relufit(
      ...['phase', '--d', '30', '--n', '10..90', '--s', '1,2', '--solver', 'pursuit'],
      ...['--trials', '10', '--most', '40', '--out', files.path('search')],
    );
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(
      /^2 searches among n from 10 to 90, 10 trials at a time, up to 40: 0 done already, 20 to run\n/,
    );
    expect(run.stdout).toContain('│ n = 50 │');
  });

  test('refuses to mix experiments, shows the difference, touches nothing', async () => {
    const before = bytes(whole);
    const run = await relufit('phase', ...GRID.slice(0, -2), '--seed', '4', '--out', whole);
    expect(run.code).toBe(1);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(
      'trials: 4 in the file, 20 asked for; most: 4 in the file, 20 asked for; seed: 1 in the file, 4 asked for',
    );
    expect(bytes(whole)).toEqual(before);
  });

  test('says so when a line was cut short, and which line is wrong', async () => {
    const out = files.path('lines');
    mkdirSync(out);
    const [text] = bytes(whole);
    writeFileSync(join(out, 'trials.jsonl'), text.slice(0, -7));
    const torn = await relufit('phase', ...GRID, '--out', out);
    expect(torn.code).toBe(0);
    expect(torn.stderr).toMatch(
      /dropped \d+ bytes of a line that was cut short\.\n.*: 23 done already, 1 to run\n/,
    );
    expect(bytes(out)).toEqual(bytes(whole));
    const broken = text.replace('"trial":2', '"trial":"two"');
    writeFileSync(join(out, 'trials.jsonl'), broken);
    const run = await relufit('phase', ...GRID, '--out', out);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(
      /^relufit: .*trials\.jsonl, line 4: .*"two".*Nothing was changed\.\n$/,
    );
    expect(read(out, 'trials.jsonl')).toBe(broken);
  });

  test.each<[string, string | RegExp, string[]]>([
    ['no n', '--n', ['--d', '9']],
    ['a range without a step', 'FROM:TO:STEP', [...GRID, '--n', '20:120']],
    ['a range that goes nowhere', 'FROM:TO:STEP', [...GRID, '--n', '20:120:0']],
    ['a range that does not meet its end', '1:9:4', [...GRID, '--n', '1:10:4']],
    [
      'a seed that numbers skip',
      'at most 9007199254740991',
      [...GRID, '--seed', '9007199254740993'],
    ],
    [
      'a size that weights of a set do not have',
      'got 4 for weights in the set sparse(3), expected at most 3',
      ['--d', '9', '--n', '5', '--s', '2,4', '--constraint', 'sparse:3'],
    ],
    ['a range that descends', 'FROM:TO:STEP', [...GRID, '--n', '120:20:20']],
    ['a range without end', '100000 or fewer', [...GRID, '--n', '1:1000000:1']],
    ['half a sample', 'whole numbers, 1 or more', [...GRID, '--n', '20.5']],
    ['an empty item', 'whole numbers', [...GRID, '--n', '20,,30']],
    ['a search that descends', 'FROM ≤ TO', [...GRID, '--n', '200..20']],
    ['a search among others', 'FROM:TO:STEP', [...GRID, '--n', '5,20..30']],
    ['noise below 0', '0 or more', [...GRID, '--noise', '-1']],
    ['a solver that is none', "Did you mean 'pursuit'?", [...GRID, '--solver', 'auto,prusuit']],
    ['a family that is none', "Did you mean 'sparse'?", [...GRID, '--constraint', 'spares']],
    ['rows that are none', 'rademacher', [...GRID, '--rows', 'cauchy']],
    ['the same value twice', '3 twice', [...GRID, '--s', '3,3']],
    ['more nonzeros than columns', 'at most d = 30', [...GRID, '--s', '31']],
    ['a part that is none', 'I from 1 to N', [...GRID, '--shard', '0/3']],
    ['a part beyond', 'I from 1 to N', [...GRID, '--shard', '4/3']],
    ['threads', 'wasm', [...GRID, '--engine', 'threads']],
    ['a solver that is not for the set', 'subspaces', [...GRID, '--constraint', 'l1Ball']],
    ['a file for a folder', '--out', [...GRID, '--out', files.write('file', '')]],
  ])('%s is wrong usage', async (_, words, args) => {
    const run = await relufit('phase', '--out', files.path('usage'), ...args);
    expect(run.stderr).toMatch(/^relufit: .+\n$/);
    if (typeof words === 'string') expect(run.stderr).toContain(words);
    else expect(run.stderr).toMatch(words);
    expect(run).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('relufit phase --shard and relufit merge', () => {
  const parts = files.path('parts');
  const shard = (index: number, out = parts, ...more: string[]) =>
    relufit('phase', ...GRID, '--shard', `${index}/3`, '--quiet', '--out', out, ...more);
  const part = (index: number) => join(parts, `trials.${index}-of-3.jsonl`);

  beforeAll(async () => {
    for (const index of [3, 1, 2]) {
      expect(await shard(index)).toEqual({ code: 0, stdout: '', stderr: '' });
    }
  });

  test('parts in any order merge to the bytes of one run', async () => {
    expect(readdirSync(parts).sort()).toEqual(
      [1, 2, 3].map((index) => `trials.${index}-of-3.jsonl`),
    );
    const merged = await relufit('merge', part(2), part(3), part(1), '--out', files.path('merged'));
    expect(merged.code).toBe(0);
    expect(merged.stdout).toContain('n at one half');
    expect(bytes(files.path('merged'))).toEqual(bytes(whole));
    const again = await relufit('merge', parts, part(1), '--out', files.path('merged'), '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ experiment: 'phase', trials: 24, ran: 0 });
    expect(bytes(files.path('merged'))).toEqual(bytes(whole));
  });

  test('a part prints what it kept as JSON', async () => {
    const { stdout } = await relufit('phase', ...GRID, '--shard', '2/3', '--json', '--out', parts);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ experiment: 'phase', part: { index: 2, of: 3 }, trials: 8, ran: 0 },
      files: { trials: part(2) },
    });
  });

  test.each([
    ['a search', ['--n', '10..60']],
    ['adaptive', ['--n', '10:60:10', '--most', '12']],
  ])('of %s have whole lines or cells, and merge to the bytes of one run', async (name, args) => {
    const grid = [...GRID, ...args, '--quiet', '--out'];
    const [one, several] = [files.path(`${name}-one`), files.path(`${name}-several`)];
    await relufit('phase', ...grid, one);
    for (const index of ['1/2', '2/2']) await relufit('phase', ...grid, several, '--shard', index);
    expect((await relufit('merge', several, '--out', several, '--quiet')).code).toBe(0);
    expect(bytes(several)).toEqual(bytes(one));
  });

  test('a trial that the experiment does not run is refused', async () => {
    const [path, text] = [
      join(files.path('adaptive-one'), 'trials.jsonl'),
      bytes(files.path('adaptive-one'))[0],
    ];
    // The last cell is decided by its second batch.
    const last = JSON.parse(text.trimEnd().split('\n').at(-1) as string);
    expect(last.trial).toBe(7);
    writeFileSync(path, `${text}${JSON.stringify({ ...last, trial: 11 })}\n`);
    const run = await relufit('merge', path, '--out', files.path('beyond'));
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(
      `trials that the experiment does not run: cell ${last.cell}: trial 11`,
    );
  });

  test.each<[string, RegExp, () => string[]]>([
    ['a part is missing', /1 of 3 parts: parts 2–3 are missing/, () => [part(1)]],
    [
      'several trials are missing',
      /23 trials without 1: cell 0: trial 1, .*gap\.jsonl again/,
      () => {
        const text = readFileSync(part(2), 'utf8').split('\n');
        return [part(1), files.write('gap.jsonl', [text[0], ...text.slice(2)].join('\n')), part(3)];
      },
    ],
    [
      'a trial has two outcomes',
      /iterations.* The other is in .*1-of-3\.jsonl\./,
      () => {
        const text = readFileSync(part(1), 'utf8').replace(/"iterations":\d+/, '"iterations":88');
        return [part(1), part(2), part(3), files.write('clash.jsonl', text)];
      },
    ],
    [
      'a trial is of another part',
      /line 10: .*the share of part 2 of 3/,
      () => {
        const [, other] = readFileSync(part(1), 'utf8').split('\n');
        const text = readFileSync(part(2), 'utf8');
        return [part(1), files.write('other.jsonl', `${text}${other}\n`), part(3)];
      },
    ],
    [
      'a file is none',
      /config\.json, line 1: got a file of something else/,
      () => [part(1), files.path('config.json')],
    ],
    [
      'a file is not there',
      /nowhere\.jsonl: got no such file/,
      () => [files.path('nowhere.jsonl')],
    ],
    [
      'a path goes through a file',
      /a path through something that is no folder, expected .+\. Check its path and permissions\.\n$/,
      () => [join(files.path('config.json'), 'trials.jsonl')],
    ],
    [
      'a folder has none',
      /got a folder without trials/,
      () => {
        mkdirSync(files.path('empty'));
        return [files.path('empty')];
      },
    ],
  ])('%s: refused, nothing written', async (name, message, given) => {
    const out = files.path(`refused ${name}`);
    const run = await relufit('merge', ...given(), '--out', out);
    expect(run.stderr).toMatch(message);
    expect(run.stderr).toMatch(/^relufit: .+\n$/);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(readdirSync(out)).toEqual([]);
  });

  test('parts of other experiments or divisions are refused with the difference', async () => {
    const seed = files.path('seed');
    await shard(2, seed, '--seed', '9');
    const run = await relufit('merge', part(1), seed, part(3), '--out', files.path('mixed'));
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(
      /seed: 1 in \S+trials\.1-of-3\.jsonl, 9 in \S+trials\.2-of-3\.jsonl\)/,
    );
    const halves = files.path('halves');
    await relufit('phase', ...GRID, '--shard', '2/2', '--quiet', '--out', halves);
    const other = await relufit('merge', part(1), halves, '--out', files.path('mixed'));
    expect(other.stderr).toMatch(/parts: 3 in .*, 2 in /);
    const onto = await relufit('merge', parts, '--out', seed, '--quiet');
    expect(onto.code).toBe(0);
    await relufit('phase', ...GRID, '--trials', '1', '--quiet', '--out', files.path('smaller'));
    const before = bytes(files.path('smaller'));
    const over = await relufit('merge', parts, '--out', files.path('smaller'));
    expect(over.stderr).toMatch(/trials: 4 in .*, 1 in /);
    expect(bytes(files.path('smaller'))).toEqual(before);
  });

  test('two halves of work on one experiment merge without shards', async () => {
    const [text] = bytes(whole);
    const lines = text.trimEnd().split('\n');
    const one = files.write('one.jsonl', `${lines.slice(0, 15).join('\n')}\n`);
    const two = files.write('two.jsonl', `${[lines[0], ...lines.slice(10)].join('\n')}\n`);
    const out = files.path('union');
    expect((await relufit('merge', one, two, '--out', out, '--quiet')).code).toBe(0);
    expect(bytes(out)).toEqual(bytes(whole));
  });
});

describe('relufit report', () => {
  test('makes the page of a run again, there or elsewhere', async () => {
    const before = bytes(whole);
    rmSync(join(whole, 'report.html'));
    const run = await relufit('report', whole);
    expect(run).toEqual({ code: 0, stderr: '', stdout: `wrote   ${join(whole, 'report.html')}\n` });
    expect(bytes(whole)).toEqual(before);
    const page = files.path('page.html');
    const other = await relufit('report', join(whole, 'trials.jsonl'), '--out', page, '--json');
    expect(JSON.parse(other.stdout)).toMatchObject({ trials: 24, files: { report: page } });
    expect(readFileSync(page, 'utf8')).toBe(before[2]);
  });

  test('prints Markdown, CSV and JSON', async () => {
    const [markdown, csv, json] = await Promise.all(
      ['md', 'csv', 'json'].map((format) => relufit('report', whole, '--format', format)),
    );
    expect(markdown).toMatchObject({ code: 0, stderr: '' });
    expect(markdown.stdout).toContain('| s | n at one half |');
    expect(csv.stdout.trimEnd().split('\n')).toHaveLength(7);
    expect(csv.stdout).toMatch(/^constraint,solver,.*\nsparse,pursuit,gaussian,relu,0,30,1,15,4,/);
    expect(json.stdout).toBe(read(whole, 'result.json'));
  });

  test('prints a figure: the first, or the one that is named', async () => {
    const [first, map, success] = await Promise.all(
      [[], ['--figure', 'success-map'], ['--figure', 'success']].map((figure) =>
        relufit('report', whole, '--format', 'svg', ...figure),
      ),
    );
    expect(first.code).toBe(0);
    // Its caption, for the paper.
    expect(first.stderr).toMatch(/^Each cell has the colour .* dashed 2δ\.\n$/);
    expect(first.stdout).toMatch(
      /^<svg xmlns[^>]+aria-label="Success over nonzeros s and samples n[\s\S]+<\/svg>\n$/,
    );
    expect(map).toEqual(first);
    expect(success.stdout).toMatch(
      /^<svg xmlns[^>]+aria-label="Share of trials that succeed against samples n/,
    );
    const config = files.write('figure.json', '{ "format": "svg", "figure": "success" }');
    expect(await relufit('report', whole, '--config', config)).toEqual(success);
    const other = await relufit('report', whole, '--format', 'svg', '--figure', 'map');
    expect(other).toMatchObject({ code: 2, stdout: '' });
    expect(other.stderr).toMatch(
      /--figure: got 'map', expected one of success-map, success, error/,
    );
    const page = await relufit('report', whole, '--figure', 'success');
    expect(page).toMatchObject({ code: 2, stdout: '' });
    expect(page.stderr).toContain('--figure: got --format html, expected svg.');
  });

  test('of a run that is under way, or of a part, says so', async () => {
    const [text] = bytes(whole);
    const path = files.write('so-far.jsonl', text.slice(0, 2000));
    const run = await relufit('report', path, '--format', 'csv');
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/^\d+ trials so far, \d+ to run next\n$/);
    expect(readFileSync(path, 'utf8')).toBe(text.slice(0, 2000));
    const one = files.write('one.jsonl', `${text.split('\n').slice(0, 2).join('\n')}\n`);
    expect((await relufit('report', one, '--format', 'csv')).stderr).toMatch(/^1 trial so far, /);
    const first = join(files.path('parts'), 'trials.1-of-3.jsonl');
    const part = await relufit('report', first, '--format', 'md');
    expect(part.stderr).toBe('part 1 of 3 only\n');
  });

  test('that a run outstrips gives way to the page of all trials', async () => {
    const [text] = bytes(whole);
    mkdirSync(files.path('outstripped'));
    const out = files.path('outstripped');
    files.write('outstripped/trials.jsonl', `${text.split('\n').slice(0, 5).join('\n')}\n`);
    // The run goes on, and ends, between the reading of the trials and the writing of the page.
    const phase = JSON.stringify([MAIN, 'phase', ...GRID, '--out', out, '--quiet']);
    const outstripped = `
      import { spawnSync } from 'node:child_process';
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      const { renameSync } = fs;
      fs.renameSync = (...names) => {
        fs.renameSync = renameSync;
        syncBuiltinESMExports();
        if (spawnSync(process.execPath, ${phase}).status !== 0) throw new Error('phase failed');
        renameSync(...names);
      };
      syncBuiltinESMExports();`;
    const report = start(['report', out], { node: before(outstripped) });
    expect(await report.ended).toBe(0);
    expect(report.stderr()).toBe('');
    expect(bytes(out)).toEqual(bytes(whole));
  });

  test.each([['csv'], ['html']])(
    'of a folder with parts alone says what to do, as %s',
    async (format) => {
      const parts = files.path('parts');
      const before = readdirSync(parts);
      expect(await relufit('report', parts, '--format', format)).toEqual({
        ...{ code: 1, stdout: '' },
        stderr:
          `relufit: ${parts}: got parts alone (trials.1-of-3.jsonl, trials.2-of-3.jsonl, trials.3-of-3.jsonl), ` +
          'expected a folder with trials.jsonl, or a file of trials. ' +
          `Join them with \`relufit merge ${parts} --out ${parts}\` first, or name one of them.\n`,
      });
      expect(readdirSync(parts)).toEqual(before);
    },
  );

  test('of a folder without trials says so as merge does', async () => {
    const folder = files.path('bare');
    mkdirSync(folder);
    const [report, merge] = await Promise.all([
      relufit('report', folder),
      relufit('merge', folder, '--out', files.path('bare-out')),
    ]);
    expect(report).toEqual(merge);
    expect(report.stderr).toContain('bare: got a folder without trials, expected one with');
  });

  test('of trials of another relufit says which', async () => {
    const [text] = bytes(whole);
    const path = files.write('older.jsonl', text.replace(/"version":"[^"]+"/, '"version":"0.0.9"'));
    const run = await relufit('report', path, '--format', 'json');
    expect(run).toMatchObject({ code: 0, stderr: 'trials of relufit 0.0.9\n' });
    expect(JSON.parse(run.stdout).version).toBe('0.0.9');
  });

  test('writes to a file, and refuses what is none', async () => {
    const out = files.path('report.csv');
    const run = await relufit('report', whole, '--format', 'csv', '--out', out);
    expect(run).toMatchObject({ code: 0, stdout: `wrote   ${out}\n` });
    expect(readFileSync(out, 'utf8')).toMatch(/^constraint,/);
    expect((await relufit('report', files.path('nowhere'))).code).toBe(1);
    const [text] = bytes(whole);
    const empty = files.write('no-trials.jsonl', `${text.split('\n')[0]}\n`);
    expect((await relufit('report', empty)).stderr).toContain('no trials yet');
  });
});
