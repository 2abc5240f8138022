import { h, setAttr, setText, show } from '../dom.ts';
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
  /** Whether each of the small switches beside it is on; null where it does not have that one. */
  readonly chips?: readonly (boolean | null)[];
}

/** A small switch beside each column. */
export interface ColumnChip {
  readonly text: (on: boolean) => string;
  /** The state in which it says nothing, and is seen only where the pointer or the focus is. */
  readonly quiet: boolean;
  readonly label: (name: string) => string;
  readonly title: (name: string, on: boolean) => string;
  readonly onToggle: (name: string, on: boolean) => void;
}

export interface ColumnList {
  readonly element: HTMLElement;
  draw(items: readonly ColumnItem[]): void;
}

/** Columns with a box each, and a search where they are many. */
export function columnList(
  label: string,
  onToggle: (name: string, checked: boolean) => void,
  chips: readonly ColumnChip[] = [],
): ColumnList {
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
  let boxes: Box[] = [];

  const paint = (): void => {
    const found = items.filter(({ name }) => name.toLowerCase().includes(words));
    const visible = found.slice(0, SHOWN);
    const same =
      boxes.length === visible.length &&
      boxes.every((box, at) => box.name === visible[at]?.name && box.remark === visible[at]?.remark);
    if (!same) {
      boxes = visible.map((item) => boxOf(item, onToggle, chips));
      list.replaceChildren(...boxes.map((box) => box.element));
    }
    for (const [at, box] of boxes.entries()) {
      const item = visible[at];
      if (item) box.set(item);
    }
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

interface Box {
  readonly element: HTMLElement;
  readonly name: string;
  readonly remark: string;
  set(item: ColumnItem): void;
}

function boxOf(
  { name, remark }: ColumnItem,
  onToggle: (name: string, checked: boolean) => void,
  chips: readonly ColumnChip[],
): Box {
  const control = checkbox(name, (checked) => onToggle(name, checked), remark);
  const buttons = chips.map((chip) => chipOf(name, chip));
  const element = h('div', { class: 'column-item' }, control.element, ...buttons.map((own) => own.element));
  return {
    name,
    remark,
    element: chips.length > 0 ? element : control.element,
    set: (item) => {
      control.set(item.checked);
      for (const [at, button] of buttons.entries())
        button.set(item.checked ? (item.chips?.[at] ?? null) : null);
    },
  };
}

function chipOf(name: string, chip: ColumnChip) {
  let on = true;
  const element = h('button', {
    class: 'column-chip',
    attrs: { type: 'button', 'aria-label': chip.label(name) },
    on: { click: () => chip.onToggle(name, !on) },
  });
  return {
    element,
    /** Null where the column does not have it. */
    set: (next: boolean | null): void => {
      on = next ?? true;
      show(element, next !== null);
      setText(element, chip.text(on));
      setAttr(element, 'aria-pressed', String(on));
      setAttr(element, 'title', chip.title(name, on));
      element.classList.toggle('quiet', on === chip.quiet);
    },
  };
}
