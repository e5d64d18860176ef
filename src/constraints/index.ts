export { type Bound, box } from './box.js';
export type { Constraint } from './constraint.js';
export { l1Ball } from './l1-ball.js';
export { l2Ball } from './l2-ball.js';
export { linfBall } from './linf-ball.js';
export { monotoneCone } from './monotone-cone.js';
export { nonnegative } from './nonnegative.js';
export { sparse } from './sparse.js';
export { wholeSpace } from './whole-space.js';
