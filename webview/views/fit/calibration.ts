import type { CalibrationBin } from '../../../src/engine/inspectionReport.ts';
import { h, svg } from '../../dom.ts';
import * as format from '../../format.ts';

const SIZE = 200;
/** Room for the marks left of and under the square. */
const LEFT = 42;
const UNDER = 32;
const RIGHT = 20;
const LARGEST = 7;

/** How often what was said to be probable came true: on the diagonal where probabilities can be believed. */
export function calibrationChart(bins: readonly CalibrationBin[], of: string): HTMLElement {
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const dots = bins.flatMap((bin) => dotOf(bin, most));
  const line = dots.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`);
  const marks = [0, 0.25, 0.5, 0.75, 1].flatMap((value) => marksAt(value));
  const picture = svg(
    'svg',
    {
      class: 'calibration',
      viewBox: `0 0 ${LEFT + SIZE + RIGHT} ${SIZE + UNDER + 8}`,
      role: 'img',
      'aria-label': describe(bins, of),
    },
    ...marks,
    svg('path', { class: 'calibration-ideal', d: `M${LEFT} ${8 + SIZE}L${LEFT + SIZE} 8` }),
    svg('path', { class: 'calibration-line', d: line.length > 1 ? `M${line.join('L')}` : '' }),
    ...dots.map(({ element }) => element),
    label(`predicted probability of ${of}`, LEFT + SIZE / 2, SIZE + UNDER + 4),
  );
  const element = h('div', { class: 'calibration-box' });
  element.append(picture);
  return element;
}

const across = (share: number): number => LEFT + share * SIZE;
const down = (share: number): number => 8 + (1 - share) * SIZE;

function dotOf({ low, high, count, predicted, observed }: CalibrationBin, most: number) {
  if (predicted === null || observed === null) return [];
  const [x, y] = [across(predicted), down(observed)];
  const element = svg('circle', {
    class: 'calibration-dot',
    cx: x,
    cy: y,
    r: 2.5 + (LARGEST - 2.5) * Math.sqrt(count / most),
  });
  const title = svg('title');
  title.textContent = `${percent(low)} to ${percent(high)}: ${format.counted(count, 'row')}, ${format.percent(predicted)} predicted, ${format.percent(observed)} came true`;
  element.append(title);
  return [{ x, y, element }];
}

function marksAt(value: number): SVGElement[] {
  const grid = svg('path', {
    class: 'calibration-grid',
    d: `M${LEFT} ${down(value)}H${LEFT + SIZE}`,
  });
  const side = label(percent(value), LEFT - 6, down(value) + 4);
  side.setAttribute('class', 'calibration-mark side');
  return [grid, side, label(percent(value), across(value), SIZE + 22)];
}

function label(text: string, x: number, y: number): SVGElement {
  const element = svg('text', { class: 'calibration-mark', x, y });
  element.textContent = text;
  return element;
}

const percent = (share: number): string => `${Math.round(100 * share)}\u00a0%`;

function describe(bins: readonly CalibrationBin[], of: string): string {
  const told = bins.flatMap(({ predicted, observed }) =>
    predicted === null || observed === null ? [] : [`${percent(predicted)}: ${percent(observed)}`],
  );
  return `Calibration of ${of}, predicted against observed: ${told.join(', ')}`;
}
