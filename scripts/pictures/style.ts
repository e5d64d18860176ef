// What the pictures share: colours that are told apart with any sight (Okabe and Ito 2008), on white, so that they read the
// same on a light and on a dark page.

import * as Plot from '@observablehq/plot';
import { svgOf } from '../../lab/src/report/svg.js';

export const INK = '#1c1f23';
export const SOFT = '#5c646e';
export const RULE = '#d9dde2';
export const BLUE = '#0072B2';
export const SKY = '#56B4E9';
export const GREEN = '#009E73';
export const VERMILION = '#D55E00';
export const PURPLE = '#AA4499';

const FONT = 'system-ui, sans-serif';

/** A part of a picture, and where it stands there. */
export interface Panel {
  readonly x: number;
  readonly y: number;
  readonly options: Plot.PlotOptions & { readonly width: number; readonly height: number };
}

/** Panels side by side on white, as one SVG that needs nothing else. */
export function picture(
  title: string,
  width: number,
  height: number,
  panels: readonly Panel[],
): string {
  const drawn = panels.map(({ x, y, options }, k) => {
    const svg = svgOf({
      ...options,
      className: `panel-${k}`,
      style: { fontFamily: FONT, fontSize: '13px', color: INK, background: 'white' },
    });
    return rounded(svg).replace('<svg', `<svg x="${x}" y="${y}"`);
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

// Coordinates to a hundredth of a pixel: what the last digits of a logarithm are on some machine makes no other picture.
export const rounded = (svg: string) =>
  svg.replace(/="[^"]*"/g, (attribute) =>
    attribute.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) =>
      String(Math.round(100 * Number(number)) / 100),
    ),
  );

/** A word beside its curve, readable over what crosses it. */
export function label(
  text: string,
  place: { readonly x: number; readonly y: number },
  given: Plot.TextOptions & { readonly fill: string },
): Plot.Text {
  return Plot.text([text], {
    x: [place.x],
    y: [place.y],
    stroke: 'white',
    strokeWidth: 5,
    fontWeight: 600,
    textAnchor: 'start',
    ...given,
  });
}

const DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 0.001 → 10⁻³. */
export function powerOfTen(value: number): string {
  const exponent = Math.round(Math.log10(value));
  if (exponent === 0) return '1';
  const digits = Array.from(String(Math.abs(exponent)), (digit) => DIGITS[Number(digit)]);
  return `10${exponent < 0 ? '⁻' : ''}${digits.join('')}`;
}
