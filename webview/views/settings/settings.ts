import { h, show } from '../../dom.ts';
import type { Store } from '../../store.ts';
import type { View } from '../view.ts';
import { columnsGroup } from './columnsGroup.ts';
import { csvGroup } from './csvGroup.ts';
import { dataGroup } from './dataGroup.ts';
import { expansionsGroup } from './expansionsGroup.ts';
import { groupView } from './group.ts';
import { modelGroup } from './modelGroup.ts';
import { penaltyGroup } from './penaltyGroup.ts';
import { solverGroup } from './solverGroup.ts';
import { startGroup } from './startGroup.ts';

const GROUPS = [
  columnsGroup,
  dataGroup,
  expansionsGroup,
  modelGroup,
  penaltyGroup,
  solverGroup,
  startGroup,
  csvGroup,
];

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
        groups = GROUPS.map((group) => groupView(store, group));
        element.append(...groups.map((group) => group.element));
      }
      for (const group of groups) group.update(model);
    },
  };
}
