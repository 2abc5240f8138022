import { h, setAttr } from '../dom.ts';

export interface SegmentedControl {
  readonly element: HTMLElement;
  set(value: string): void;
}

/** A few choices side by side, one pressed. */
export function segmented(
  label: string,
  choices: readonly { readonly value: string; readonly label: string; readonly title?: string }[],
  onChange: (value: string) => void,
): SegmentedControl {
  const buttons = choices.map(({ value, label: text, title }) => {
    const button = h('button', {
      text,
      title: title ?? text,
      attrs: { type: 'button', 'aria-pressed': 'false' },
      on: { click: () => onChange(value) },
    });
    return { value, button };
  });
  const element = h(
    'div',
    { class: 'segmented', attrs: { role: 'group', 'aria-label': label } },
    ...buttons.map(({ button }) => button),
  );
  return {
    element,
    set: (value) => {
      for (const entry of buttons) setAttr(entry.button, 'aria-pressed', String(entry.value === value));
    },
  };
}
