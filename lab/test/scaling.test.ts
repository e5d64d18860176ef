// The commands of docs/scaling.md, as they stand there: each way of running comes to the bytes of one machine.

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { MAIN, workFolder } from './cli.js';

const page = readFileSync(new URL('../../docs/scaling.md', import.meta.url), 'utf8');

/** The code block that is marked with a name. */
function block(name: string): string {
  const [, code] =
    new RegExp(`<!-- checked: ${name} -->\\n\`\`\`\\w+\\n([\\s\\S]*?)\\n\`\`\``).exec(page) ?? [];
  if (code === undefined) throw new Error(`docs/scaling.md: got no block '${name}'`);
  return code;
}

const files = workFolder();
mkdirSync(files.path('bin'));
const program = (name: string, text: string) =>
  chmodSync(files.write(`bin/${name}`, `#!/bin/sh\n${text}\n`), 0o755);
program('relufit', `exec '${process.execPath}' '${MAIN}' "$@"`);
program('srun', 'exec "$@"');
program('scontrol', 'echo "$@" >> scontrol.log');

const path = `${files.path('bin')}${delimiter}${process.env.PATH}`;
const has = (name: string, ...args: string[]) => spawnSync(name, args).status === 0;

/** Runs a script in a folder of its own; answers its exit code. */
function bash(folder: string, script: string, env: NodeJS.ProcessEnv = {}): number | null {
  mkdirSync(files.path(folder), { recursive: true });
  const run = spawnSync('bash', ['-c', script], {
    cwd: files.path(folder),
    env: { ...process.env, PATH: path, ...env },
    encoding: 'utf8',
  });
  if (run.status !== 0) console.error(run.stderr);
  return run.status;
}

const bytes = (folder: string) =>
  ['trials.jsonl', 'result.json', 'report.html'].map((name) =>
    readFileSync(join(files.path(folder), 'results/small', name), 'utf8'),
  );
const MERGE = 'relufit merge results/small --out results/small --quiet';

const hasBash = has('bash', '-c', 'true');
if (hasBash) bash('one', block('one'));

test.runIf(hasBash && has('parallel', '--version'))('GNU parallel', () => {
  expect(bash('parallel', block('parallel'))).toBe(0);
  expect(bytes('parallel')).toEqual(bytes('one'));
});

test.runIf(hasBash)('the Slurm script, for each task of its array', () => {
  const script = block('slurm');
  execFileSync('bash', ['-n'], { input: script });
  const [, last] = /--array=1-(\d+)/.exec(script) ?? [];
  expect(script.split('\n')[0]).toBe('#!/bin/bash');
  for (let task = Number(last); task > 0; task--) {
    const env = {
      ...{ SLURM_ARRAY_TASK_ID: `${task}`, SLURM_CPUS_PER_TASK: '2', SLURM_JOB_ID: `7${task}` },
    };
    expect(bash('slurm', script, env)).toBe(0);
  }
  expect(bash('slurm', MERGE)).toBe(0);
  expect(bytes('slurm')).toEqual(bytes('one'));
  // Interrupted, the task is queued again.
  const stopped = script.replace('srun relufit', 'sh -c "exit 3" relufit');
  expect(bash('slurm', stopped, { SLURM_JOB_ID: '75' })).toBe(3);
  expect(readFileSync(files.path('slurm/scontrol.log'), 'utf8')).toBe('requeue 75\n');
});

test.runIf(hasBash)('the container of the Kubernetes manifest, for each index', () => {
  const manifest = block('kubernetes');
  const [, folded] = /args:\n\s+- >-\n([\s\S]*?)\n\s+workingDir/.exec(manifest) ?? [];
  const command = folded.trim().split(/\n\s+/).join(' ');
  const [, completions] = /completions: (\d+)/.exec(manifest) ?? [];
  expect(command).toContain(`)/${completions}"`);
  for (let index = 0; index < Number(completions); index++) {
    expect(bash('kubernetes', command, { JOB_COMPLETION_INDEX: `${index}` })).toBe(0);
  }
  expect(bash('kubernetes', MERGE)).toBe(0);
  expect(bytes('kubernetes')).toEqual(bytes('one'));
});

// Node reads no YAML; Python often does.
test.runIf(has('python3', '-c', 'import yaml'))('the Kubernetes manifest is YAML', () => {
  const code = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin)))';
  const text = execFileSync('python3', ['-c', code], { input: block('kubernetes') });
  const { apiVersion, kind, spec } = JSON.parse(String(text));
  expect({ apiVersion, kind }).toEqual({ apiVersion: 'batch/v1', kind: 'Job' });
  expect(spec).toMatchObject({ completionMode: 'Indexed', completions: 4 });
  const [container] = spec.template.spec.containers;
  expect(container.args).toHaveLength(1);
  expect(container.args[0]).toMatch(/^exec relufit phase .*--quiet$/);
  expect(container.volumeMounts[0].name).toBe(spec.template.spec.volumes[0].name);
});
