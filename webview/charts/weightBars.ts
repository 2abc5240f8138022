import { h, setAttr, setText } from '../dom.ts';
import * as format from '../format.ts';
import { bySize, type Domain, domainOf, matching, pieceOf, union, zeroOf } from './barLayout.ts';

/** One row's height in pixels; the style sheet has the same. */
const ROW = 22;
/** Rows made beyond the visible ones, above and below. */
const MARGIN = 4;

export interface Bars {
  readonly names: readonly string[];
  readonly now: readonly number[];
  /** Weights at λ = 0; empty where there are none. */
  readonly ghosts: readonly number[];
  /** The rows' order within one frame: largest first. */
  readonly ranking: readonly number[];
  /** Outlines longer than this are cut. */
  readonly cap: number;
  readonly search: string;
  /** All weights have one unit, so that their digits can line up. */
  readonly comparable: boolean;
  /** The row that stands out, by its place among the names. */
  readonly marked?: number | null;
  /** Order and axis are kept while this stays the same. */
  readonly frame: string;
}

export interface WeightBars {
  readonly element: HTMLElement;
  draw(bars: Bars): void;
}

interface Row {
  readonly element: HTMLElement;
  readonly name: HTMLElement;
  readonly ghost: HTMLElement;
  readonly bar: HTMLElement;
  readonly value: HTMLElement;
}

/**
 * Every weight as a bar over its outline at λ = 0. Only the rows in sight exist, so thousands of columns scroll
 * as well as ten.
 */
export function weightBars(label: string, onPoint: (index: number | null) => void = () => {}): WeightBars {
  const list = h('ul', { class: 'bars-list', attrs: { 'aria-label': label } });
  const scroller = h(
    'div',
    { class: 'bars-scroller', attrs: { tabindex: '0', role: 'region', 'aria-label': `${label}, list` } },
    list,
  );
  const none = h('p', { class: 'dim bars-none', text: 'No column has this in its name.' });
  const low = h('span');
  const zero = h('span', { class: 'axis-zero', text: '0' });
  const high = h('span');
  const axis = h(
    'div',
    { class: 'bars-axis', attrs: { 'aria-hidden': 'true' } },
    h('span'),
    h('span', { class: 'axis-track' }, low, zero, high),
    h('span'),
  );
  const element = h('div', { class: 'bars' }, scroller, none, axis);
  const rows: Row[] = [];
  let frame = '';
  let order: readonly number[] = [];
  let domain: Domain = { low: -1, high: 1 };
  let bars: Bars | null = null;
  let largest: number | undefined;
  let top = 0;
  let room = 0;

  const paint = (): void => {
    if (!bars) return;
    const found = matching(order, bars.names, bars.search);
    list.style.height = `${found.length * ROW}px`;
    none.hidden = found.length > 0;
    const first = Math.max(0, Math.floor(top / ROW) - MARGIN);
    const count = Math.min(found.length - first, Math.ceil((room || 10 * ROW) / ROW) + 2 * MARGIN);
    while (rows.length < count) rows.push(newRow(list));
    for (const surplus of rows.splice(Math.max(0, count))) surplus.element.remove();
    for (const [slot, row] of rows.entries()) {
      const index = found[first + slot];
      if (index !== undefined) paintRow(row, bars, index, first + slot, found.length, domain, largest);
    }
  };
  // Both are kept: asking the element itself would lay the page out anew in the middle of every frame.
  const scrolled = (): void => {
    top = scroller.scrollTop;
    requestAnimationFrame(paint);
  };
  const resized: ResizeObserverCallback = ([entry]) => {
    room = entry?.contentRect.height ?? 0;
    scrolled();
  };
  scroller.addEventListener('scroll', scrolled, { passive: true });
  list.addEventListener('pointerover', ({ target }) => {
    const row = target instanceof Element ? target.closest<HTMLElement>('.bar-row') : null;
    onPoint(row ? Number(row.dataset['index']) : null);
  });
  list.addEventListener('pointerleave', () => onPoint(null));
  new ResizeObserver(resized).observe(scroller);

  return {
    element,
    draw: (next) => {
      const fitting = domainOf(next.now, next.ghosts, next.cap);
      if (next.frame !== frame) {
        order = bySize(next.ranking);
        domain = fitting;
        setNames(element, next.names);
      } else domain = union(domain, domainOf(next.now, [], next.cap));
      frame = next.frame;
      largest = next.comparable ? Math.max(-domain.low, domain.high) : undefined;
      bars = next;
      element.style.setProperty('--zero', String(zeroOf(domain)));
      setText(low, domain.low < 0 ? format.significant(domain.low, 3) : '');
      setText(high, domain.high > 0 ? format.significant(domain.high, 3) : '');
      const share = zeroOf(domain);
      zero.hidden = share < 0.12 || share > 0.88;
      zero.style.left = `${100 * share}%`;
      paint();
    },
  };
}

/** The names' column is as wide as the longest name, up to a share that the style sheet sets. */
function setNames(element: HTMLElement, names: readonly string[]): void {
  const longest = names.reduce((most, name) => Math.max(most, name.length), 3);
  element.style.setProperty('--name-chars', String(longest));
}

function newRow(list: HTMLElement): Row {
  const name = h('span', { class: 'bar-name' });
  const ghost = h('span', { class: 'bar-ghost' });
  const bar = h('span', { class: 'bar' });
  const value = h('span', { class: 'bar-value' });
  const track = h('span', { class: 'bar-track', attrs: { 'aria-hidden': 'true' } }, ghost, bar);
  const element = h('li', { class: 'bar-row' }, name, track, value);
  list.append(element);
  return { element, name, ghost, bar, value };
}

function paintRow(
  row: Row,
  bars: Bars,
  index: number,
  place: number,
  total: number,
  domain: Domain,
  largest: number | undefined,
): void {
  const name = bars.names[index] ?? '';
  const value = bars.now[index] ?? 0;
  const ghost = bars.ghosts[index];
  row.element.dataset['index'] = String(index);
  row.element.classList.toggle('marked', bars.marked === index);
  row.element.style.transform = `translateY(${place * ROW}px)`;
  setAttr(row.element, 'aria-setsize', String(total));
  setAttr(row.element, 'aria-posinset', String(place + 1));
  setText(row.name, name);
  row.name.title = name;
  setText(row.value, format.weight(value, largest));
  setAttr(row.value, 'data-exact', format.exact(value));
  const exact = `${name}: ${format.exact(value)}`;
  row.element.title = ghost === undefined ? exact : `${exact}\nat λ = 0: ${format.exact(ghost)}`;
  placeBar(row.bar, value, domain, value < 0 ? 'bar negative' : 'bar');
  if (ghost === undefined) row.ghost.className = 'bar-ghost absent';
  else placeBar(row.ghost, ghost, domain, ghost < 0 ? 'bar-ghost negative' : 'bar-ghost');
}

function placeBar(element: HTMLElement, value: number, domain: Domain, name: string): void {
  const { left, width, cut } = pieceOf(value, domain);
  setAttr(element, 'class', cut ? `${name} cut` : name);
  element.style.left = `${(100 * left).toFixed(3)}%`;
  element.style.width = `${(100 * width).toFixed(3)}%`;
}
