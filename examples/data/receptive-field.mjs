/** How a neuron weighs 24 places (rows) × 16 moments (columns): a centre and its surround, first for and then against. */
export const field = { rows: 24, columns: 16, weights: new Float64Array(24 * 16) };

const bump = (/** @type {number} */ x, /** @type {number} */ width) =>
  Math.exp(-((x / width) ** 2));
const kept = (/** @type {number} */ value) => (Math.abs(value) < 0.05 ? 0 : value);
const place = (/** @type {number} */ i) => kept(bump(i - 11, 1.6) - 0.5 * bump(i - 11, 3.2));
const moment = (/** @type {number} */ j) => kept(bump(j - 4, 1.5) - 0.4 * bump(j - 8, 2.2));

// Of length 1.
let sum = 0;
for (let k = 0; k < field.weights.length; k++) {
  field.weights[k] = place(Math.floor(k / field.columns)) * moment(k % field.columns);
  sum += field.weights[k] ** 2;
}
for (let k = 0; k < field.weights.length; k++) field.weights[k] /= Math.sqrt(sum);
