export type Child = Node | string | undefined;
type Attribute = string | number | boolean | undefined | ((event: Event) => void);

/** An element; attributes that are functions are listeners, false and undefined leave one out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== undefined && value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

export const button = (label: string, click: () => void, attributes = {}) =>
  element('button', { type: 'button', click, ...attributes }, label);
