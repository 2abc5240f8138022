import { h, show } from '../../dom.ts';
import type { Store } from '../../store.ts';
import type { View } from '../view.ts';
import { columnsGroup } from './columnsGroup.ts';
import { csvGroup } from './csvGroup.ts';
import { dataGroup } from './dataGroup.ts';
import { descentGroup } from './descentGroup.ts';
import { startGroup } from './startGroup.ts';

/** Everything that defines the next run and is not in sight already; made when it is first opened. */
export function settings(store: Store): View {
  const element = h('section', {
    class: 'card settings',
    attrs: { id: 'settings', 'aria-label': 'Settings of the run' },
  });
  let groups: readonly View[] | null = null;
  return {
    element,
    update: (model) => {
      show(element, model.local.settingsOpen);
      if (!model.local.settingsOpen) return;
      if (!groups) {
        groups = [columnsGroup, dataGroup, descentGroup, startGroup, csvGroup].map((make) => make(store));
        element.append(...groups.map((group) => group.element));
      }
      for (const group of groups) group.update(model);
    },
  };
}
