import type { Split, Validation } from '../../../src/engine/spec.ts';
import { choiceField, labelled } from '../../controls/field.ts';
import { numberField } from '../../controls/numberField.ts';
import { dropdown } from '../../controls/toolkit.ts';
import { show, whenChanged } from '../../dom.ts';
import { type Model, shownData } from '../../model.ts';
import type { Store } from '../../store.ts';

type Kind = Split['kind'];

const SPLITS = [
  { value: 'none', label: 'none' },
  { value: 'random', label: 'random rows' },
  { value: 'last', label: 'last rows' },
  { value: 'every', label: 'every k-th row' },
  { value: 'column', label: 'by a column' },
] as const;
const VALIDATIONS = SPLITS.filter(
  ({ value }) => value === 'none' || value === 'random' || value === 'column',
);

/** A split in few words: `random 20 %`. */
export function splitWords(split: Split | Validation): string {
  switch (split.kind) {
    case 'none':
      return 'none';
    case 'every':
      return `every ${split.every}th`;
    case 'column':
      return `by ${split.column}`;
    default:
      return `${split.kind} ${Number((100 * split.fraction).toPrecision(3))}\u00a0%`;
  }
}

export interface SplitFields {
  readonly elements: readonly HTMLElement[];
  update(model: Model): void;
}

/** Which rows are held out for the test: the kind, and its one parameter. */
export function splitFields(store: Store): SplitFields {
  return fieldsOf(
    'Test rows',
    SPLITS,
    (model) => model.host.spec.split,
    (split) => store.edit({ split }),
  );
}

/** Which of the training rows are held out for validation. */
export function validationFields(store: Store): SplitFields {
  return fieldsOf(
    'Validation rows',
    VALIDATIONS,
    (model) => model.host.spec.validation,
    (split) => {
      if (split.kind === 'none' || split.kind === 'random' || split.kind === 'column')
        store.edit({ validation: split });
    },
  );
}

function fieldsOf(
  label: string,
  kinds: readonly { readonly value: Kind; readonly label: string }[],
  read: (model: Model) => Split | Validation,
  write: (split: Split) => void,
): SplitFields {
  let columns: readonly string[] = [];
  const kind = choiceField<Kind>(label, kinds, (value) => write(startOf(value, columns)));
  const share = numberField({
    label: 'Share',
    min: 0.001,
    max: 0.999,
    onChange: (fraction) => {
      if (fraction !== null && current && 'fraction' in current) write({ ...current, fraction });
    },
  });
  const every = numberField({
    label: 'Every',
    min: 2,
    integer: true,
    onChange: (value) => {
      if (value !== null) write({ kind: 'every', every: value });
    },
  });
  const column = dropdown(`${label}: column`, (name) => write({ kind: 'column', column: name }));
  const columnBox = labelled(
    'Column',
    column.element,
    'Its cells say train or test; other rows are left out',
  );
  let current: Split | Validation | null = null;
  const draw = whenChanged((split: Split | Validation, names: readonly string[]) => {
    current = split;
    columns = names;
    kind.set(split.kind);
    share.set('fraction' in split ? split.fraction : null);
    every.set('every' in split ? split.every : null);
    show(share.element, 'fraction' in split);
    show(every.element, 'every' in split);
    show(columnBox, split.kind === 'column');
    if (split.kind === 'column')
      column.set(
        names.map((name) => ({ value: name, label: name })),
        split.column,
      );
  });
  const namesOf = whenSame((model: Model) => shownData(model)?.columns ?? model.host.columns);
  return {
    elements: [kind.element, share.element, every.element, columnBox],
    update: (model) => draw(read(model), namesOf(model)),
  };
}

/** The names of columns, the same list while the columns are the same. */
function whenSame(
  read: (model: Model) => readonly { readonly name: string }[],
): (model: Model) => readonly string[] {
  let last: readonly { readonly name: string }[] | null = null;
  let names: readonly string[] = [];
  return (model) => {
    const columns = read(model);
    if (columns !== last) names = columns.map(({ name }) => name);
    last = columns;
    return names;
  };
}

function startOf(kind: Kind, columns: readonly string[]): Split {
  switch (kind) {
    case 'none':
      return { kind };
    case 'random':
    case 'last':
      return { kind, fraction: 0.2 };
    case 'every':
      return { kind, every: 5 };
    case 'column':
      return { kind, column: columns.find((name) => /split|fold|set|part/i.test(name)) ?? columns[0] ?? '' };
  }
}
