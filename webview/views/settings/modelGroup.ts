import type { RunSpec } from '../../../src/engine/spec.ts';
import type { Entry } from '../../../src/protocol/panel.ts';
import { AUTO, classesOf, resolvedModel } from '../../choices.ts';
import { choiceField, labelled } from '../../controls/field.ts';
import { dropdown, textField } from '../../controls/toolkit.ts';
import { h, setText, show, whenChanged } from '../../dom.ts';
import { type Model, shownData } from '../../model.ts';
import type { Store } from '../../store.ts';
import { parseLayers } from '../../typedNumber.ts';
import type { View } from '../view.ts';
import { entryFields } from './entryFields.ts';
import type { Group } from './group.ts';

type Activation = RunSpec['activation'];
const ACTIVATIONS = [
  { value: 'tanh', label: 'tanh' },
  { value: 'relu', label: 'ReLU' },
  { value: 'sigmoid', label: 'sigmoid' },
] as const;
const TASKS = [
  { value: 'auto', label: 'as it looks' },
  { value: 'regression', label: 'numbers' },
  { value: 'classification', label: 'classes' },
] as const;
const CLASS_WEIGHTS = [
  { value: 'none', label: 'every row once' },
  { value: 'balanced', label: 'every class the same', title: 'Rows of rare classes count more' },
] as const;

/** The model's own parameters, a network's layers, classes and row weights. */
export const modelGroup: Group = {
  id: 'model',
  title: 'Model',
  summary: summaryOf,
  make: (store) => modelFields(store),
};

function modelFields(store: Store): View {
  const about = h('p', { class: 'dim about' });
  const parameters = entryFields((id, value) => {
    const known = store.model?.host.spec.modelParameters;
    if (known) store.edit({ modelParameters: { ...known, [id]: value } });
  });
  const network = networkFields(store);
  const task = choiceField<RunSpec['task']>('The target is', TASKS, (value) => store.edit({ task: value }));
  const classes = classFields(store);
  const weight = rowWeightField(store);
  const element = h(
    'div',
    {},
    about,
    parameters.element,
    h('div', { class: 'fields' }, task.element, ...network.elements, ...classes.elements, weight.element),
  );
  const draw = whenChanged((entry: Entry | null, spec: RunSpec, classNames: readonly string[] | null) => {
    setText(about, entry ? `${entry.label}: ${entry.description}` : 'The model is told by the target.');
    parameters.draw(entry, spec.modelParameters);
    task.set(spec.task);
    show(task.element, spec.model === AUTO || (entry?.network ?? false));
    network.draw(entry?.network ?? false, spec);
    classes.draw(classNames, spec);
  });
  return {
    element,
    update: (model) => {
      draw(resolvedModel(model), model.host.spec, classesOf(model));
      weight.update(model);
    },
  };
}

function networkFields(store: Store) {
  const hidden = textField({
    label: 'Hidden layers',
    placeholder: '32, 16',
    onChange: (text) => {
      const layers = parseLayers(text);
      hidden.complain(layers ? '' : 'One to three whole numbers from 1 to 1,000, such as 32, 16.');
      if (layers) store.edit({ hidden: layers });
    },
  });
  const activation = choiceField<Activation>('Activation', ACTIVATIONS, (value) =>
    store.edit({ activation: value }),
  );
  const elements = [hidden.element, activation.element];
  return {
    elements,
    draw: (present: boolean, spec: RunSpec) => {
      for (const element of elements) show(element, present);
      hidden.set(spec.hidden.join(', '));
      activation.set(spec.activation);
    },
  };
}

function classFields(store: Store) {
  const positive = dropdown('Positive class', (level) => store.edit({ positive: level }));
  const positiveBox = labelled('Positive class', positive.element, 'The class whose probability is told');
  const weight = choiceField<RunSpec['classWeight']>('Classes count', CLASS_WEIGHTS, (value) =>
    store.edit({ classWeight: value }),
  );
  return {
    elements: [positiveBox, weight.element],
    draw: (classes: readonly string[] | null, spec: RunSpec) => {
      show(positiveBox, classes?.length === 2);
      show(weight.element, classes !== null);
      weight.set(spec.classWeight);
      if (classes?.length !== 2) return;
      positive.set(
        classes.map((level) => ({ value: level, label: level })),
        spec.positive ?? classes[1] ?? '',
      );
    },
  };
}

const EQUAL = '\u0000';

/** A column whose numbers say how much each row counts. */
function rowWeightField(store: Store): View {
  const control = dropdown('Rows count', (name) =>
    store.edit({ sampleWeight: name === EQUAL ? null : name }),
  );
  const draw = whenChanged((names: string, chosen: string | null) => {
    const columns = names === '' ? [] : names.split('\n');
    const known = chosen === null || columns.includes(chosen) ? columns : [chosen, ...columns];
    const choices = known.map((name) => ({ value: name, label: `by ${name}` }));
    control.set([{ value: EQUAL, label: 'each once' }, ...choices], chosen ?? EQUAL);
  });
  return {
    element: labelled('Rows count', control.element, 'A column of weights: 2 counts a row twice'),
    update: (model) => {
      const columns = shownData(model)?.columns ?? model.host.columns;
      const numeric = columns.filter(({ kind, role }) => kind === 'numeric' && role !== 'target');
      draw(numeric.map(({ name }) => name).join('\n'), model.host.spec.sampleWeight);
    },
  };
}

function summaryOf(model: Model): string {
  const { spec } = model.host;
  const entry = resolvedModel(model);
  const own = (entry?.parameters ?? []).map(
    ({ id, label, default: usual }) => `${label} ${spec.modelParameters[id] ?? usual}`,
  );
  return [
    entry ? entry.label : AUTO,
    ...own,
    entry?.network ? `${spec.hidden.join(', ')} ${spec.activation}` : '',
    spec.task === 'auto' ? '' : spec.task,
    spec.classWeight === 'balanced' ? 'balanced classes' : '',
    spec.sampleWeight === null ? '' : `rows by ${spec.sampleWeight}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
