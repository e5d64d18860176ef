// What is shown is in the address, after '#': the tab, and the values of its controls. So a link is the whole state.

export interface Address {
  readonly tab: string;
  readonly values: Readonly<Record<string, string>>;
}

/** '#recover?n=250&d=400' → { tab: 'recover', values: { n: '250', d: '400' } }. */
export function readAddress(hash = location.hash): Address {
  const [tab, query = ''] = hash.replace(/^#/, '').split('?');
  return { tab, values: Object.fromEntries(new URLSearchParams(query)) };
}

/** Writes it without a new entry of the history: a slider would make hundreds. */
export function writeAddress({ tab, values }: Address): void {
  const query = new URLSearchParams(values).toString();
  history.replaceState(null, '', query === '' ? `#${tab}` : `#${tab}?${query}`);
}
