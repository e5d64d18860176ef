import { type Child, element } from './element.js';

/** What a tab holds: a word of what it is about, what is chosen at the side with its buttons, what comes of it on the stage. */
export interface Panel {
  readonly intro: string;
  readonly side: readonly Child[];
  readonly actions: readonly Child[];
  readonly stage: readonly Child[];
}

export const panel = ({ intro, side, actions, stage }: Panel): HTMLElement[] => [
  element('p', { class: 'intro' }, intro),
  element(
    'div',
    { class: 'bench' },
    element('div', { class: 'side' }, ...side, element('div', { class: 'actions' }, ...actions)),
    element('div', { class: 'stage' }, ...stage),
  ),
];
