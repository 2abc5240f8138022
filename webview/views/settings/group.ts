import { disclosure } from '../../controls/disclosure.ts';
import { h, setText } from '../../dom.ts';
import type { Model } from '../../model.ts';
import type { Store } from '../../store.ts';
import type { View } from '../view.ts';

/** A part of the settings: closed it says in few words what is set. */
export interface Group {
  readonly id: string;
  readonly title: string;
  summary(model: Model): string;
  /** Made when it is first opened. */
  make(store: Store): View;
}

/** One group behind its title. */
export function groupView(store: Store, { id, title, summary, make }: Group): View {
  const section = disclosure(`settings-${id}`, () => toggle(store, id));
  const words = h('span', { class: 'dim group-summary' });
  section.summary.append(h('span', { class: 'group-title', text: title }), words);
  let view: View | null = null;
  return {
    element: section.element,
    update: (model) => {
      const open = model.local.openGroups.includes(id);
      section.open(open);
      setText(words, open ? '' : summary(model));
      if (!open) return;
      if (!view) {
        view = make(store);
        section.body.append(view.element);
      }
      view.update(model);
    },
  };
}

function toggle(store: Store, id: string): void {
  const open = store.model?.local.openGroups ?? [];
  store.look({ openGroups: open.includes(id) ? open.filter((other) => other !== id) : [...open, id] });
}
