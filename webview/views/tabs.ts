import { h, setAttr, show } from '../dom.ts';
import type { Tab } from '../local.ts';
import type { Model } from '../model.ts';
import type { Store } from '../store.ts';
import type { View } from './view.ts';

export interface TabSpec {
  readonly id: Tab;
  readonly label: string;
  readonly view: View;
  /** A tab without anything to show is not there. */
  readonly present: (model: Model) => boolean;
}

/** Tabs by the usual pattern: arrows move between them, only the chosen one is in the tab order. */
export function tabs(store: Store, specs: readonly TabSpec[]): View {
  const entries = specs.map(({ id, label, view, present }) => {
    const button = h('button', {
      text: label,
      attrs: { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `panel-${id}` },
      on: { click: () => store.look({ tab: id }) },
    });
    const panel = h(
      'div',
      { class: 'tab-panel', attrs: { role: 'tabpanel', id: `panel-${id}`, 'aria-labelledby': `tab-${id}` } },
      view.element,
    );
    return { id, button, panel, view, present };
  });
  const list = h(
    'div',
    { class: 'tab-list', attrs: { role: 'tablist', 'aria-label': 'What to look at' } },
    ...entries.map(({ button }) => button),
  );
  const element = h(
    'section',
    { class: 'tabs', attrs: { 'aria-label': 'Charts' } },
    list,
    ...entries.map(({ panel }) => panel),
  );
  list.addEventListener('keydown', (event) => {
    const shown = entries.filter(({ button }) => !button.hidden);
    const at = shown.findIndex(({ button }) => button === document.activeElement);
    const next = neighbour(event.key, at, shown.length);
    const entry = next === null ? undefined : shown[next];
    if (!entry) return;
    event.preventDefault();
    store.look({ tab: entry.id });
    entry.button.focus();
  });
  return {
    element,
    update: (model) => {
      const present = entries.filter((entry) => entry.present(model));
      const chosen = present.find(({ id }) => id === model.local.tab) ?? present[0];
      show(element, present.length > 0);
      for (const entry of entries) {
        const selected = entry === chosen;
        show(entry.button, present.includes(entry));
        setAttr(entry.button, 'aria-selected', String(selected));
        entry.button.tabIndex = selected ? 0 : -1;
        show(entry.panel, selected);
      }
      chosen?.view.update(model);
    },
  };
}

function neighbour(key: string, at: number, length: number): number | null {
  if (key === 'ArrowRight') return (at + 1) % length;
  if (key === 'ArrowLeft') return (at - 1 + length) % length;
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  return null;
}
