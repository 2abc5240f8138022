import { lambdaAt, shareOf, valueAt } from '../../charts/lambda/lambdaAxis.ts';
import { shareAt, xOf } from '../../charts/lambda/layout.ts';
import { nearestPath } from '../../charts/lambda/paths.ts';
import { h, setAttr, setText, show } from '../../dom.ts';
import * as format from '../../format.ts';
import { type Model, shownLambda, shownResult } from '../../model.ts';
import type { Store } from '../../store.ts';
import { onLambdaKeys } from '../lambdaSlider.ts';
import { lambdaMarks } from './marks.ts';
import type { Placed } from './plots.ts';
import { errorName } from './words.ts';

export interface Overlay {
  readonly elements: readonly HTMLElement[];
  /** Takes over where everything stands. */
  place(at: Placed): void;
  update(model: Model): void;
}

/** What lies over the charts: the line of the current λ, the marks, the pointer's words. All of it moves without drawing. */
export function overlay(store: Store): Overlay {
  const line = h('div', {
    class: 'plots-line',
    attrs: {
      role: 'slider',
      tabindex: '0',
      'aria-label': 'λ, in the chart',
      'aria-orientation': 'horizontal',
    },
  });
  const was = h('div', { class: 'plots-was' });
  const marks = lambdaMarks(store);
  const words = h('div', { class: 'plots-words', attrs: { 'aria-hidden': 'true' } });
  words.hidden = true;
  const title = h('h2', { class: 'plots-title' });
  const ground = h('div', { class: 'plots-ground' }, was, line);
  let at: Placed | null = null;
  onLambdaKeys(line, store, () => ({ min: at?.span.low ?? 1, max: at?.span.high ?? 10 }));
  listen(ground, words, store, () => at);

  const update = (model: Model): void => {
    if (!at) return;
    const { layout, span } = at;
    const lambda = shownLambda(model);
    const trained =
      model.drag === null && model.preview === null ? null : (shownResult(model)?.now.lambda ?? null);
    const left = (value: number): string => `${xOf(shareOf(value, span), layout) - layout.left}px`;
    line.style.transform = `translateX(${left(lambda)})`;
    setAttr(line, 'aria-valuemin', String(span.low));
    setAttr(line, 'aria-valuemax', String(span.high));
    setAttr(line, 'aria-valuenow', String(Math.min(span.high, Math.max(span.low, lambda))));
    setAttr(line, 'aria-valuetext', format.lambda(lambda));
    setAttr(line, 'title', `λ = ${format.exact(lambda)}`);
    line.classList.toggle('beyond', lambda < span.low || lambda > span.high);
    show(was, trained !== null);
    if (trained !== null) was.style.transform = `translateX(${left(trained)})`;
  };
  return {
    elements: [ground, marks.element, title, words],
    place: (next) => {
      at = next;
      const { layout, selection, span } = next;
      ground.style.left = `${layout.left}px`;
      ground.style.width = `${layout.right - layout.left}px`;
      ground.style.top = `${layout.paths.top}px`;
      ground.style.height = `${layout.errors.bottom - layout.paths.top}px`;
      title.style.top = `${layout.paths.bottom + 10}px`;
      setText(title, `Cross-validated ${errorName(selection.metric)}`);
      marks.place(selection, (lambda) => xOf(shareOf(lambda, span), layout), layout);
      if (store.model) update(store.model);
    },
    update,
  };
}

/** A press takes λ along and trains with it when it ends; a pointer that passes over names what lies under it. */
function listen(ground: HTMLElement, words: HTMLElement, store: Store, placed: () => Placed | null): void {
  const placeOf = (event: PointerEvent) => {
    const box = ground.parentElement?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  let pressed = false;
  const moveTo = (event: PointerEvent): void => {
    const at = placed();
    if (at) store.moveLambda(lambdaAt(shareAt(placeOf(event).x, at.layout), at.span));
  };
  ground.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    pressed = true;
    ground.setPointerCapture(event.pointerId);
    words.hidden = true;
    moveTo(event);
  });
  ground.addEventListener('pointermove', (event) => {
    const at = placed();
    if (pressed) moveTo(event);
    else if (at) hover(at, placeOf(event), words, store);
  });
  ground.addEventListener('pointerup', () => {
    if (!pressed) return;
    pressed = false;
    if (store.model) store.commitLambda(shownLambda(store.model));
  });
  ground.addEventListener('pointercancel', () => {
    pressed = false;
  });
  ground.addEventListener('pointerleave', () => {
    words.hidden = true;
    store.mark(null);
  });
}

function hover(at: Placed, { x, y }: { x: number; y: number }, words: HTMLElement, store: Store): void {
  const { layout, paths, span } = at;
  const onPaths = y <= layout.paths.bottom;
  const feature = onPaths ? nearestPath(paths, layout, span, x, y) : null;
  store.mark(feature);
  const lambda = lambdaAt(shareAt(x, layout), span);
  const lines = feature === null ? (onPaths ? [] : errorWords(at, lambda)) : pathWords(at, feature, lambda);
  words.hidden = lines.length === 0;
  if (lines.length === 0) return;
  words.replaceChildren(
    ...lines.map(([name, value]) =>
      h(
        'span',
        { class: 'plots-words-line' },
        h('span', { class: 'dim', text: name }),
        h('b', { text: value }),
      ),
    ),
  );
  const toLeft = x > layout.left + 0.6 * (layout.right - layout.left);
  words.style.left = toLeft ? 'auto' : `${x + 12}px`;
  words.style.right = toLeft ? `${layout.width - x + 12}px` : 'auto';
  words.style.top = `${Math.max(0, y - 8)}px`;
}

type Words = readonly (readonly [string, string])[];

function pathWords({ paths, reading }: Placed, feature: number, lambda: number): Words {
  const values = paths.lambdas.map((_, at) => paths.weight(feature, at));
  const value = valueAt(paths.lambdas, values, lambda);
  return [
    [paths.names[feature] ?? '', value === null ? '' : format.significant(value, 4)],
    [reading.label, reading.at(lambda)],
  ];
}

function errorWords({ selection, reading, hidden }: Placed, lambda: number): Words {
  const { lambdas, cvMean, cvSe, loo, gcv, degreesOfFreedom } = selection;
  const at = (values: readonly number[] | null): number | null => values && valueAt(lambdas, values, lambda);
  const row = (name: string, value: number | null): Words =>
    value === null ? [] : [[name, format.mse(value)]];
  const mean = at(cvMean);
  const se = at(cvSe);
  const both =
    mean === null ? '' : `${format.mse(mean)}${se === null ? '' : ` ± ${format.significant(se, 2)}`}`;
  const freedom = at(degreesOfFreedom);
  return [
    [reading.label, reading.at(lambda)],
    ['cross-validation', both],
    ...(hidden.includes('loo') ? [] : row('leave-one-out', at(loo))),
    ...(hidden.includes('gcv') ? [] : row('GCV', at(gcv))),
    ...(freedom === null || reading.id === 'freedom' ? [] : [['d.f.', format.freedom(freedom)] as const]),
  ];
}
