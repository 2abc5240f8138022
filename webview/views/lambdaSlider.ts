import { h, setAttr, whenChanged } from '../dom.ts';
import * as format from '../format.ts';
import { DECADE, decades, LAST, type LambdaRange, stepped, toLambda, toPosition } from '../lambdaScale.ts';
import { type Model, shownLambda } from '../model.ts';
import type { Store } from '../store.ts';

/** Keys of the slider, and by how many twentieths of a decade they move λ. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: DECADE,
  PageDown: -DECADE,
};
/** After the last key λ is trained with; a thumb is trained with when it is released. */
const SETTLE_MS = 450;

export interface LambdaSlider {
  readonly element: HTMLElement;
  update(model: Model, range: LambdaRange): void;
}

/** The native range input, its marks and its keys. */
export function lambdaSlider(store: Store): LambdaSlider {
  const input = h('input', {
    class: 'lambda-slider',
    attrs: { type: 'range', min: '0', max: String(LAST), step: 'any', 'aria-label': 'λ' },
  });
  const marks = h('div', { class: 'lambda-marks', attrs: { 'aria-hidden': 'true' } });
  const element = h('div', { class: 'lambda-slider-box' }, input, marks);
  let range: LambdaRange = { min: 1, max: 10 };
  let width = 0;
  listen(input, store, () => range);

  const drawMarks = whenChanged((min: number, max: number, room: number) => {
    const labels = [0, ...decades({ min, max }, room)].map((lambda) => {
      const mark = h('span', { text: format.lambdaMark(lambda) });
      mark.style.left = `${(100 * toPosition(lambda, { min, max })) / LAST}%`;
      return mark;
    });
    marks.replaceChildren(...labels);
  });
  const redraw = (): void => drawMarks(range.min, range.max, Math.max(3, Math.floor(width / 56)));
  new ResizeObserver(([entry]) => {
    width = entry?.contentRect.width ?? width;
    redraw();
  }).observe(element);

  return {
    element,
    update: (model, of) => {
      range = of;
      redraw();
      const lambda = shownLambda(model);
      const position = toPosition(lambda, range);
      if (Math.abs(Number(input.value) - position) > 1e-6 && !input.matches(':active'))
        input.value = String(position);
      input.style.setProperty('--fill', String(position / LAST));
      setAttr(input, 'aria-valuetext', lambda === 0 ? '0, no regularization' : format.lambda(lambda));
      setAttr(input, 'title', `λ = ${format.exact(lambda)}`);
    },
  };
}

function listen(input: HTMLInputElement, store: Store, range: () => LambdaRange): void {
  const commit = onLambdaKeys(input, store, range);
  input.addEventListener('input', () => store.moveLambda(toLambda(Number(input.value), range())));
  input.addEventListener('change', commit);
}

/** Moves λ by keys wherever it stands as a slider; trains a moment after the last one. @returns what trains at once */
export function onLambdaKeys(element: HTMLElement, store: Store, range: () => LambdaRange): () => void {
  let settle: ReturnType<typeof setTimeout> | undefined;
  const current = (): number => (store.model ? shownLambda(store.model) : 0);
  const commit = (): void => {
    clearTimeout(settle);
    settle = undefined;
    store.commitLambda(current());
  };
  element.addEventListener('blur', () => {
    if (settle !== undefined) commit();
  });
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') return commit();
    const next = keyed(event.key, current(), range());
    if (next === null) return;
    event.preventDefault();
    store.moveLambda(next);
    clearTimeout(settle);
    settle = setTimeout(commit, SETTLE_MS);
  });
  return commit;
}

function keyed(key: string, lambda: number, range: LambdaRange): number | null {
  if (key === 'Home') return 0;
  if (key === 'End') return range.max;
  const steps = STEPS[key];
  return steps === undefined ? null : stepped(lambda, steps, range);
}
