import type { ColumnSummary } from '../../../src/engine/report.ts';
import type { RunSpec } from '../../../src/engine/spec.ts';
import { resolvedModel } from '../../choices.ts';
import { type ColumnChip, columnList } from '../../controls/columnList.ts';
import { h, setText, show, whenChanged } from '../../dom.ts';
import { canBePredicted, type Model, shownData, targetsOf } from '../../model.ts';
import type { Store } from '../../store.ts';
import type { View } from '../view.ts';
import { candidates, isUsed, toggled } from './features.ts';
import type { Group } from './group.ts';
import { setFactor } from './penaltyGroup.ts';

/** Which columns are features, and which are targets. */
export const columnsGroup: Group = {
  id: 'columns',
  title: 'Columns',
  summary: summaryOf,
  make: columnFields,
};

function columnFields(store: Store): View {
  const features = columnList('Features', (name, checked) => toggleFeature(store, name, checked), [
    categoryChip(store),
    penaltyChip(store),
  ]);
  const targets = columnList('Targets', (name, checked) => toggleTarget(store, name, checked));
  const count = h('span', { class: 'dim' });
  const reset = h('button', {
    class: 'link',
    text: 'as found',
    title: 'Every column that can be used, and no other',
    attrs: { type: 'button' },
    on: { click: () => store.edit({ features: null, exclude: [] }) },
  });
  const element = h(
    'div',
    { class: 'settings-columns' },
    h(
      'div',
      {},
      h('div', { class: 'group-head' }, h('h3', { text: 'Features' }), count, reset),
      features.element,
    ),
    h('div', {}, h('div', { class: 'group-head' }, h('h3', { text: 'Targets' })), targets.element),
  );
  const draw = whenChanged(
    (
      columns: readonly ColumnSummary[],
      spec: RunSpec,
      trained: RunSpec | null,
      named: string,
      network: boolean,
    ) => {
      const chosen = named.split('\u0000');
      const open = candidates(columns, spec, chosen);
      const items = open.map((column) => ({
        name: column.name,
        checked: isUsed(column, spec, trained),
        remark: column.reason,
        chips: [asCategory(column, spec), network ? null : spec.penaltyFactors[column.name] !== 0],
      }));
      features.draw(items);
      setText(count, `${items.filter(({ checked }) => checked).length} of ${items.length}`);
      show(reset, spec.features !== null || spec.exclude.length > 0);
      const possible = columns.filter(canBePredicted);
      possible.sort((a, b) => Number(chosen.includes(b.name)) - Number(chosen.includes(a.name)));
      targets.draw(possible.map(({ name }) => ({ name, checked: chosen.includes(name), remark: '' })));
    },
  );
  return {
    element,
    update: (model: Model) => {
      const columns = shownData(model)?.columns ?? model.host.columns;
      const network = resolvedModel(model)?.network ?? false;
      draw(columns, model.host.spec, model.host.run?.spec ?? null, targetsOf(model).join('\u0000'), network);
    },
  };
}

const penaltyChip = (store: Store): ColumnChip => ({
  text: () => 'λ',
  quiet: true,
  label: (name) => `Penalize ${name}`,
  title: (name, on) => (on ? `λ shrinks ${name}: click to leave it out` : `λ leaves ${name} alone`),
  onToggle: (name, on) => setFactor(store, name, on ? 1 : 0),
});

const categoryChip = (store: Store): ColumnChip => ({
  text: (on) => (on ? 'Aa' : '12'),
  quiet: false,
  label: (name) => `Take ${name} as a category`,
  title: (name, on) =>
    on
      ? `The numbers of ${name} are names of levels: click to take them as numbers`
      : `${name} is a number: click to take its values as levels of a category`,
  onToggle: (name, on) => setCategory(store, name, on),
});

/** Whether a column of numbers is taken as a category; null where it is no column of numbers. */
function asCategory({ name, kind }: ColumnSummary, { csv }: RunSpec): boolean | null {
  if (csv.categorical?.includes(name)) return true;
  return kind === 'numeric' ? false : null;
}

function setCategory(store: Store, name: string, on: boolean): void {
  const csv = store.model?.host.spec.csv;
  if (!csv) return;
  const others = csv.categorical?.filter((other) => other !== name) ?? [];
  const categorical = on ? [...others, name] : others;
  store.edit({ csv: { ...csv, categorical: categorical.length > 0 ? categorical : null } });
}

function toggleFeature(store: Store, name: string, checked: boolean): void {
  const model = store.model;
  if (!model) return;
  const { spec, run } = model.host;
  const columns = candidates(shownData(model)?.columns ?? model.host.columns, spec, targetsOf(model));
  store.edit(toggled(columns, spec, run?.spec ?? null, name, checked));
}

/** At least one target stays; a new one is no feature any more. */
function toggleTarget(store: Store, name: string, checked: boolean): void {
  const model = store.model;
  if (!model) return;
  const now = targetsOf(model);
  const target = checked ? [...now, name] : now.filter((one) => one !== name);
  const features = model.host.spec.features?.filter((one) => !target.includes(one)) ?? null;
  store.edit({ target: target.length > 0 ? target : [...now], features });
}

function summaryOf(model: Model): string {
  const { spec, run } = model.host;
  const columns = candidates(shownData(model)?.columns ?? model.host.columns, spec, targetsOf(model));
  const used = columns.filter((column) => isUsed(column, spec, run?.spec ?? null)).length;
  return `${used} of ${columns.length} features`;
}
