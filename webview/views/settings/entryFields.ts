import type { Entry } from '../../../src/protocol/panel.ts';
import { numberField } from '../../controls/numberField.ts';
import { h, show, whenChanged } from '../../dom.ts';

export interface EntryFields {
  readonly element: HTMLElement;
  /** Shows the parameters of an entry with these values; absent ones have their defaults. */
  draw(entry: Entry | null, values: Readonly<Record<string, number>>): void;
}

/** A field for each parameter of a registry's entry, by the entry's own description of it. */
export function entryFields(onChange: (id: string, value: number) => void): EntryFields {
  const element = h('div', { class: 'fields' });
  let fields: { readonly id: string; set(value: number | undefined): void }[] = [];
  // By its text: a state that is sent anew holds another object of the same entry, and nobody who types may lose a field.
  const lay = whenChanged((text: string) => {
    const entry: Entry | null = JSON.parse(text);
    const made = (entry?.parameters ?? []).map((parameter) => fieldOf(parameter, onChange));
    element.replaceChildren(...made.map((field) => field.element));
    show(element, made.length > 0);
    fields = made;
  });
  const fill = whenChanged((_: Entry | null, values: Readonly<Record<string, number>>) => {
    for (const field of fields) field.set(values[field.id]);
  });
  return {
    element,
    draw: (entry, values) => {
      lay(JSON.stringify(entry));
      fill(entry, values);
    },
  };
}

function fieldOf(parameter: Entry['parameters'][number], onChange: (id: string, value: number) => void) {
  const { id, label, description, min, max, integer = false } = parameter;
  const field = numberField({
    label,
    integer,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    onChange: (value) => {
      if (value !== null) onChange(id, value);
    },
  });
  field.element.title = description;
  return {
    id,
    element: field.element,
    set: (value: number | undefined) => field.set(value ?? parameter.default),
  };
}
