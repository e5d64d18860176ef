// `relufit/data`: random numbers with an address, planted problems, NumPy's arrays.

export type { FileSource } from './byte-source.js';
export { fillNormal, type NormalMatrix, normal } from './normal.js';
export { parseNpy, toNpy } from './npy.js';
export {
  type PlantedOptions,
  type PlantedProblem,
  plantedProblem,
  type Rows,
} from './planted.js';
