import { h, setText, show } from '../dom.ts';
import { checkbox, textField } from './toolkit.ts';

/** Boxes made at once; more columns are found by searching. */
const SHOWN = 120;
/** Fewer columns need no search. */
const SEARCH_FROM = 13;

export interface ColumnItem {
  readonly name: string;
  readonly checked: boolean;
  /** Why it is left out, or another remark. */
  readonly remark: string;
}

export interface ColumnList {
  readonly element: HTMLElement;
  draw(items: readonly ColumnItem[]): void;
}

/** Columns with a box each, and a search where they are many. */
export function columnList(label: string, onToggle: (name: string, checked: boolean) => void): ColumnList {
  let items: readonly ColumnItem[] = [];
  let words = '';
  const search = textField({
    label: `Find in ${label.toLowerCase()}`,
    hideLabel: true,
    placeholder: 'Find a column',
    onInput: (text) => {
      words = text.trim().toLowerCase();
      paint();
    },
  });
  const list = h('div', { class: 'column-list', attrs: { role: 'group', 'aria-label': label } });
  const rest = h('p', { class: 'dim' });
  const element = h('div', { class: 'columns-field' }, search.element, list, rest);
  let boxes: { readonly name: string; readonly remark: string; set(checked: boolean): void }[] = [];

  const paint = (): void => {
    const found = items.filter(({ name }) => name.toLowerCase().includes(words));
    const visible = found.slice(0, SHOWN);
    const same =
      boxes.length === visible.length &&
      boxes.every((box, at) => box.name === visible[at]?.name && box.remark === visible[at]?.remark);
    if (!same) {
      const made = visible.map(({ name, remark }) => {
        const control = checkbox(name, (checked) => onToggle(name, checked), remark);
        return { name, remark, ...control };
      });
      list.replaceChildren(...made.map((control) => control.element));
      boxes = made;
    }
    for (const [at, box] of boxes.entries()) box.set(visible[at]?.checked ?? false);
    const more = found.length - visible.length;
    setText(rest, found.length === 0 ? 'No column has this in its name.' : `${more} more: search for them.`);
    show(rest, more > 0 || found.length === 0);
  };
  return {
    element,
    draw: (next) => {
      items = next;
      show(search.element, items.length >= SEARCH_FROM);
      paint();
    },
  };
}
