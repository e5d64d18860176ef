// The Gram matrix of a few columns as the kernel `gram` makes it: in 4 × 4 tiles, a target's column behind the others.

/** The normal equations of weighted least squares on k columns. */
export interface Gram {
  /** Σᵢ ωᵢ x_ij x_il: k × k, row-major, symmetric to the bit. */
  readonly gram: Float64Array;
  /** Σᵢ ωᵢ tᵢ x_ij. */
  readonly right: Float64Array;
}

/** What one call needs, in bytes from its first node on. */
export interface GramPlan {
  /** Numbers of a node's vector. */
  readonly length: number;
  readonly nodeBytes: number;
  /** Where the scratch and the columns lie. */
  readonly scratch: number;
  readonly columns: number;
  readonly bytes: number;
}

// As assembly/macro/gram.ts has it: a strip of four entries of a chunk of rows.
const STRIP = 2112;
const TILE = 16;
/** Where the vector of a node begins, as assembly/macro/nodes.ts has it. */
export const NODE_VECTOR = 64;

export function planGram(k: number, nodes: number): GramPlan {
  const strips = Math.floor(k / 4) + 1;
  const length = (TILE * strips * (strips + 1)) / 2;
  const nodeBytes = NODE_VECTOR + 8 * length;
  const scratch = nodes * nodeBytes;
  const columns = scratch + 2 * strips * STRIP;
  return { length, nodeBytes, scratch, columns, bytes: columns + 4 * k };
}

/** What the tiles of a node say. */
export function gramOf(tiles: Float64Array, k: number): Gram {
  const entry = (a: number, b: number) => {
    const p = a >> 2;
    return tiles[TILE * ((p * (p + 1)) / 2 + (b >> 2)) + 4 * (a & 3) + (b & 3)];
  };
  const gram = new Float64Array(k * k);
  const right = new Float64Array(k);
  for (let a = 0; a < k; a++) {
    for (let b = 0; b <= a; b++) {
      gram[a * k + b] = entry(a, b);
      gram[b * k + a] = gram[a * k + b];
    }
    right[a] = entry(k, a);
  }
  return { gram, right };
}
