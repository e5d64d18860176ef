import { javascript } from './javascript.js';
import { jax } from './jax.js';
import { mlMatrix } from './ml-matrix.js';
import { numpyTs } from './numpy-ts.js';
import type { Opponent } from './opponent.js';
import { installPeers } from './peer.js';
import { stdlib } from './stdlib.js';
import { tfjs } from './tfjs.js';

const PEERS = { jax, tfjs, numpyTs, mlMatrix, stdlib };

let found: Promise<Opponent[]> | undefined;

/** Plain JavaScript and, unless they are left out, the packages of bench/peers; `note` is told what is missing. */
export function opponents(note: (text: string) => void, peers: boolean): Promise<Opponent[]> {
  found ??= find(note, peers);
  return found;
}

async function find(note: (text: string) => void, peers: boolean): Promise<Opponent[]> {
  const missing = peers ? installPeers() : 'left out by --no-peers';
  if (missing !== undefined) {
    note(`The peers are not measured: ${missing}.`);
    return [javascript];
  }
  const all = [javascript];
  for (const [name, load] of Object.entries(PEERS)) {
    try {
      all.push(await load());
    } catch (error) {
      note(`${name} is not measured: ${error instanceof Error ? error.message : error}.`);
    }
  }
  return all;
}
