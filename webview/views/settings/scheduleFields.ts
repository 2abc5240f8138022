import type { RunSpec } from '../../../src/engine/spec.ts';
import type { Entry } from '../../../src/protocol/panel.ts';
import { labelled } from '../../controls/field.ts';
import { dropdown } from '../../controls/toolkit.ts';
import { h, setAttr, whenChanged } from '../../dom.ts';
import type { Store } from '../../store.ts';
import { entryFields } from './entryFields.ts';

/** How the learning rate changes: the schedules of the registry, with their parameters. */
export function scheduleFields(store: Store) {
  const control = dropdown('Schedule', (id) => store.edit({ schedule: { id, parameters: {} } }));
  const box = labelled('Schedule', control.element, 'How the learning rate changes with the iterations');
  const parameters = entryFields((id, value) => {
    const known = store.model?.host.spec.schedule;
    if (known) store.edit({ schedule: { ...known, parameters: { ...known.parameters, [id]: value } } });
  });
  const element = h(
    'div',
    { class: 'schedule-fields' },
    h('div', { class: 'fields' }, box),
    parameters.element,
  );
  const draw = whenChanged((schedules: readonly Entry[], schedule: RunSpec['schedule']) => {
    const entry = schedules.find(({ id }) => id === schedule.id) ?? null;
    control.set(
      schedules.map(({ id, label, description }) => ({ value: id, label, title: description })),
      schedule.id,
    );
    setAttr(box, 'title', entry?.description ?? null);
    parameters.draw(entry, schedule.parameters);
  });
  return { element, draw };
}
