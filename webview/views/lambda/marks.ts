import type { Selection } from '../../../src/engine/selectionReport.ts';
import type { Layout } from '../../charts/lambda/layout.ts';
import { h } from '../../dom.ts';
import * as format from '../../format.ts';
import type { Store } from '../../store.ts';
import { errorName } from './words.ts';

export interface LambdaMarks {
  readonly element: HTMLElement;
  place(selection: Selection, x: (lambda: number) => number, layout: Layout): void;
}

/** The two λ that cross-validation offers, each a button on its line: λ_min on the left of it, λ_1se on the right. */
export function lambdaMarks(store: Store): LambdaMarks {
  const min = markButton('min', () => store.chooseLambda('min'));
  const oneSe = markButton('1 SE', () => store.chooseLambda('1se'));
  min.classList.add('mark-left');
  const element = h('div', { class: 'plots-marks' }, min, oneSe);
  return {
    element,
    place: (selection, x, { paths, errors }) => {
      element.style.top = `${paths.bottom + 28}px`;
      element.style.height = `${errors.bottom - paths.bottom - 28}px`;
      describeMarks(min, oneSe, selection);
      min.style.left = `${x(selection.lambdaMin)}px`;
      oneSe.style.left = `${x(selection.lambda1se)}px`;
    },
  };
}

export function markButton(text: string, onClick: () => void): HTMLButtonElement {
  return h(
    'button',
    { class: 'lambda-mark', attrs: { type: 'button' }, on: { click: onClick } },
    h('span', { text }),
  );
}

/** What each of the marks is and does, for hovering and for assistive technology. */
export function describeMarks(min: HTMLElement, oneSe: HTMLElement, selection: Selection): void {
  const { folds, lambdaMin, lambda1se } = selection;
  const name = errorName(selection.metric);
  min.title = `Train with λ = ${format.lambda(lambdaMin)}: the least ${name} of ${folds}`;
  oneSe.title = `Train with λ = ${format.lambda(lambda1se)}: the largest within one standard error of the least ${name} of ${folds}`;
  for (const mark of [min, oneSe])
    mark.setAttribute('aria-label', `${mark.textContent ?? ''}: ${mark.title}`);
}
