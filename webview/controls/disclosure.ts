import { h, icon, setAttr } from '../dom.ts';

export interface DisclosureControl {
  readonly element: HTMLElement;
  readonly body: HTMLElement;
  /** Where the summary's text goes. */
  readonly summary: HTMLElement;
  open(open: boolean): void;
}

/** A line that opens what is under it. */
export function disclosure(name: string, onToggle: () => void): DisclosureControl {
  const id = `section-${name}`;
  const chevron = icon('chevron-right');
  const summary = h('span', { class: 'disclosure-summary' });
  const body = h('div', { class: 'disclosure-body', attrs: { id } });
  const button = h(
    'button',
    {
      class: 'disclosure',
      attrs: { type: 'button', 'aria-expanded': 'false', 'aria-controls': id },
      on: { click: onToggle },
    },
    chevron,
    summary,
  );
  return {
    element: h('div', { class: `section section-${name}` }, button, body),
    body,
    summary,
    open: (open) => {
      setAttr(button, 'aria-expanded', String(open));
      body.hidden = !open;
    },
  };
}
