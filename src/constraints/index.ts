export { type Bound, box } from './box.js';
export type { ClosedForm, Constraint } from './constraint.js';
export { l1Ball } from './l1-ball.js';
export { l2Ball } from './l2-ball.js';
export { linfBall } from './linf-ball.js';
export { nonnegative } from './nonnegative.js';
export { sparse } from './sparse.js';
export { wholeSpace } from './whole-space.js';
