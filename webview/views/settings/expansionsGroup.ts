import type { RunSpec } from '../../../src/engine/spec.ts';
import { choiceField } from '../../controls/field.ts';
import { checkbox } from '../../controls/toolkit.ts';
import { h, whenChanged } from '../../dom.ts';
import type { Model } from '../../model.ts';
import type { Store } from '../../store.ts';
import type { View } from '../view.ts';
import type { Group } from './group.ts';

type Degree = '1' | '2' | '3';
const DEGREES = [
  { value: '1', label: 'none' },
  { value: '2', label: 'squares' },
  { value: '3', label: 'squares and cubes' },
] as const;

/** Columns that are made of the file's. */
export const expansionsGroup: Group = {
  id: 'expansions',
  title: 'Expansions',
  summary: ({ host: { spec } }: Model) => summaryOf(spec),
  make: expansions,
};

function expansions(store: Store): View {
  const degree = choiceField<Degree>('Powers', DEGREES, (value) => store.edit({ degree: Number(value) }));
  const interactions = checkbox('Products of two columns', (value) => store.edit({ interactions: value }));
  const dates = checkbox('Dates as parts of the year, week and day', (value) =>
    store.edit({ dateParts: value }),
  );
  const indicators = checkbox('Mark missing cells in columns of their own', (value) =>
    store.edit({ missingIndicators: value }),
  );
  const log = checkbox('Train on ln(1 + target)', (value) =>
    store.edit({ targetTransform: value ? 'log1p' : 'none' }),
  );
  const ticks = [interactions, dates, indicators, log].map((tick) => tick.element);
  const element = h(
    'div',
    {},
    h('div', { class: 'fields' }, degree.element),
    h('div', { class: 'ticks' }, ...ticks),
  );
  const draw = whenChanged((spec: RunSpec) => {
    degree.set(String(spec.degree) as Degree);
    interactions.set(spec.interactions);
    dates.set(spec.dateParts);
    indicators.set(spec.missingIndicators);
    log.set(spec.targetTransform === 'log1p');
  });
  return { element, update: (model: Model) => draw(model.host.spec) };
}

function summaryOf({ degree, interactions, dateParts, missingIndicators, targetTransform }: RunSpec): string {
  const parts = [
    degree > 1 ? DEGREES[degree - 1]?.label : '',
    interactions ? 'products' : '',
    dateParts ? 'date parts' : '',
    missingIndicators ? 'missing cells' : '',
    targetTransform === 'log1p' ? 'ln(1 + target)' : '',
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : 'none';
}
