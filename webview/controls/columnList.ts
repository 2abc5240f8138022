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
  /** Whether the small switch beside it is on; absent where it has none. */
  readonly chip?: boolean;
}

/** A small switch beside each column. */
export interface ColumnChip {
  readonly text: string;
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
  chip?: ColumnChip,
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
      boxes = visible.map((item) => boxOf(item, onToggle, chip));
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
  chip?: ColumnChip,
): Box {
  const control = checkbox(name, (checked) => onToggle(name, checked), remark);
  if (!chip) return { name, remark, element: control.element, set: ({ checked }) => control.set(checked) };
  let on = true;
  const button = h('button', {
    class: 'column-chip',
    text: chip.text,
    attrs: { type: 'button', 'aria-label': chip.label(name) },
    on: { click: () => chip.onToggle(name, !on) },
  });
  return {
    name,
    remark,
    element: h('div', { class: 'column-item' }, control.element, button),
    set: (item) => {
      on = item.chip ?? true;
      control.set(item.checked);
      show(button, item.chip !== undefined && item.checked);
      setAttr(button, 'aria-pressed', String(on));
      setAttr(button, 'title', chip.title(name, on));
    },
  };
}
