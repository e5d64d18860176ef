// Where the values of a parameter stand in a figure. Every axis of a figure is a line of numbers, and the values have places
// on it: numbers by themselves or by their logarithms, whichever keeps them apart, names one after the other.

import type { PhaseCoordinates, PhaseResult } from 'relufit';
import { isNumeric, labelOf, type Name, numberText, symbolOf, valueText } from './names.js';

export interface Tick {
  readonly place: number;
  readonly text: string;
}

export class Axis {
  /** Numbers ascending, names in the order of the options. */
  readonly values: readonly unknown[];
  readonly label: string;
  readonly isNumeric: boolean;
  readonly scale: 'linear' | 'log' | 'ordinal';
  /** Of the values. */
  readonly places: readonly number[];
  /** The outer edges of the first and the last cell. */
  readonly domain: readonly [number, number];
  private readonly texts: readonly string[];
  private readonly keys: ReadonlyMap<string, number>;
  // What a logarithm cannot show stands a step to the left of the others.
  private readonly zero: number;

  constructor(
    readonly name: Name,
    result: PhaseResult,
    values: readonly unknown[],
    domain?: readonly [number, number],
  ) {
    this.label = labelOf(name, result);
    this.isNumeric = isNumeric(name);
    this.values = this.isNumeric ? [...(values as number[])].sort((a, b) => a - b) : values;
    this.keys = new Map(this.values.map((value, k) => [JSON.stringify(value), k]));
    const texts = this.values.map(valueText);
    this.texts = texts.map((text, k) =>
      texts.indexOf(text) === texts.lastIndexOf(text) ? text : `${text} (${k + 1})`,
    );
    const numbers = this.values as readonly number[];
    this.scale = this.isNumeric ? scaleOf(name, numbers) : 'ordinal';
    const [first, second] = numbers.filter((value) => value > 0).map(Math.log10);
    this.zero = first - (second - first || 1);
    this.places = this.values.map((value, k) =>
      this.scale === 'ordinal' ? k : this.place(value as number),
    );
    const last = this.values.length - 1;
    this.domain = (domain?.map((value) => this.place(value)) as [number, number] | undefined) ?? [
      this.edges(0)[0],
      this.edges(last)[1],
    ];
  }

  /** The number of the value of a cell or a line; −1 where it is none of these. */
  indexOf(at: Partial<PhaseCoordinates>): number {
    return this.keys.get(JSON.stringify(at[this.name])) ?? -1;
  }

  /** Of any number on a numeric axis. */
  place(value: number): number {
    if (this.scale === 'linear') return value;
    if (this.scale === 'log') return value > 0 ? Math.log10(value) : this.zero;
    const numbers = this.values as readonly number[];
    const above = numbers.findIndex((other) => other >= value);
    const k = Math.max(1, above < 0 ? numbers.length - 1 : above);
    const [low, high] = [numbers[k - 1], numbers[k]];
    return k - 1 + (value - low) / (high - low);
  }

  /** Of the cells of value k: half-way to its neighbours. */
  edges(k: number): [number, number] {
    const at = this.places;
    if (at.length === 1) return [at[0] - 0.5, at[0] + 0.5];
    const low = k > 0 ? (at[k] - at[k - 1]) / 2 : (at[1] - at[0]) / 2;
    const high = k + 1 < at.length ? (at[k + 1] - at[k]) / 2 : low;
    return [at[k] - low, at[k] + high];
  }

  /** Ticks that are at least a `share` of the axis apart. */
  ticks(share: number): Tick[] {
    const [from, to] = this.domain;
    const apart = share * (to - from);
    const all = this.values.map((_, k) => ({ place: this.places[k], text: this.text(k) }));
    if (
      !this.isNumeric ||
      all.every(({ place }, k) => k === 0 || place - all[k - 1].place >= apart)
    ) {
      return all;
    }
    if (this.scale === 'linear' && all.length > FEW) {
      const step = [1, 2, 3, 4, 5]
        .flatMap((digit) => [0, 1, 2, 3, 4, 5, 6].map((power) => digit * 10 ** power))
        .sort((a, b) => a - b)
        .find((wide) => wide >= apart);
      if (step !== undefined && from >= 0) {
        const round: Tick[] = [];
        for (let value = Math.ceil(from / step) * step; value <= to; value += step) {
          round.push({ place: value, text: numberText(value) });
        }
        if (round.length > 1) return round;
      }
    }
    const kept: Tick[] = [];
    for (const tick of all) {
      const last = kept[kept.length - 1];
      if (last === undefined || tick.place - last.place >= apart) kept.push(tick);
    }
    return kept;
  }

  /** '4', 'pursuit'; no two values have the same. */
  text(k: number): string {
    return this.texts[k];
  }

  /** 's = 4', 'pursuit'. */
  described(k: number): string {
    return this.isNumeric ? `${symbolOf(this.name)} = ${this.text(k)}` : this.text(k);
  }
}

/** Of so many values each has a tick where there is room. */
const FEW = 8;

/** By themselves or by logarithms, where that keeps the nearest at least a quarter of an even step apart. */
function scaleOf(name: Name, numbers: readonly number[]): Axis['scale'] {
  const positive = numbers.filter((value) => value > 0);
  // Levels of noise are compared by their ratios.
  if (name !== 'noise' && evenness(numbers) >= 0.25) return 'linear';
  const canBeLog = positive.length > 0 && numbers[0] >= 0;
  return canBeLog && evenness(positive.map(Math.log10)) >= 0.25 ? 'log' : 'ordinal';
}

/** The least gap as a part of an even one. */
function evenness(ascending: readonly number[]): number {
  if (ascending.length < 2) return 1;
  const gaps = ascending.slice(1).map((value, k) => value - ascending[k]);
  const range = ascending[ascending.length - 1] - ascending[0];
  return (Math.min(...gaps) * gaps.length) / range;
}
