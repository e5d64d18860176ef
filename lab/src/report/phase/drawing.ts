// A figure of panels that share their axes: what all figures have in common. Drawn by Plot, with titles and a legend above,
// as one SVG.

import * as Plot from '@observablehq/plot';
import { escaped } from '../html.js';
import { svgOf } from '../svg.js';
import type { Axis, Tick } from './axis.js';
import { successColour } from './colours.js';
import { wrapped } from './names.js';

/** Where a panel is among its like: the column and the row of Plot's facets. */
export interface Place {
  readonly fx: number;
  readonly fy: number;
}

/** One of the two axes of a drawing. */
export interface Scale {
  readonly label: string;
  readonly domain: readonly [number, number];
  readonly ticks: (share: number) => readonly Tick[];
  /** Whether the ticks are names, which take more room. */
  readonly isNames: boolean;
}

/** Of a drawing before its marks are known: how large letters and panels are. */
export interface Layout {
  readonly width: number;
  readonly isSmall: boolean;
  readonly places: readonly Place[];
  readonly panel: { readonly width: number; readonly height: number };
  readonly fontSize: number;
}

export interface Drawing {
  readonly label: string;
  readonly layout: Layout;
  readonly titles: readonly string[];
  readonly x: Scale;
  readonly y: Scale;
  readonly legend?: Legend;
  readonly marks: readonly Plot.Markish[];
  /** Whether there are words on top of frames, below the titles. */
  readonly hasHeads?: boolean;
}

/** More panels than this are left to the tables. */
export const MOST_PANELS = 36;

export const scaleOf = (axis: Axis, label = axis.label): Scale => ({
  label,
  domain: axis.domain,
  ticks: (share) => axis.ticks(share),
  isNames: !axis.isNumeric,
});

interface Margins {
  readonly left: number;
  readonly right: number;
}

/**
 * Panels in rows, as many beside each other as their width allows.
 *
 * @param height of a panel as a part of its width, for one panel alone and for several; of names, as high as they are.
 */
export function layoutOf(
  width: number,
  count: number,
  y: Scale,
  height?: { readonly alone: number; readonly several: number },
): Layout {
  const isSmall = width < 500;
  const columns = columnsOf(count, isSmall);
  const { left, right } = marginsOf(y, isSmall);
  const inner = width - left - right;
  const gap = isSmall ? 28 : 36;
  const panelWidth = (inner - gap * (columns - 1)) / columns;
  const places = Array.from({ length: count }, (_, k) => ({
    fx: k % columns,
    fy: Math.floor(k / columns),
  }));
  const fontSize = isSmall ? 12 : 13;
  const part = count === 1 ? height?.alone : height?.several;
  const panelHeight = part === undefined ? heightOf(y, fontSize, count) : panelWidth * part;
  return {
    ...{ width, isSmall, places, fontSize },
    panel: { width: panelWidth, height: Math.round(panelHeight) },
  };
}

/** Of names one below the other. */
function heightOf(y: Scale, fontSize: number, count: number): number {
  const names = y.ticks(0).map(({ text }) => wrapped(text, NAME_WIDTH).split('\n').length);
  const row = Math.max(count === 1 ? 40 : 26, Math.max(...names) * LINE * fontSize + 8);
  return names.length * row + 8;
}

function columnsOf(count: number, isSmall: boolean): number {
  if (isSmall) return Math.min(2, count);
  if (count <= 4) return count;
  return count === 6 || count === 9 || count === 5 ? 3 : 4;
}

function marginsOf(y: Scale, isSmall: boolean): Margins {
  const texts = y.isNames ? nameLines(y) : y.ticks(0.2).map(({ text }) => text);
  const left = widthOf(texts, isSmall ? 12 : 13) + 14;
  return { left: Math.max(left, isSmall ? 36 : 44), right: isSmall ? 26 : 34 };
}

const nameLines = (scale: Scale) =>
  scale.ticks(0).flatMap(({ text }) => wrapped(text, NAME_WIDTH).split('\n'));

/** Letters of a name in a line. */
const NAME_WIDTH = 16;

/** Of the longest of some texts, about: no font is at hand to ask. */
export const widthOf = (texts: readonly string[], fontSize: number): number =>
  Math.ceil(Math.max(0, ...texts.map((text) => text.length)) * fontSize * 0.62);

/** The class of what Plot draws, by which its style finds it: in a page each has another one (figures.ts). */
export const CLASS = 'phase-figure';

export function draw(drawing: Drawing): string {
  const { layout, x, y, titles, marks, label, legend, hasHeads } = drawing;
  const { width, isSmall, places, panel, fontSize } = layout;
  const { left, right } = marginsOf(y, isSmall);
  const columns = Math.max(...places.map(({ fx }) => fx)) + 1;
  const rows = Math.max(...places.map(({ fy }) => fy)) + 1;
  const letters = Math.floor(panel.width / (fontSize * 0.62));
  const lines = titles.map((title) => wrapped(title, letters));
  const titleHeight =
    Math.max(0, ...lines.map((text) => text.split('\n').length)) * LINE * fontSize;

  const heads = hasHeads ? 15 : 0;
  const gapX = columns > 1 ? (width - left - right - columns * panel.width) / (columns - 1) : 0;
  const gapY = titleHeight + heads + 14;
  // The name of the upright axis, where it has one, stands above it.
  const top = (y.isNames ? 6 : 28) + titleHeight + heads;
  const xNames = wrapNames(x, panel.width, fontSize);
  const bottom = 40 + (Math.max(...xNames.map(({ text }) => text.split('\n').length)) - 1) * 15;
  const height = top + bottom + rows * panel.height + (rows - 1) * gapY;
  const yTicks = y.isNames
    ? y.ticks(0).map(({ place, text }) => ({ place, text: wrapped(text, NAME_WIDTH) }))
    : y.ticks(22 / panel.height);
  const textOf = (ticks: readonly Tick[]) => (place: unknown) =>
    ticks.find((tick) => tick.place === place)?.text ?? '';
  const head = legend === undefined ? { svg: '', height: 0 } : legend(width, fontSize);
  const plot = svgOf({
    ...{
      width,
      height,
      marginLeft: left,
      marginRight: right,
      marginTop: top,
      marginBottom: bottom,
    },
    className: CLASS,
    style: { fontSize: `${fontSize}px`, background: 'transparent', overflow: 'visible' },
    fx: {
      ...{ domain: Array.from({ length: columns }, (_, k) => k), axis: null },
      paddingInner: columns > 1 ? gapX / (panel.width + gapX) : 0,
      ...{ paddingOuter: 0, round: false },
    },
    fy: {
      ...{ domain: Array.from({ length: rows }, (_, k) => k), axis: null },
      paddingInner: rows > 1 ? gapY / (panel.height + gapY) : 0,
      ...{ paddingOuter: 0, round: false },
    },
    x: { type: 'linear', domain: x.domain, axis: null },
    y: { type: 'linear', domain: y.domain, axis: null, reverse: y.isNames },
    color: { type: 'identity' },
    // Radii are pixels: Plot would take the root of them.
    r: { type: 'identity' },
    marks: [
      Plot.axisX(
        xNames.map(({ place }) => place),
        { tickFormat: textOf(xNames), label: null, lineHeight: 1.15, tickSize: x.isNames ? 0 : 5 },
      ),
      Plot.axisY(
        yTicks.map(({ place }) => place),
        { tickFormat: textOf(yTicks), label: null, lineHeight: 1.1, tickSize: y.isNames ? 0 : 5 },
      ),
      ...marks,
      Plot.frame({ stroke: 'currentColor', strokeOpacity: 0.35 }),
      ...places.map((place, k) =>
        Plot.text([lines[k] ?? ''], {
          ...{ ...place, frameAnchor: 'top-left', lineAnchor: 'bottom', dy: -5 - heads },
          ...{ fill: 'currentColor', fontWeight: 600, lineHeight: LINE },
        }),
      ),
    ],
  });
  const total = height + head.height;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="figure" role="img" aria-label="${escaped(label)}" ` +
      `viewBox="0 0 ${width} ${total}" width="${width}" height="${total}" ` +
      `font-family="system-ui, sans-serif" font-size="${fontSize}" color="var(--ink)" fill="currentColor">`,
    head.svg,
    // Plot names its groups, which have no role that takes a name; the whole has one.
    clipsOf(plot)
      .replace(/ aria-[a-z]+="[^"]*"/g, '')
      .replace('<svg', `<svg y="${head.height}"`),
    y.isNames ? '' : `<text x="2" y="${head.height + 13}">${escaped(y.label)} ↑</text>`,
    `<text x="${width - right}" y="${total - 5}" text-anchor="end">${escaped(x.label)}${x.isNames ? '' : ' →'}</text>`,
    '</svg>',
  ].join('\n');
}

const LINE = 1.2;

/** Names the clips of a figure after it: Plot numbers those of everything that it has drawn. */
function clipsOf(plot: string): string {
  const names = new Map<string, string>();
  return plot.replace(/( id="|url\(#)([\w-]*clip-\d+)/g, (_, before: string, id: string) => {
    const name = names.get(id) ?? `${CLASS}-clip-${names.size + 1}`;
    names.set(id, name);
    return before + name;
  });
}

function wrapNames(x: Scale, width: number, fontSize: number): readonly Tick[] {
  if (!x.isNames) return x.ticks(Math.max(38, 3.4 * fontSize) / width);
  const names = x.ticks(0);
  const letters = Math.max(6, Math.floor(width / names.length / (fontSize * 0.62)) - 1);
  return names.map(({ place, text }) => ({ place, text: wrapped(text, letters) }));
}

/** What stands above a figure. */
export type Legend = (width: number, fontSize: number) => { svg: string; height: number };

/** From none to all in the colours of success, and what else there is to say. */
export const successLegend =
  (sizes?: { fewest: number; most: number; largest: number }): Legend =>
  (width, fontSize) => {
    const [steps, wide, tall, from] = [24, 7, 11, 2];
    const ramp = Array.from({ length: steps }, (_, k) => {
      const colour = successColour(k / (steps - 1));
      return `<rect x="${from + k * wide}" y="20" width="${wide + 0.5}" height="${tall}" fill="${colour}"/>`;
    });
    const at = (share: number) => from + share * steps * wide;
    const numbers = [0, 0.5, 1].map(
      (share) =>
        `<text x="${at(share)}" y="45" text-anchor="${['start', 'middle', 'end'][2 * share]}">${100 * share}${share === 1 ? ' %' : ''}</text>`,
    );
    const words = `<text x="${from}" y="13">trials that succeed</text>`;
    if (sizes === undefined) return { svg: [words, ...ramp, ...numbers].join(''), height: 58 };
    // Beside the ramp: the fewest and the most trials as dots of their areas.
    const { fewest, most, largest } = sizes;
    const left = at(1) + Math.min(60, (width - at(1)) / 4);
    const dots = [fewest, most].map((trials, k) => {
      const r = largest * Math.sqrt(trials / most);
      const x = left + largest + k * (2 * largest + 26);
      return (
        `<circle cx="${x}" cy="${26}" r="${r}" fill="none" stroke="currentColor"/>` +
        `<text x="${x + r + 4}" y="${26 + fontSize / 3}">${trials}</text>`
      );
    });
    const title = `<text x="${left}" y="13">trials</text>`;
    return { svg: [words, ...ramp, ...numbers, title, ...dots].join(''), height: 58 };
  };

/** Names beside their colours, in as many lines as they need. */
export const namesLegend =
  (
    names: readonly { readonly name: string; readonly colour: string; readonly path: string }[],
  ): Legend =>
  (width, fontSize) => {
    let [x, y] = [2, 14];
    const items = names.map(({ name, colour, path }) => {
      const wide = 36 + widthOf([name], fontSize);
      if (x > 2 && x + wide > width) [x, y] = [2, y + 20];
      const item =
        `<path d="M${x} ${y - 4.5}h18" stroke="${colour}" stroke-width="2"/>` +
        `<path d="${path}" transform="translate(${x + 9} ${y - 4.5})" fill="${colour}"/>` +
        `<text x="${x + 24}" y="${y}">${escaped(name)}</text>`;
      x += wide;
      return item;
    });
    return { svg: items.join(''), height: y + 14 };
  };
