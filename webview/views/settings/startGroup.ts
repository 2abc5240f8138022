import type { RunSpec, StartValues } from '../../../src/engine/spec.ts';
import type { Catalog } from '../../../src/protocol/panel.ts';
import { numberField } from '../../controls/numberField.ts';
import { button, textField } from '../../controls/toolkit.ts';
import { h, setText, show, whenChanged } from '../../dom.ts';
import { type Model, shownResult } from '../../model.ts';
import type { Store } from '../../store.ts';
import type { View } from '../view.ts';
import { parseWeights, takesWeights, weightsOfRun } from './startValues.ts';

/** Where the descent starts: the initializer's own parameters from the catalog, given weights, the seed. */
export function startGroup(store: Store): View {
  const parameters = h('div', { class: 'fields' });
  const about = h('p', { class: 'dim about' });
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
  const element = h('div', {}, h('h3', { text: 'Start' }), about, parameters, given.element);
  let fields: { readonly id: string; set(value: number | null): void }[] = [];

  const lay = whenChanged((entries: Catalog['initializers'], id: string) => {
    const entry = entries.find((one) => one.id === id);
    setText(about, entry ? `${entry.label}: ${entry.description}` : '');
    const made = (entry?.parameters ?? []).map((parameter) => ({
      id: parameter.id,
      standard: parameter.default,
      ...numberField({
        label: parameter.label,
        ...(parameter.min === undefined ? {} : { min: parameter.min }),
        ...(parameter.max === undefined ? {} : { max: parameter.max }),
        integer: parameter.integer ?? false,
        onChange: (value) => setParameter(store, parameter.id, value),
      }),
    }));
    for (const [at, { element: field }] of made.entries())
      field.title = entry?.parameters[at]?.description ?? '';
    parameters.replaceChildren(seed.element, ...made.map((field) => field.element));
    fields = made.map((field) => ({ id: field.id, set: (value) => field.set(value ?? field.standard) }));
  });
  const draw = whenChanged((initializer: RunSpec['initializer'], number: number) => {
    for (const field of fields) field.set(initializer.parameters[field.id] ?? null);
    seed.set(number);
  });
  return {
    element,
    update: (model: Model) => {
      const { spec, catalog } = model.host;
      lay(catalog.initializers, spec.initializer.id);
      draw(spec.initializer, spec.seed);
      given.update(model);
    },
  };
}

function setParameter(store: Store, id: string, value: number | null): void {
  const initializer = store.model?.host.spec.initializer;
  if (!initializer || value === null) return;
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
