import type { RunSpec } from '../../../src/engine/spec.ts';
import { choiceField } from '../../controls/field.ts';
import { numberField } from '../../controls/numberField.ts';
import { checkbox } from '../../controls/toolkit.ts';
import { h, whenChanged } from '../../dom.ts';
import { type Model, shownData } from '../../model.ts';
import type { Store } from '../../store.ts';
import type { View } from '../view.ts';
import type { Group } from './group.ts';
import { splitFields, splitWords, validationFields } from './splitFields.ts';

const MISSING = [
  { value: 'drop', label: 'drop the row' },
  { value: 'mean', label: "column's mean" },
  { value: 'median', label: "column's median" },
  { value: 'error', label: 'stop with an error' },
] as const;
const STANDARDIZE = [
  { value: 'all', label: 'all columns' },
  { value: 'numeric', label: 'numeric columns' },
  { value: 'none', label: 'none' },
] as const;
const SCALES = [
  { value: 'total', label: 'total', title: "scikit-learn's Ridge(alpha)" },
  { value: 'perSample', label: 'per sample', title: 'Weight decay: total λ divided by the rows' },
] as const;

/** Rows, missing cells, categories, scaling. */
export const dataGroup: Group = {
  id: 'data',
  title: 'Data',
  summary: ({ host: { spec } }: Model) => summaryOf(spec),
  make: dataFields,
};

function dataFields(store: Store): View {
  const split = splitFields(store);
  const validation = validationFields(store);
  const missing = choiceField('Missing cells', MISSING, (value) => store.edit({ missing: value }));
  const standardize = choiceField('Standardize', STANDARDIZE, (value) => store.edit({ standardize: value }));
  const scale = choiceField('λ scale', SCALES, (value) => changeScale(store, value));
  const levels = numberField({
    label: 'Most levels',
    min: 2,
    integer: true,
    onChange: (value) => {
      if (value !== null) store.edit({ maxLevels: value });
    },
  });
  const dropFirst = checkbox('Leave out the first level', (value) => store.edit({ dropFirst: value }));
  const intercept = checkbox('Intercept', (value) => store.edit({ intercept: value }));
  const fields = [
    ...split.elements,
    ...validation.elements,
    missing.element,
    standardize.element,
    scale.element,
  ];
  const element = h(
    'div',
    {},
    h('div', { class: 'fields' }, ...fields, levels.element),
    h('div', { class: 'ticks' }, intercept.element, dropFirst.element),
  );
  const draw = whenChanged((spec: RunSpec) => {
    missing.set(spec.missing);
    standardize.set(spec.standardize);
    scale.set(spec.lambdaScale);
    levels.set(spec.maxLevels);
    dropFirst.set(spec.dropFirst);
    intercept.set(spec.intercept);
  });
  return {
    element,
    update: (model: Model) => {
      split.update(model);
      validation.update(model);
      draw(model.host.spec);
    },
  };
}

/** The number changes with its scale, so that the model stays the same: total λ = training rows × per-sample λ. */
function changeScale(store: Store, lambdaScale: RunSpec['lambdaScale']): void {
  const model = store.model;
  if (!model || model.host.spec.lambdaScale === lambdaScale) return;
  const rows = shownData(model)?.rows.train ?? 1;
  const { lambda } = model.host.spec;
  const converted = lambdaScale === 'total' ? lambda * rows : lambda / rows;
  store.train({ lambdaScale, lambda: Number(converted.toPrecision(12)) });
}

function summaryOf({ split, validation, missing, standardize }: RunSpec): string {
  return [
    split.kind === 'none' ? 'no test rows' : `test ${splitWords(split)}`,
    validation.kind === 'none' ? '' : `validation ${splitWords(validation)}`,
    missing === 'drop' ? '' : `missing: ${missing}`,
    standardize === 'all' ? '' : `standardize ${standardize}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
