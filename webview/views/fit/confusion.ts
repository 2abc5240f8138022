import type { ClassDetails } from '../../../src/engine/inspectionReport.ts';
import { h } from '../../dom.ts';
import * as format from '../../format.ts';

/** Which classes are taken for which: rows are what they are, columns what was predicted, each cell its share of the row. */
export function confusionMatrix({ confusion }: ClassDetails, classes: readonly string[]): HTMLElement {
  const head = h(
    'tr',
    {},
    h('th', { class: 'dim', text: 'actual ╲ predicted', attrs: { scope: 'col' } }),
    ...classes.map((name) =>
      h('th', { class: 'class-name', text: name, title: name, attrs: { scope: 'col' } }),
    ),
  );
  const rows = confusion.map((counts, actual) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const name = classes[actual] ?? '';
    return h(
      'tr',
      {},
      h('th', { class: 'class-name', text: name, title: name, attrs: { scope: 'row' } }),
      ...counts.map((count, predicted) => cellOf(count, total, name, classes[predicted] ?? '')),
    );
  });
  const table = h('table', { class: 'confusion' }, h('thead', {}, head), h('tbody', {}, ...rows));
  return h(
    'div',
    { class: 'scroll-x', attrs: { tabindex: '0', role: 'region', 'aria-label': 'Confusion matrix' } },
    table,
  );
}

function cellOf(count: number, total: number, actual: string, predicted: string): HTMLElement {
  const share = total > 0 ? count / total : 0;
  const right = actual === predicted;
  const cell = h('td', {
    class: right ? 'heat right' : 'heat',
    text: count === 0 ? '·' : format.count(count),
    title: `${format.count(count)} of ${format.count(total)} ${actual} predicted as ${predicted}: ${format.percent(share)}`,
    attrs: { 'data-exact': format.exact(count) },
  });
  cell.style.setProperty('--share', share.toFixed(3));
  return cell;
}

/** Precision, recall and F1 of each class, and how many rows there were of it. */
export function classScores({ perClass }: ClassDetails, classes: readonly string[]): HTMLElement {
  const headings = [
    ['class', ''],
    ['precision', 'Of the rows that were predicted to be of the class, the share that is'],
    ['recall', 'Of the rows of the class, the share that was predicted to be'],
    ['F1', 'The harmonic mean of precision and recall'],
    ['rows', 'Rows of the class, by weight'],
  ] as const;
  const head = headings.map(([text, title]) =>
    h('th', { text, title: title || text, attrs: { scope: 'col' } }),
  );
  const rows = perClass.map(({ precision, recall, f1, support }, at) => {
    const name = classes[at] ?? '';
    const cells = [precision, recall, f1].map((value) =>
      h('td', {
        text: format.ratio(value),
        title: format.exact(value),
        attrs: { 'data-exact': format.exact(value) },
      }),
    );
    const label = h('th', { class: 'class-name', text: name, title: name, attrs: { scope: 'row' } });
    return h('tr', {}, label, ...cells, h('td', { text: format.count(support) }));
  });
  return h('table', { class: 'class-scores' }, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...rows));
}
