import {
  type Button,
  type Checkbox,
  type Dropdown,
  provideVSCodeDesignSystem,
  type TextField,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { h, icon, setAttr, setText } from '../dom.ts';

/** The only module that knows the toolkit: the rest of the panel sees plain elements and callbacks. */

provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodeTextField(),
);

const make = <T extends HTMLElement>(tag: string): T => document.createElement(`vscode-${tag}`) as T;

export interface ButtonControl {
  readonly element: HTMLElement;
  label(text: string): void;
  enable(enabled: boolean): void;
}

/** A button with a text; `primary` ones are the panel's one accent. */
export function button(
  text: string,
  appearance: 'primary' | 'secondary',
  onClick: () => void,
  iconName?: string,
): ButtonControl {
  const element = make<Button>('button');
  element.setAttribute('appearance', appearance);
  const label = document.createTextNode(text);
  if (iconName) {
    const start = icon(iconName);
    start.slot = 'start';
    element.append(start);
  }
  element.append(label);
  element.addEventListener('click', onClick);
  return {
    element,
    label: (next) => {
      label.data = next;
    },
    enable: (enabled) => setAttr(element, 'disabled', enabled ? null : ''),
  };
}

export interface IconButtonControl extends ButtonControl {
  icon(name: string): void;
  expanded(open: boolean): void;
}

/** A button that is an icon; the label is its title and its name for assistive technology. */
export function iconButton(name: string, text: string, onClick: () => void): IconButtonControl {
  const element = make<Button>('button');
  const picture = icon(name);
  const label = (next: string): void => {
    setAttr(element, 'aria-label', next);
    setAttr(element, 'title', next);
  };
  label(text);
  element.setAttribute('appearance', 'icon');
  element.append(picture);
  element.addEventListener('click', onClick);
  return {
    element,
    label,
    enable: (enabled) => setAttr(element, 'disabled', enabled ? null : ''),
    icon: (next) => {
      picture.className = `icon icon-${next}`;
    },
    expanded: (open) => {
      element.ariaExpanded = String(open);
      element.classList.toggle('pressed', open);
    },
  };
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly title?: string;
}

export interface DropdownControl {
  readonly element: HTMLElement;
  /** Shows these choices with this one chosen; no change is reported. */
  set(choices: readonly Choice[], value: string): void;
  enable(enabled: boolean): void;
}

/** A list of choices, one chosen; `prefix` stands dimmed before the chosen one. */
export function dropdown(label: string, onChange: (value: string) => void, prefix = ''): DropdownControl {
  const element = make<Dropdown>('dropdown');
  const before =
    prefix === '' ? [] : [h('span', { class: 'prefix dim', text: prefix, attrs: { slot: 'start' } })];
  element.setAttribute('aria-label', label);
  let current = '';
  let shown: readonly Choice[] = [];
  element.addEventListener('change', () => {
    if (element.value === current || element.value === '') return;
    current = element.value;
    describe();
    onChange(current);
  });
  const describe = (): void => {
    const text = shown.find((choice) => choice.value === current)?.label ?? '';
    setAttr(element, 'title', `${label}: ${text}`);
    setAttr(element, 'aria-label', `${label}: ${text}`);
  };
  // The toolkit sees other options only later, and then keeps the place of the one chosen before, whatever stands there.
  element.shadowRoot?.addEventListener('slotchange', () => {
    const at = element.options.findIndex((option) => option.value === current);
    if (at !== -1 && at !== element.selectedIndex) element.selectedIndex = at;
  });
  return {
    element,
    set: (offered, value) => {
      // What was chosen once may not be offered any more: it is shown by its own name.
      const known = value === '' || offered.some((choice) => choice.value === value);
      const choices = known ? offered : [...offered, { value, label: value }];
      const same = sameChoices(shown, choices);
      if (same && value === current && element.value === value) return;
      current = value;
      if (!same) element.replaceChildren(...before, ...choices.map((choice) => optionOf(choice, value)));
      shown = choices;
      element.value = value;
      describe();
    },
    enable: (enabled) => setAttr(element, 'disabled', enabled ? null : ''),
  };
}

function optionOf({ value, label, title }: Choice, chosen: string): HTMLElement {
  const option = make<HTMLElement>('option');
  option.setAttribute('value', value);
  if (value === chosen) option.setAttribute('selected', '');
  option.title = title ?? label;
  option.textContent = label;
  return option;
}

const sameChoices = (a: readonly Choice[], b: readonly Choice[]): boolean =>
  a.length === b.length &&
  a.every((choice, index) => choice.value === b[index]?.value && choice.label === b[index].label);

export interface FieldOptions {
  readonly label: string;
  /** Leaves the label to assistive technology. */
  readonly hideLabel?: boolean;
  readonly placeholder?: string;
  readonly onInput?: (text: string) => void;
  /** Enter, or leaving the field after a change. */
  readonly onChange?: (text: string) => void;
}

export interface FieldControl {
  readonly element: HTMLElement;
  /** Shows a text unless somebody is typing here. */
  set(text: string): void;
  complain(message: string): void;
}

/** A line of text. */
export function textField(options: FieldOptions): FieldControl {
  const element = make<TextField>('text-field');
  if (options.hideLabel) queueMicrotask(() => element.setAttribute('aria-label', options.label));
  else element.textContent = options.label;
  element.setAttribute('autocomplete', 'off');
  element.setAttribute('spellcheck', 'false');
  if (options.placeholder) element.setAttribute('placeholder', options.placeholder);
  element.addEventListener('input', () => options.onInput?.(element.value));
  element.addEventListener('change', () => options.onChange?.(element.value));
  return {
    element,
    set: (text) => {
      if (document.activeElement !== element && element.value !== text) element.value = text;
    },
    complain: (message) => {
      element.classList.toggle('wrong', message !== '');
      setAttr(element, 'title', message === '' ? null : message);
    },
  };
}

export interface CheckboxControl {
  readonly element: HTMLElement;
  set(checked: boolean): void;
  enable(enabled: boolean): void;
}

/** A box to tick, with its label and, dimmed, a remark. */
export function checkbox(text: string, onChange: (checked: boolean) => void, remark = ''): CheckboxControl {
  const element = make<Checkbox>('checkbox');
  let current = false;
  const label = h('span', { class: 'checkbox-label', title: remark === '' ? text : `${text}: ${remark}` });
  setText(label, text);
  element.append(label);
  if (remark !== '') element.append(h('span', { class: 'dim checkbox-remark', text: remark, title: remark }));
  element.addEventListener('change', () => {
    if (element.checked === current) return;
    current = element.checked;
    onChange(current);
  });
  return {
    element,
    set: (checked) => {
      current = checked;
      element.checked = checked;
    },
    enable: (enabled) => setAttr(element, 'disabled', enabled ? null : ''),
  };
}
