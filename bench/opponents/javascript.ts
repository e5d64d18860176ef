import { type JavaScriptProblem, javaScriptGradient } from '../../lab/src/bench/javascript.js';
import type { Opponent } from './opponent.js';

/** Plain JavaScript, tuned by hand. */
export const javascript: Opponent = {
  name: 'javascript',
  version: 'of this repository',
  precisions: ['f32', 'f64'],
  load(problem) {
    const gradient = javaScriptGradient();
    return { gradient: (w, g) => gradient(problem as JavaScriptProblem, w, g) };
  },
};
