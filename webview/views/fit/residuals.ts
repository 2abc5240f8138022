import type { ResidualQuantiles } from '../../../src/engine/inspectionReport.ts';
import { h } from '../../dom.ts';
import * as format from '../../format.ts';

const SHARES = [1, 5, 25, 50, 75, 95, 99] as const;

/** How far predictions are off: quantiles of the residuals as a strip and as numbers. */
export function residualQuantiles(
  quantiles: readonly ResidualQuantiles[],
  targets: readonly string[],
): HTMLElement {
  const head = h(
    'tr',
    {},
    ...(targets.length > 1 ? [h('th', { text: 'target', attrs: { scope: 'col' } })] : []),
    ...SHARES.map((share) => h('th', { text: `${share}\u00a0%`, attrs: { scope: 'col' } })),
  );
  const rows = quantiles.map(({ values, error }, at) => {
    const name = targets[at] ?? '';
    const cells = SHARES.map((_, place) => {
      const value = values[place] ?? Number.NaN;
      const exact = error > 0 ? `${format.exact(value)}, within ${format.exact(error)}` : format.exact(value);
      return h('td', {
        text: format.significant(value, 3),
        title: exact,
        attrs: { 'data-exact': format.exact(value) },
      });
    });
    const label = h('th', { text: name, title: name, attrs: { scope: 'row' } });
    return h('tr', {}, ...(targets.length > 1 ? [label] : []), ...cells);
  });
  const table = h('table', { class: 'residuals' }, h('thead', {}, head), h('tbody', {}, ...rows));
  const [first] = quantiles;
  return h(
    'div',
    {},
    first && quantiles.length === 1 ? strip(first.values) : null,
    h(
      'div',
      {
        class: 'scroll-x',
        attrs: { tabindex: '0', role: 'region', 'aria-label': 'Quantiles of the residuals' },
      },
      table,
    ),
  );
}

/** A box from the first quartile to the third, a line from 5 to 95 %, a mark at the median and one at 0. */
function strip(values: readonly number[]): HTMLElement {
  const [low = 0, p5 = 0, p25 = 0, median = 0, p75 = 0, p95 = 0, high = 0] = values;
  const from = Math.min(low, 0);
  const span = Math.max(high, 0) - from || 1;
  const piece = (name: string, start: number, end: number): HTMLElement => {
    const element = h('span', { class: `strip-${name}` });
    element.style.left = `${(100 * (start - from)) / span}%`;
    element.style.width = `${(100 * (end - start)) / span}%`;
    return element;
  };
  const pieces = [
    piece('range', low, high),
    piece('most', p5, p95),
    piece('half', p25, p75),
    piece('zero', 0, 0),
    piece('median', median, median),
  ];
  return h(
    'div',
    {
      class: 'strip',
      title: 'Box: the middle half of the residuals; line: 5 to 95 %, and thin 1 to 99 %',
      attrs: { 'aria-hidden': 'true' },
    },
    ...pieces,
  );
}
