import { expect, test } from 'vitest';
import { models, solvers } from '../../../src/engine/index.ts';
import type { ColumnSummary } from '../../../src/engine/report.ts';
import { defaultSpec } from '../../../src/engine/spec.ts';
import { catalog } from '../../../src/host/catalog.ts';
import {
  chosenFeatures,
  columnItem,
  featureColumns,
  modelItems,
  OPEN_TARGET,
  racerItems,
  splitItems,
  targetItems,
  usedFeatures,
} from '../../../src/host/optionItems.ts';

function column(name: string, change: Partial<ColumnSummary> = {}): ColumnSummary {
  return {
    index: 0,
    name,
    kind: 'numeric',
    missing: 0,
    bad: 0,
    min: 1,
    max: 2500,
    mean: 3,
    distinct: 9,
    sample: ['1', '2'],
    levels: [],
    role: 'feature',
    reason: '',
    ...change,
  };
}

const columns = [
  column('id', { role: 'leftOut', reason: 'Left out: all different.' }),
  column('a'),
  column('set', { kind: 'category', distinct: 2, min: null, max: null }),
  column('y', { role: 'target', missing: 1200 }),
  column('nothing', { kind: 'empty', role: 'leftOut' }),
];
const spec = defaultSpec();

test('a column is offered with its type, range, missing cells and first cells', () => {
  expect(columnItem(column('y', { missing: 1200 }))).toEqual({
    label: 'y',
    description: 'numeric · 1 … 2500 · 1,200 missing',
    detail: '1, 2',
    name: 'y',
  });
  expect(columnItem(columns[2] as ColumnSummary).description).toBe('2 values');
  expect(columnItem(columns[0] as ColumnSummary).detail).toBe('Left out: all different. 1, 2');
});

test('the plausible or chosen target comes first', () => {
  const names = (target: string[]) => targetItems(columns, { ...spec, target }).map(({ name }) => name);
  expect(names([])).toEqual(['y', 'id', 'a', 'set']);
  expect(names(['a'])).toEqual(['a', 'id', 'set', 'y']);
  const unread = columns.filter(({ role }) => role !== 'target');
  expect(targetItems(unread, spec)[0]).toBe(OPEN_TARGET);
});

test('models and racers come from the registries', () => {
  const all = catalog();
  expect(modelItems(all, spec).map(({ id }) => id)).toEqual(['auto', ...models.ids()]);
  expect(modelItems(all, { ...spec, model: 'mlp' })[0]?.id).toBe('mlp');
  const { items, chosen } = racerItems(all, spec, 'linear');
  const iterating = solvers.ids().filter((id) => solvers.get(id).kind === 'iterative');
  expect(items.map(({ id }) => id)).toEqual(iterating);
  expect(chosen.length).toBe(6);
  const network = racerItems(all, spec, 'mlp').items.map(({ id }) => id);
  expect(network).toEqual(iterating.filter((id) => !solvers.get(id).needs?.length));
});

test('every usable column stays "all", a choice is kept by name', () => {
  const asked = { ...spec, target: ['y'] };
  const usable = featureColumns(columns, asked);
  expect(usable.map(({ name }) => name)).toEqual(['id', 'a', 'set']);
  expect(usedFeatures(usable, asked).map(({ name }) => name)).toEqual(['a', 'set']);
  expect(usedFeatures(usable, { ...asked, features: ['id'] }).map(({ name }) => name)).toEqual(['id']);
  expect(chosenFeatures(['a', 'set'], usable, asked)).toEqual({ features: null, exclude: [] });
  expect(chosenFeatures(['id', 'a'], usable, asked)).toEqual({ features: ['id', 'a'], exclude: [] });
});

test('splits: the one in force first and once, likely columns, one to type', () => {
  const items = splitItems(columns, { ...spec, split: { kind: 'every', every: 5 } });
  expect(items.map(({ description }) => description)).toEqual([
    'every:5',
    'random:0.2',
    'last:0.2',
    'none',
    'column:set',
    'to be typed',
  ]);
});
