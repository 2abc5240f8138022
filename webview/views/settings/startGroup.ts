import type { RunSpec, StartValues } from '../../../src/engine/spec.ts';
import type { Entry } from '../../../src/protocol/panel.ts';
import { numberField } from '../../controls/numberField.ts';
import { button, textField } from '../../controls/toolkit.ts';
import { h, setText, show, whenChanged } from '../../dom.ts';
import { type Model, shownResult } from '../../model.ts';
import type { Store } from '../../store.ts';
import type { View } from '../view.ts';
import { entryFields } from './entryFields.ts';
import type { Group } from './group.ts';
import { parseWeights, takesWeights, weightsOfRun } from './startValues.ts';

/** Where an iterative solver starts: the initializer's own parameters, given weights, the seed. */
export const startGroup: Group = {
  id: 'start',
  title: 'Start',
  summary: (model) => summaryOf(model),
  make: (store) => startFields(store),
};

function startFields(store: Store): View {
  const about = h('p', { class: 'dim about' });
  const parameters = entryFields((id, value) => setParameter(store, id, value));
  const seed = numberField({
    label: 'Seed',
    min: 0,
    max: 0xffffffff,
    integer: true,
    onChange: (value) => {
      if (value !== null) store.edit({ seed: value });
    },
  });
  const given = givenWeights(store);
  const fields = h('div', { class: 'start-fields' }, seed.element, parameters.element);
  const element = h('div', {}, about, fields, given.element);
  const draw = whenChanged((entry: Entry | null, initializer: RunSpec['initializer'], number: number) => {
    setText(about, entry ? `${entry.label}: ${entry.description}` : '');
    parameters.draw(entry, initializer.parameters);
    seed.set(number);
  });
  return {
    element,
    update: (model: Model) => {
      const { spec } = model.host;
      draw(initializerOf(model), spec.initializer, spec.seed);
      given.update(model);
    },
  };
}

const initializerOf = ({ host: { catalog, spec } }: Model): Entry | null =>
  catalog.initializers.find(({ id }) => id === spec.initializer.id) ?? null;

const summaryOf = (model: Model): string =>
  `${initializerOf(model)?.label ?? model.host.spec.initializer.id} · seed ${model.host.spec.seed}`;

function setParameter(store: Store, id: string, value: number): void {
  const initializer = store.model?.host.spec.initializer;
  if (!initializer) return;
  store.edit({ initializer: { ...initializer, parameters: { ...initializer.parameters, [id]: value } } });
}

function givenWeights(store: Store): View {
  const take = button('Take the weights of this run', 'secondary', () => {
    if (store.model) giveWeights(store, weightsOfRun(store.model));
  });
  const field = textField({
    label: 'Weights in original units, as JSON by target',
    onChange: (text) => {
      const values = parseWeights(text);
      field.complain(values ? '' : 'Give JSON like {"y": {"coefficients": {"x": 1}, "intercept": 0}}.');
      if (values) giveWeights(store, values);
    },
  });
  const element = h('div', { class: 'given-weights' }, field.element, take.element);
  const draw = whenChanged((initializer: RunSpec['initializer'], takes: boolean, hasRun: boolean) => {
    show(element, takes);
    field.set(initializer.values ? JSON.stringify(initializer.values) : '');
    take.enable(hasRun);
  });
  return {
    element,
    update: (model) => {
      const { catalog, spec } = model.host;
      draw(spec.initializer, takesWeights(catalog, spec.initializer.id), shownResult(model) !== null);
    },
  };
}

function giveWeights(store: Store, values: StartValues | null): void {
  const initializer = store.model?.host.spec.initializer;
  if (initializer && values) store.edit({ initializer: { ...initializer, values } });
}
