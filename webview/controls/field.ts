import { h } from '../dom.ts';
import { type Choice, type DropdownControl, dropdown } from './toolkit.ts';

/** A label over a control. */
export function labelled(label: string, control: HTMLElement, title = ''): HTMLElement {
  const name = h('span', { class: 'field-label', text: label, title: title === '' ? label : title });
  return h('div', { class: 'field' }, name, control);
}

export interface ChoiceField<T extends string> {
  readonly element: HTMLElement;
  set(value: T): void;
}

/** A label over a fixed list of choices. */
export function choiceField<T extends string>(
  label: string,
  choices: readonly (Choice & { readonly value: T })[],
  onChange: (value: T) => void,
): ChoiceField<T> {
  const control: DropdownControl = dropdown(label, (value) => onChange(value as T));
  return { element: labelled(label, control.element), set: (value) => control.set(choices, value) };
}
