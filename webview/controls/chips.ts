import { h, setAttr, show } from '../dom.ts';

export interface Chip {
  readonly value: string;
  readonly label: string;
  readonly title?: string;
}

export interface Chips {
  readonly element: HTMLElement;
  set(chips: readonly Chip[], chosen: readonly string[]): void;
  enable(enabled: boolean): void;
}

/** Small switches in a row that wraps, any number of them on. */
export function chips(label: string, onToggle: (value: string, on: boolean) => void): Chips {
  const list = h('div', { class: 'chips', attrs: { role: 'group', 'aria-label': label } });
  const element = h('div', { class: 'chips-field' }, h('span', { class: 'field-label', text: label }), list);
  let shown: readonly Chip[] = [];
  let buttons: HTMLButtonElement[] = [];
  let usable = true;
  const lay = (next: readonly Chip[]): void => {
    shown = next;
    buttons = next.map(({ value, label: text, title }) =>
      h('button', {
        class: 'chip',
        text,
        title: title ?? text,
        attrs: { type: 'button' },
        on: {
          click: (event) => {
            const on = (event.currentTarget as Element).getAttribute('aria-pressed') === 'true';
            if (usable) onToggle(value, !on);
          },
        },
      }),
    );
    list.replaceChildren(...buttons);
  };
  return {
    element,
    set: (next, chosen) => {
      const same = next.length === shown.length && next.every(({ value }, at) => value === shown[at]?.value);
      if (!same) lay(next);
      for (const [at, button] of buttons.entries())
        setAttr(button, 'aria-pressed', String(chosen.includes(next[at]?.value ?? '')));
      show(element, next.length > 0);
    },
    enable: (enabled) => {
      usable = enabled;
      for (const button of buttons) setAttr(button, 'aria-disabled', enabled ? null : 'true');
    },
  };
}
