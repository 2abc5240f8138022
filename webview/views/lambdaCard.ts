import type { LambdaCurve, RunResult } from '../../src/engine/report.ts';
import { hasPreviews } from '../choices.ts';
import { h, setAttr, setText, show, whenChanged } from '../dom.ts';
import * as format from '../format.ts';
import { type LambdaRange, rangeOf } from '../lambdaScale.ts';
import { type Model, shownLambda, shownResult } from '../model.ts';
import type { Store } from '../store.ts';
import { parseNumber } from '../typedNumber.ts';
import { conversions } from './conversions.ts';
import { lambdaCurve } from './lambdaCurve.ts';
import { lambdaSlider } from './lambdaSlider.ts';
import type { View } from './view.ts';

const SCALES = {
  total: { text: 'total scale', title: 'Minimized: mean loss + (λ/m)·½·‖weights‖², of m training rows' },
  perSample: { text: 'per-sample scale', title: 'Minimized: mean loss + λ·½·‖weights‖²' },
} as const;

/** λ, large; what other tools call it; and the slider, standing on the error over λ. */
export function lambdaCard(store: Store): View {
  const field = lambdaField(store);
  const scale = h('span', { class: 'dim lambda-scale' });
  const words = conversions(store);
  const curve = lambdaCurve(store);
  const slider = lambdaSlider(store);
  const note = h('p', { class: 'dim lambda-note', attrs: { 'aria-live': 'polite' } });
  const label = h('label', { class: 'lambda-symbol', text: 'λ', attrs: { for: 'lambda-field' } });
  const element = h(
    'section',
    { class: 'card lambda-card', attrs: { 'aria-label': 'λ' } },
    h(
      'div',
      { class: 'lambda-head' },
      h('div', { class: 'lambda-who' }, label, field.element, scale),
      words.element,
    ),
    curve.element,
    slider.element,
    note,
  );

  let range: LambdaRange | null = null;
  const decideRange = whenChanged((of: LambdaCurve | null, lambda: number) => {
    range = rangeOf(of?.lambda ?? [], lambda);
  });
  const drawScale = whenChanged((name: keyof typeof SCALES) => {
    setText(scale, SCALES[name].text);
    scale.title = SCALES[name].title;
  });
  return {
    element,
    update: (model: Model) => {
      const result: RunResult | null = shownResult(model);
      const lambda = shownLambda(model);
      if (model.drag === null || range === null) decideRange(result?.curve ?? null, model.host.spec.lambda);
      drawScale(model.host.spec.lambdaScale);
      field.set(lambda);
      const text = noteOf(model);
      setText(note, text);
      show(note, text !== '');
      words.update(model);
      if (range === null) return;
      curve.update(model, range);
      slider.update(model, range);
    },
  };
}

/** Where the model in sight does not follow λ: why, and what to do. */
function noteOf(model: Model): string {
  if (model.lambdaRefusal !== null) return model.lambdaRefusal;
  const trained = model.host.run?.result?.now.lambda;
  const moved = trained !== undefined && shownLambda(model) !== trained;
  if (!moved || hasPreviews(model)) return '';
  return `What is shown was trained with λ = ${format.lambda(trained)}. Press Train to train with this λ.`;
}

/** The number itself, which can be typed over: shown at once, trained with on Enter or on leaving it. */
function lambdaField(store: Store): { element: HTMLElement; set(lambda: number): void } {
  const element = h('input', {
    class: 'lambda-field',
    attrs: {
      id: 'lambda-field',
      type: 'text',
      inputmode: 'decimal',
      autocomplete: 'off',
      spellcheck: 'false',
    },
  });
  let shown = 0;
  const typed = (): number | null => {
    const value = parseNumber(element.value);
    const valid = value !== null && value >= 0;
    element.classList.toggle('wrong', !valid);
    setAttr(element, 'aria-invalid', valid ? null : 'true');
    return valid ? value : null;
  };
  element.addEventListener('focus', () => {
    element.value = String(shown);
    element.select();
  });
  element.addEventListener('input', () => {
    const lambda = typed();
    if (lambda !== null) store.moveLambda(lambda);
  });
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    const lambda = typed();
    if (lambda !== null) store.commitLambda(lambda);
  });
  element.addEventListener('blur', () => {
    const lambda = typed();
    if (lambda !== null && lambda !== store.model?.host.spec.lambda) store.commitLambda(lambda);
    else display(shown);
  });
  const display = (lambda: number): void => {
    element.value = format.lambda(lambda);
    element.title = `λ = ${format.exact(lambda)}: type any number, Enter trains`;
    element.classList.remove('wrong');
    element.removeAttribute('aria-invalid');
  };
  return {
    element,
    set: (lambda) => {
      const moved = shown !== lambda;
      shown = lambda;
      if (document.activeElement !== element && (moved || element.value === '')) display(lambda);
    },
  };
}
