import { type Response, responseOf } from '../../src/problem/observation.js';

/** One of each kind of observation. */
export const RESPONSES: readonly Response[] = [
  responseOf('relu'),
  responseOf('linear'),
  responseOf({ leaky: 0.3 }),
  responseOf({ lower: -0.4, upper: 0.9 }),
  responseOf({ upper: 0.5 }),
  responseOf({ lower: 0.7 }),
];
