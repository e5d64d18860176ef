// The two modules of kernels that the library embeds, and the whole one that it exports.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isRare } from '../../src/engine/kernel-table.js';
import { binary as core } from '../../src/kernels/core.generated.js';
import { binary as rare } from '../../src/kernels/rare.generated.js';

const functionsOf = (bytes: Uint8Array<ArrayBuffer>) =>
  WebAssembly.Module.exports(new WebAssembly.Module(bytes))
    .filter(({ kind }) => kind === 'function')
    .map(({ name }) => name)
    .sort();
const decoded = (hexadecimal: string) => Uint8Array.from(Buffer.from(hexadecimal, 'hex'));
const whole = Uint8Array.from(readFileSync(new URL('../../build/relufit.wasm', import.meta.url)));

test('every kernel is in one of the two, and in the whole', () => {
  const both = [core, rare].flatMap((binary) => functionsOf(decoded(binary))).sort();
  expect(both).toEqual(functionsOf(whole));
  expect(new Set(both).size).toBe(both.length);
});

test('the core has the projections that are not rare, in both precisions', () => {
  const projections = (bytes: Uint8Array<ArrayBuffer>) =>
    functionsOf(bytes).filter((name) => name.startsWith('project'));
  const common = projections(whole).filter((name) => !isRare(name.slice(7, -3)));
  expect(common).toEqual(projections(decoded(core)));
  expect(common.length).toBe(12);
});

test('none has static data, which an instance on another’s memory would write over what is there', () => {
  for (const bytes of [decoded(core), decoded(rare), whole]) {
    const sections: number[] = [];
    for (let at = 8; at < bytes.length; ) {
      sections.push(bytes[at++]);
      let size = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++];
        size += (byte & 127) * 2 ** shift;
        if (byte < 128) break;
      }
      at += size;
    }
    expect(sections).not.toContain(11);
  }
});
