import { readAddress, writeAddress } from './page/address.js';
import { element } from './page/element.js';
import { nextTurn } from './page/motion.js';
import { tabs } from './page/tabs.js';
import { inWords } from './page/words.js';

/** A tab that is open: it keeps the values of its controls in the address. */
export interface Panel {
  values: Readonly<Record<string, string>>;
}

export type Open = (
  place: HTMLElement,
  values: Readonly<Record<string, string>>,
  changed: (values: Readonly<Record<string, string>>) => void,
) => Panel;

// Each is loaded when it is first shown.
const PANELS: Readonly<Record<string, () => Promise<{ open: Open }>>> = {
  recover: () => import('./recover/recover.js'),
  field: () => import('./field/field.js'),
  data: () => import('./data/data.js'),
  benchmark: () => import('./benchmark/benchmark.js'),
};

const opened = new Map<string, Promise<Panel>>();
let current = '';

function openPanel(tab: string): Promise<Panel> {
  const place = document.getElementById(`panel-${tab}`) as HTMLElement;
  const { values } = readAddress();
  place.setAttribute('aria-busy', 'true');
  return PANELS[tab]()
    .then(async ({ open }) => {
      // Not in the task that its modules are evaluated in, so that neither is long.
      await nextTurn();
      return open(place, values, (changed) => {
        if (tab === current) writeAddress({ tab, values: changed });
      });
    })
    .catch((error) => {
      place.append(element('p', { class: 'error', role: 'alert' }, inWords(error)));
      throw error;
    })
    .finally(() => place.removeAttribute('aria-busy'));
}

async function show(tab: string): Promise<void> {
  current = tab;
  const first = !opened.has(tab);
  const promise = opened.get(tab) ?? openPanel(tab);
  opened.set(tab, promise);
  const panel = await promise;
  if (tab === current && !first) writeAddress({ tab, values: panel.values });
}

const list = document.querySelector<HTMLElement>('[role=tablist]') as HTMLElement;
const { select } = tabs(list, (tab) => {
  if (readAddress().tab !== tab) writeAddress({ tab, values: {} });
  show(tab);
});

async function follow(): Promise<void> {
  const { tab, values } = readAddress();
  const known = Object.hasOwn(PANELS, tab) ? tab : 'recover';
  if (known === current) {
    const panel = await opened.get(known);
    if (panel) panel.values = values;
    return;
  }
  const already = opened.get(known);
  if (already) (await already).values = values;
  select(known);
}

addEventListener('hashchange', follow);
follow();
