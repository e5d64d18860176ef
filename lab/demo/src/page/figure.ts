import { type PlotOptions, plot } from '@observablehq/plot';
import { element } from './element.js';

/** What is drawn, for the width that there is. */
export type Drawing = (width: number, small: boolean) => PlotOptions;

/** What a colour or a stroke stands for: how it is drawn, then its name. */
export type Key = readonly [stroke: 'line' | 'dashed' | 'ring', colour: string, name: string];

/** A plot with a heading and a caption, drawn anew where its width changes. */
export class Figure {
  readonly element: HTMLElement;
  private readonly place = element('div', { class: 'plot' });
  private drawing: Drawing | undefined;
  private width = 0;

  constructor(
    heading: string,
    private readonly description: () => string,
    caption?: string,
    keys: readonly Key[] = [],
  ) {
    this.element = element(
      'figure',
      {},
      element('h2', {}, heading),
      keys.length === 0 ? undefined : element('ul', { class: 'keys' }, ...keys.map(keyElement)),
      this.place,
      caption === undefined ? undefined : element('figcaption', {}, caption),
    );
    new ResizeObserver(([entry]) => {
      const width = Math.floor(entry.contentRect.width);
      if (width === this.width || width === 0) return;
      this.width = width;
      this.paint();
    }).observe(this.place);
  }

  draw(drawing: Drawing): void {
    this.drawing = drawing;
    this.paint();
  }

  private paint(): void {
    if (this.drawing === undefined || this.width === 0) return;
    const small = this.width < 500;
    const made = plot({
      width: this.width,
      marginTop: 30,
      marginBottom: 42,
      marginLeft: small ? 46 : 56,
      marginRight: small ? 12 : 20,
      className: 'drawn',
      style: { fontSize: small ? '12px' : '13px', background: 'transparent', overflow: 'visible' },
      ...this.drawing(this.width, small),
    });
    // Its parts have no role that a name could be of.
    for (const part of made.querySelectorAll('g')) part.removeAttribute('aria-label');
    made.setAttribute('role', 'img');
    made.setAttribute('aria-label', this.description());
    this.place.replaceChildren(made);
  }
}

function keyElement([stroke, colour, name]: Key): HTMLElement {
  const sign = element('span', { class: stroke, 'aria-hidden': 'true' });
  sign.style.setProperty('--colour', colour);
  return element('li', {}, sign, name);
}
