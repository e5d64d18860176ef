// A form made from a table of fields. Values are strings, as the address keeps them.

import { element } from './element.js';

interface Common {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
}

export interface Choice extends Common {
  readonly kind: 'choice';
  readonly options: readonly (readonly [value: string, label: string])[];
}

/** A number on a slider. */
export interface Slider extends Common {
  readonly kind: 'slider';
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly format?: (value: number) => string;
}

export interface Switch extends Common {
  readonly kind: 'switch';
}

export type Field = Choice | Slider | Switch;

export interface Limits {
  readonly max: number;
  readonly label?: string;
  readonly hidden?: boolean;
}

interface Made {
  readonly field: Field;
  readonly row: HTMLElement;
  readonly label: HTMLElement;
  readonly input: HTMLInputElement | HTMLSelectElement;
  readonly show: () => void;
}

export class Controls {
  readonly element = element('form', {
    class: 'controls',
    submit: (event) => event.preventDefault(),
  });
  private readonly made = new Map<string, Made>();

  /** @param changed called after each change by hand. */
  constructor(fields: readonly Field[], changed: () => void) {
    for (const field of fields) {
      const made = make(field);
      made.input.addEventListener('input', () => {
        made.show();
        changed();
      });
      this.made.set(field.name, made);
      this.element.append(made.row);
    }
  }

  get values(): Record<string, string> {
    return Object.fromEntries([...this.made].map(([name, { input }]) => [name, stateOf(input)]));
  }

  /** Takes over the values that a field can have, and leaves the others as they were. */
  set values(given: Readonly<Record<string, string>>) {
    for (const [name, value] of Object.entries(given)) {
      const made = this.made.get(name);
      if (made === undefined || !isPossible(made.field, value)) continue;
      if (made.field.kind === 'switch') (made.input as HTMLInputElement).checked = value === '1';
      else made.input.value = value;
      made.show();
    }
  }

  /** Changes what a slider may be, and brings its value within. */
  limit(name: string, { max, label, hidden = false }: Limits): void {
    const made = this.made.get(name) as Made;
    (made.input as HTMLInputElement).max = String(max);
    if (label !== undefined) made.label.textContent = label;
    made.row.hidden = hidden;
    made.show();
  }

  /** Changes the hint of a field that has one. */
  describe(name: string, hint: string): void {
    const element = (this.made.get(name) as Made).row.querySelector('.hint');
    if (element) element.textContent = hint;
  }

  number(name: string): number {
    return Number((this.made.get(name) as Made).input.value);
  }
}

const stateOf = (input: HTMLInputElement | HTMLSelectElement) =>
  input.type === 'checkbox' ? String(Number((input as HTMLInputElement).checked)) : input.value;

function isPossible(field: Field, value: string): boolean {
  if (field.kind === 'choice') return field.options.some(([option]) => option === value);
  if (field.kind === 'switch') return value === '0' || value === '1';
  return value.trim() !== '' && Number.isFinite(Number(value));
}

function make(field: Field): Made {
  const { name, hint } = field;
  const id = `control-${name}`;
  const description = hint === undefined ? undefined : `${id}-hint`;
  const label = element('label', { for: id }, field.label);
  const hintElement =
    hint === undefined ? undefined : element('p', { class: 'hint', id: description }, hint);
  const common = { id, name, 'aria-describedby': description };
  if (field.kind === 'choice') {
    const options = field.options.map(([value, text]) => element('option', { value }, text));
    const input = element('select', common, ...options);
    input.value = field.value;
    const row = element('div', { class: 'field' }, label, input, hintElement);
    return { field, row, label, input, show: () => {} };
  }
  if (field.kind === 'switch') {
    const input = element('input', { ...common, type: 'checkbox' });
    input.checked = field.value === '1';
    const row = element('div', { class: 'field switch' }, input, label, hintElement);
    return { field, row, label, input, show: () => {} };
  }
  const { min, max, step, value, format = String } = field;
  const input = element('input', { ...common, type: 'range', min, max, step, value });
  const output = element('output', { for: id });
  const show = () => {
    output.textContent = format(Number(input.value));
    input.setAttribute('aria-valuetext', output.textContent);
  };
  show();
  const head = element('div', { class: 'field-head' }, label, output);
  const row = element('div', { class: 'field' }, head, input, hintElement);
  return { field, row, label, input, show };
}
