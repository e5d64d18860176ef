// The pattern of tabs of the ARIA authoring practices: one stop of the Tab key, arrows move, Home and End jump.

export interface Tabs {
  select(name: string): void;
}

export function tabs(list: HTMLElement, shown: (name: string) => void): Tabs {
  const buttons = [...list.querySelectorAll<HTMLButtonElement>('[role=tab]')];
  const nameOf = (tab: HTMLButtonElement) => tab.dataset.tab as string;
  function select(name: string): void {
    for (const tab of buttons) {
      const chosen = nameOf(tab) === name;
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      const panel = document.getElementById(`panel-${nameOf(tab)}`) as HTMLElement;
      panel.hidden = !chosen;
    }
    shown(name);
  }
  for (const tab of buttons) tab.addEventListener('click', () => select(nameOf(tab)));
  list.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const last = buttons.length - 1;
    const next = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    buttons[next].focus();
    select(nameOf(buttons[next]));
  });
  return { select };
}
