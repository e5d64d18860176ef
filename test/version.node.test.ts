import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { version } from '../src/version.js';

test.each(['package.json', 'lab/package.json'])(
  'the version in the source is that of %s',
  (file) => {
    expect(version).toBe(JSON.parse(readFileSync(file, 'utf8')).version);
  },
);
