import { element } from '../page/element.js';
import { short } from '../page/words.js';
import { type Likeness, SPACE, TIME } from './neuron.js';

type Colour = readonly [red: number, green: number, blue: number];

/** A field as a picture: a row a place, a column a time, orange below zero and blue above. */
export class HeatMap {
  readonly element: HTMLElement;
  private readonly canvas = element('canvas', { width: TIME, height: SPACE, role: 'img' });
  private readonly text = element('p');
  private values: ArrayLike<number> = [];
  private largest = 1;

  constructor(private readonly name: string) {
    this.element = element('div', {}, element('h2', {}, name), this.canvas, this.text);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.paint());
  }

  /** @param largest what the full colours stand for. */
  show(values: ArrayLike<number>, largest: number, likeness?: Likeness): void {
    this.values = values;
    this.largest = largest;
    const said =
      likeness === undefined
        ? 'what is to be found'
        : `correlation ${likeness.correlation.toFixed(3)}, relative error ${short(likeness.error)}`;
    this.text.textContent = said;
    this.canvas.setAttribute('aria-label', `${this.name}: ${said}`);
    this.paint();
  }

  private paint(): void {
    const context = this.canvas.getContext('2d');
    if (context === null || this.values.length === 0) return;
    const [negative, zero, positive] = ['--negative', '--page', '--positive'].map(colourOf);
    const picture = context.createImageData(TIME, SPACE);
    for (let k = 0; k < this.values.length; k++) {
      const part = this.values[k] / this.largest;
      const full = part < 0 ? negative : positive;
      const share = Math.min(1, Math.abs(part));
      for (let c = 0; c < 3; c++) picture.data[4 * k + c] = zero[c] + share * (full[c] - zero[c]);
      picture.data[4 * k + 3] = 255;
    }
    context.putImageData(picture, 0, 0);
  }
}

/** Of the style sheet, '#rrggbb'. */
function colourOf(name: string): Colour {
  const text = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as unknown as Colour;
}
