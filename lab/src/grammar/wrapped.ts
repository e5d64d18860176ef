/** Names as lines of a help text that begin after `indent` columns. */
export function wrapped(names: readonly string[], indent: number): string {
  const lines = [''];
  for (const [k, name] of names.entries()) {
    const item = k < names.length - 1 ? `${name}, ` : name;
    if (indent + (lines[lines.length - 1] + item).trimEnd().length > 80) lines.push('');
    lines[lines.length - 1] += item;
  }
  return lines.map((line) => line.trimEnd()).join(`\n${' '.repeat(indent)}`);
}
