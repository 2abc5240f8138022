import type { Conversion } from '../../src/engine/report.ts';
import { iconButton } from '../controls/toolkit.ts';
import { h, icon, setAttr, setText, show, whenChanged } from '../dom.ts';
import { type Model, shownResult } from '../model.ts';
import type { Store } from '../store.ts';
import type { View } from './view.ts';

/** λ in other tools' words: one beside the number, all of them in a list that opens, each to copy. */
export function conversions(store: Store): View {
  const text = h('span', { class: 'conversion-text' });
  const list = h('ul', { class: 'conversion-list', attrs: { id: 'conversion-list' } });
  const button = h(
    'button',
    {
      class: 'conversion-button',
      title: 'This λ in the words of other tools',
      attrs: { type: 'button', 'aria-expanded': 'false', 'aria-controls': 'conversion-list' },
      on: { click: () => open(list.hidden) },
    },
    text,
    icon('chevron-down'),
  );
  const element = h('div', { class: 'conversions' }, button, list);
  list.hidden = true;
  const open = (visible: boolean): void => {
    list.hidden = !visible;
    setAttr(button, 'aria-expanded', String(visible));
  };
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || list.hidden) return;
    open(false);
    button.focus();
  });
  document.addEventListener('pointerdown', (event) => {
    if (event.target instanceof Node && !element.contains(event.target)) open(false);
  });

  const choose = (tool: string): void => {
    store.look({ tool });
    open(false);
    button.focus();
  };
  const draw = whenChanged((all: readonly Conversion[] | undefined, tool: string | null) => {
    show(element, all !== undefined && all.length > 0);
    const shown = all?.find((one) => one.tool === tool) ?? all?.[0];
    if (!all || !shown) return;
    setText(text, shown.text);
    fill(list, all, choose, (copied) => store.post({ type: 'copy', text: copied }));
  });
  return {
    element,
    update: (model: Model) =>
      draw(model.preview?.conversions ?? shownResult(model)?.conversions, model.local.tool),
  };
}

/** Rows are kept while the tools stay the same, so that a moving λ changes texts only. */
function fill(
  list: HTMLElement,
  all: readonly Conversion[],
  choose: (tool: string) => void,
  copy: (text: string) => void,
): void {
  const same =
    list.childElementCount === all.length &&
    all.every(({ tool }, index) => (list.children[index] as HTMLElement).dataset['tool'] === tool);
  if (!same) list.replaceChildren(...all.map(({ tool }) => rowOf(tool, choose, copy)));
  for (const [index, { text, note }] of all.entries()) {
    const row = list.children[index];
    if (!row) continue;
    setText(row.querySelector('code') as Element, text);
    const remark = row.querySelector('.conversion-note') as HTMLElement;
    setText(remark, note);
    show(remark, note !== '');
  }
}

function rowOf(tool: string, choose: (tool: string) => void, copy: (text: string) => void): HTMLElement {
  const code = h('code');
  const copyButton = iconButton('copy', `Copy what ${tool} calls it`, () => copy(code.textContent ?? ''));
  const words = h(
    'button',
    {
      class: 'conversion-words',
      title: 'Show this one beside λ',
      attrs: { type: 'button' },
      on: { click: () => choose(tool) },
    },
    h('span', { class: 'dim', text: tool }),
    code,
    h('span', { class: 'dim conversion-note' }),
  );
  const row = h('li', {}, words, copyButton.element);
  row.dataset['tool'] = tool;
  return row;
}
