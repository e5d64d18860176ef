import { type PlotOptions, plot } from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** A plot as SVG text, drawn in a document of its own since Node has none. */
export function svgOf(options: PlotOptions): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  return plot({ ...options, document: document as unknown as Document }).outerHTML;
}
