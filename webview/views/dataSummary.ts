import type { BadCell, DataSummary, Warning } from '../../src/engine/report.ts';
import { disclosure } from '../controls/disclosure.ts';
import { h, icon, setText, show, whenChanged } from '../dom.ts';
import * as format from '../format.ts';
import { type Model, shownData, shownResult } from '../model.ts';
import type { Store } from '../store.ts';
import type { View } from './view.ts';

/** Bad cells and columns listed at once. */
const LISTED = 50;

/** One line on the data; opened, everything that was decided about it. */
export function dataSummary(store: Store): View {
  const section = disclosure('details', () => store.look({ detailsOpen: !store.model?.local.detailsOpen }));
  const draw = whenChanged(
    (data: DataSummary | null, notes: readonly string[] | undefined, open: boolean) => {
      show(section.element, data !== null);
      section.open(open);
      if (!data) return;
      setText(section.summary, summaryOf(data));
      section.body.replaceChildren(...(open ? detailsOf(store, data, notes ?? []) : []));
    },
  );
  return {
    element: section.element,
    update: (model: Model) => draw(shownData(model), shownResult(model)?.notes, model.local.detailsOpen),
  };
}

/** 354 train · 88 test · 0 dropped · 10 columns · none left out · 1 pass. */
export function summaryOf({ rows, columns, warnings, problemCount, passes }: DataSummary): string {
  const used = columns.filter(({ role }) => role === 'feature').length;
  const leftOut = columns.filter(({ role }) => role === 'leftOut').length;
  const mild = warnings.filter(({ severity }) => severity !== 'serious').length;
  const parts = [
    `${format.count(rows.train)} train`,
    rows.validation > 0 ? `${format.count(rows.validation)} validation` : '',
    rows.test > 0 ? `${format.count(rows.test)} test` : '',
    `${format.count(rows.dropped)} dropped`,
    rows.excluded > 0 ? `${format.count(rows.excluded)} excluded` : '',
    format.counted(used, 'column'),
    leftOut > 0 ? `${format.count(leftOut)} left out` : 'none left out',
    problemCount > 0 ? format.counted(problemCount, 'bad cell') : '',
    mild > 0 ? format.counted(mild, 'remark') : '',
    format.counted(passes, 'pass', 'passes'),
  ];
  // Spaces inside a part never break, so that a line ends between two of them.
  return parts
    .filter(Boolean)
    .map((part) => part.replaceAll(' ', '\u00a0'))
    .join(' · ');
}

function detailsOf(store: Store, data: DataSummary, notes: readonly string[]): HTMLElement[] {
  const mild = data.warnings.filter(({ severity }) => severity !== 'serious');
  const leftOut = data.columns.filter(({ role }) => role === 'leftOut');
  return [
    part(
      'Left out',
      leftOut.slice(0, LISTED).map(({ name, reason }) => pair(name, reason)),
      leftOut.length,
    ),
    part('Remarks', mild.map(remark), mild.length),
    part(
      'Cells that could not be used',
      data.problems.slice(0, LISTED).map((cell) => cellOf(store, cell)),
      data.problemCount,
    ),
    part(
      'Decided on the way',
      notes.map((text) => h('li', { text })),
      notes.length,
    ),
    part(
      format.counted(data.passes, 'pass', 'passes'),
      data.passReasons.map((text) => h('li', { text })),
      data.passReasons.length,
    ),
    part('Read as', [h('li', { text: dialectOf(data) })], 1),
  ].filter((one) => one !== null);
}

function part(title: string, items: readonly HTMLElement[], total: number): HTMLElement | null {
  if (items.length === 0) return null;
  const more = total - items.length;
  const rest = more > 0 ? h('p', { class: 'dim', text: `and ${format.count(more)} more` }) : null;
  return h('div', { class: 'detail' }, h('h3', { text: title }), h('ul', {}, ...items), rest);
}

const pair = (name: string, text: string): HTMLElement =>
  h(
    'li',
    { class: 'pair' },
    h('span', { class: 'pair-name', text: name, title: name }),
    h('span', { class: 'dim', text }),
  );

const remark = ({ message, severity }: Warning): HTMLElement =>
  h(
    'li',
    { class: 'remark' },
    icon(severity === 'warning' ? 'warning' : 'info'),
    h('span', { text: message }),
  );

function cellOf(store: Store, { line, column, length, message }: BadCell): HTMLElement {
  const place = h('button', {
    class: 'link',
    text: `line ${format.count(line)}, column ${format.count(column)}`,
    title: 'Show it in the file',
    attrs: { type: 'button' },
    on: { click: () => store.post({ type: 'reveal', line, column, length }) },
  });
  return h('li', { class: 'pair' }, place, h('span', { class: 'dim', text: message }));
}

const DELIMITERS: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
};

function dialectOf({ dialect, bytes, rows }: DataSummary): string {
  const { delimiter, encoding, decimal, header, titleLines, gzip } = dialect;
  return [
    `${format.bytes(bytes)}${gzip ? ' of gzip' : ''}`,
    format.counted(rows.read, 'row'),
    encoding,
    `${DELIMITERS[delimiter] ?? delimiter}-separated`,
    `decimal ${decimal === ',' ? 'comma' : 'point'}`,
    header ? 'a header' : 'no header',
    titleLines > 0 ? format.counted(titleLines, 'title line') : '',
  ]
    .filter(Boolean)
    .join(' · ');
}
