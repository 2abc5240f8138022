import type { RunSpec } from '../../../src/engine/spec.ts';
import { consistent, resolvedModel } from '../../choices.ts';
import { numberField } from '../../controls/numberField.ts';
import { shareSlider } from '../../controls/shareSlider.ts';
import { h, show, whenChanged } from '../../dom.ts';
import * as format from '../../format.ts';
import { type Model, targetsOf } from '../../model.ts';
import type { Store } from '../../store.ts';
import { foldWords, hasPath } from '../lambda/words.ts';
import type { View } from '../view.ts';
import { choiceFields } from './choiceFields.ts';
import type { Group } from './group.ts';

/** How λ is chosen, and the penalty's form: from ridge to lasso, coupled targets, columns with a λ of their own. */
export const penaltyGroup: Group = {
  id: 'penalty',
  title: 'Penalty',
  summary: (model: Model) => summaryOf(model.host.spec, hasPath(model)),
  make: penaltyFields,
};

function penaltyFields(store: Store): View {
  const mix = shareSlider({
    label: 'L1 share of the penalty',
    ends: ['Ridge', 'Lasso'],
    words: format.mixWords,
    onInput: (l1Ratio) => editConsistently(store, { l1Ratio }),
  });
  const coupling = shareSlider({
    label: 'Coupling of the targets',
    ends: ['each for itself', 'learned together'],
    words: (share) =>
      share === 0 ? 'Targets are not coupled' : `${format.sharePercent(share)} towards their mean`,
    onInput: (value) => editConsistently(store, { coupling: value }),
  });
  const factors = factorFields(store);
  const choice = choiceFields(store);
  const element = h(
    'div',
    { class: 'penalty-fields' },
    choice.element,
    mix.element,
    coupling.element,
    factors.element,
  );
  const draw = whenChanged((spec: RunSpec, several: boolean) => {
    mix.set(spec.l1Ratio);
    coupling.set(spec.coupling);
    show(coupling.element, several || spec.coupling > 0);
  });
  return {
    element,
    update: (model) => {
      draw(model.host.spec, targetsOf(model).length > 1);
      choice.update(model);
      factors.update(model);
    },
  };
}

function editConsistently(store: Store, change: Partial<RunSpec>): void {
  if (store.model) store.edit(consistent(store.model, change));
}

/** The columns whose factor is not 1, a number each; they are marked in the list of features. */
function factorFields(store: Store): View {
  const fields = h('div', { class: 'fields' });
  const hint = h('p', {
    class: 'dim about',
    text: 'Under Columns, the λ beside a feature leaves its weights unpenalized.',
  });
  const element = h('div', {}, fields, hint);
  const draw = whenChanged((factors: RunSpec['penaltyFactors'], network: boolean) => {
    const made = Object.entries(factors).map(([name, factor]) => {
      const field = numberField({
        label: `λ × for ${name}`,
        min: 0,
        onChange: (value) => {
          if (value !== null) setFactor(store, name, value);
        },
      });
      field.element.title = `What λ is multiplied by for ${name}: 0 leaves it unpenalized, 1 is as the others`;
      field.set(factor);
      return field.element;
    });
    fields.replaceChildren(...made);
    show(fields, made.length > 0);
    show(hint, made.length === 0 && !network);
  });
  return {
    element,
    update: (model) => draw(model.host.spec.penaltyFactors, resolvedModel(model)?.network ?? false),
  };
}

/** Sets one column's factor; 1 is as all the others and is not kept. */
export function setFactor(store: Store, name: string, factor: number): void {
  const known = store.model?.host.spec.penaltyFactors;
  if (!known) return;
  const { [name]: _, ...others } = known;
  editConsistently(store, { penaltyFactors: factor === 1 ? others : { ...others, [name]: factor } });
}

function summaryOf(
  { l1Ratio, coupling, penaltyFactors, lambdaChoice, folds }: RunSpec,
  path: boolean,
): string {
  const own = Object.keys(penaltyFactors).length;
  const [words = ''] = format.mixWords(l1Ratio).split(': L');
  const choice = `λ ${lambdaChoice === 'min' ? 'min' : '1 SE'} of ${foldWords(folds)}`;
  return [
    words,
    path && lambdaChoice !== 'given' ? choice : '',
    coupling > 0 ? `${format.sharePercent(coupling)} coupled` : '',
    own > 0 ? `${own} with a factor` : '',
  ]
    .filter(Boolean)
    .join(' · ');
}
