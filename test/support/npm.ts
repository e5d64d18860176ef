// npm, for tests that install something.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of `npm install` and `npm ci`: what is in npm's cache comes from there. */
export const QUIET = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];

/** Installs what the lock file of a folder says, unless it is there. */
export function installed(folder: string): void {
  if (!isInstalled(folder)) npm(folder, ['ci', '--prefix', folder, ...QUIET]);
}

// npm notes in node_modules what it has installed there.
function isInstalled(folder: string): boolean {
  const installed = join(folder, 'node_modules/.package-lock.json');
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
  return versions(installed) === versions(join(folder, 'package-lock.json'));
}

/** Runs npm in a folder, and answers what it prints. */
export function npm(cwd: string, args: string[]): string {
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
