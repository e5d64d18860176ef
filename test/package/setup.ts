// The package as a user gets it: packed, and installed into a project outside of this repository; and the tools that it
// is tried with. Once for all tests of this folder.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installed, npm, QUIET } from '../support/npm.js';

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
  npm(project, ['install', '--prefix', project, ...QUIET, tarball]);
  installed(tools);
  provide('project', project);
  provide('tarball', tarball);
  return () => rmSync(project, { recursive: true });
}
