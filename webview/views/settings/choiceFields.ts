import type { Folds, RunSpec } from '../../../src/engine/spec.ts';
import { choiceField, labelled } from '../../controls/field.ts';
import { numberField } from '../../controls/numberField.ts';
import { dropdown } from '../../controls/toolkit.ts';
import { h, show, whenChanged } from '../../dom.ts';
import { type Model, restingLambda, shownData } from '../../model.ts';
import type { Store } from '../../store.ts';
import { hasPath } from '../lambda/words.ts';
import type { View } from '../view.ts';

const CHOICES = [
  { value: 'min', label: 'min: the least error', title: 'The λ of the least cross-validated error' },
  {
    value: '1se',
    label: '1 SE: simpler',
    title: 'The largest λ within one standard error of the least cross-validated error',
  },
  { value: 'given', label: 'given by you', title: 'Nothing is cross-validated' },
] as const;
const FOLDS = [
  { value: 'shuffle', label: 'shuffled', title: 'Rows are dealt out at random, by the seed' },
  { value: 'contiguous', label: 'contiguous', title: "Runs of rows in the file's order" },
  { value: 'stratified', label: 'stratified', title: 'Every fold gets its share of each class' },
  { value: 'group', label: 'by a column', title: 'Rows with the same value there stay together' },
  { value: 'time', label: 'in time', title: 'Rows are always predicted from those before them' },
  { value: 'loo', label: 'leave one out', title: 'Every row is a fold of its own' },
] as const;

/** Who chooses λ, and on which folds. */
export function choiceFields(store: Store): View {
  const choice = choiceField('λ', CHOICES, (value) => choose(store, value));
  const kind = choiceField('Folds', FOLDS, (value) => store.edit({ folds: startOf(store, value) }));
  const count = numberField({
    label: 'How many',
    min: 2,
    max: 200,
    integer: true,
    onChange: (value) => {
      const folds = store.model?.host.spec.folds;
      if (value !== null && folds && 'count' in folds) store.edit({ folds: { ...folds, count: value } });
    },
  });
  const column = dropdown('Folds by the column', (name) => {
    const folds = store.model?.host.spec.folds;
    if (folds?.kind === 'group') store.edit({ folds: { ...folds, column: name } });
  });
  const columnBox = labelled('Column', column.element, 'Rows with the same value there stay together');
  const element = h(
    'div',
    { class: 'choice-fields fields' },
    choice.element,
    kind.element,
    count.element,
    columnBox,
  );
  const draw = whenChanged((spec: RunSpec, names: string) => {
    const { lambdaChoice, folds } = spec;
    choice.set(lambdaChoice);
    kind.set(folds.kind);
    const chosen = lambdaChoice !== 'given';
    show(kind.element, chosen);
    show(count.element, chosen && 'count' in folds);
    count.set('count' in folds ? folds.count : null);
    show(columnBox, chosen && folds.kind === 'group');
    if (folds.kind === 'group')
      column.set(
        names.split('\u0000').map((name) => ({ value: name, label: name })),
        folds.column,
      );
  });
  return {
    element,
    update: (model) => {
      show(element, hasPath(model));
      draw(model.host.spec, columnNames(model).join('\u0000'));
    },
  };
}

const columnNames = (model: Model): string[] =>
  (shownData(model)?.columns ?? model.host.columns).map(({ name }) => name);

/** A λ that is given from now on is the one in sight. */
function choose(store: Store, lambdaChoice: RunSpec['lambdaChoice']): void {
  const model = store.model;
  if (!model) return;
  store.edit(lambdaChoice === 'given' ? { lambdaChoice, lambda: restingLambda(model) } : { lambdaChoice });
}

function startOf(store: Store, kind: Folds['kind']): Folds {
  if (kind === 'loo') return { kind };
  const before = store.model?.host.spec.folds;
  const count = before && 'count' in before ? before.count : kind === 'shuffle' ? 10 : 5;
  if (kind !== 'group') return { kind, count };
  const names = store.model ? columnNames(store.model) : [];
  return {
    kind,
    count,
    column: names.find((name) => /group|fold|subject|patient|id$/i.test(name)) ?? names[0] ?? '',
  };
}
