// The package as a user gets it: packed, and installed into a project outside of this repository; and the tools that it
// is tried with. Once for all tests of this folder.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

const root = resolve(import.meta.dirname, '../..');
const tools = join(import.meta.dirname, 'tools');

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder with relufit in its node_modules, and the tarball it came from. */
    project: string;
    tarball: string;
  }
}

export default function setup({ provide }: TestProject): () => void {
  const project = mkdtempSync(join(tmpdir(), 'relufit-project-'));
  const [{ filename }] = JSON.parse(
    npm(root, ['pack', '--json', '--ignore-scripts', '--pack-destination', project]),
  );
  const tarball = join(project, filename);
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  npm(project, ['install', '--prefix', project, ...quiet, tarball]);
  if (!isInstalled()) npm(tools, ['ci', '--prefix', tools, ...quiet]);
  provide('project', project);
  provide('tarball', tarball);
  return () => rmSync(project, { recursive: true });
}

// npm notes in node_modules what it has installed there.
function isInstalled(): boolean {
  const installed = join(tools, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const versions = (path: string) => {
    const { packages } = JSON.parse(readFileSync(path, 'utf8')) as {
      packages: Record<string, { version?: string; optional?: boolean }>;
    };
    return Object.entries(packages)
      .filter(([name, { optional }]) => name !== '' && !optional)
      .map(([name, { version }]) => `${name}@${version}`)
      .join();
  };
  return versions(installed) === versions(join(tools, 'package-lock.json'));
}

function npm(cwd: string, args: string[]): string {
  // Under `npm test` the environment would lead npm back to this repository, and its npm may be another one.
  const environment = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_)/.test(name),
  );
  const own = process.env.npm_execpath;
  const [command, ...before] = own?.endsWith('npm-cli.js') ? [process.execPath, own] : ['npm'];
  const { status, stdout, stderr } = spawnSync(command, [...before, ...args], {
    cwd,
    encoding: 'utf8',
    env: Object.fromEntries(environment),
    shell: process.platform === 'win32',
  });
  if (status === 0) return stdout;
  throw new Error(`npm ${args.join(' ')} in ${cwd}: ${stderr}`);
}
