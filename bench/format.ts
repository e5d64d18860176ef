/** Nanoseconds as people read them: 2.54 ms. */
export function time(nanoseconds: number): string {
  for (const [unit, size] of [
    ['s', 1e9],
    ['ms', 1e6],
    ['µs', 1e3],
  ] as const) {
    if (nanoseconds >= size) return `${digits(nanoseconds / size)} ${unit}`;
  }
  return `${digits(nanoseconds)} ns`;
}

/** Three significant digits without an exponent. */
export function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** 6.4 (5.6–7.4). */
export function ratioOf(row: { ratio: number; ratioP10: number; ratioP90: number }): string {
  return `${digits(row.ratio)} (${digits(row.ratioP10)}–${digits(row.ratioP90)})`;
}
