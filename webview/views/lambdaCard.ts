import type { RunResult } from '../../src/engine/report.ts';
import { hasPreviews } from '../choices.ts';
import { h, setAttr, setText, show, whenChanged } from '../dom.ts';
import * as format from '../format.ts';
import { type LambdaRange, rangeOf } from '../lambdaScale.ts';
import { type Model, restingLambda, shownLambda, shownResult } from '../model.ts';
import type { Store } from '../store.ts';
import { parseNumber } from '../typedNumber.ts';
import { conversions } from './conversions.ts';
import { errorCurve } from './lambda/errorCurve.ts';
import { isChoosing, whoChose } from './lambda/words.ts';
import { lambdaCurve } from './lambdaCurve.ts';
import { lambdaSlider } from './lambdaSlider.ts';
import type { View } from './view.ts';

const SCALES = {
  total: 'λ on the total scale. Minimized: mean loss + (λ/m)·½·‖weights‖², of m training rows',
  perSample: 'λ on the per-sample scale. Minimized: mean loss + λ·½·‖weights‖²',
} as const;

/** λ, large; what other tools call it; and the slider, standing on the error over λ. */
export function lambdaCard(store: Store): View {
  const field = lambdaField(store);
  const who = h('button', {
    class: 'dim lambda-chooser',
    attrs: { type: 'button' },
    on: { click: () => openChoice(store) },
  });
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
      h('div', { class: 'lambda-who' }, label, field.element),
      who,
      words.element,
    ),
    curve.element,
    slider.element,
    note,
  );

  let range: LambdaRange | null = null;
  const decideRange = whenChanged((of: RunResult | null, lambda: number) => {
    range = rangeOf(of ? errorCurve(of).lambdas : [], lambda);
  });
  const drawWho = whenChanged((words: string, scale: keyof typeof SCALES) => {
    setText(who, scale === 'perSample' ? `${words} · per sample` : words);
    who.title = `${words}\n${SCALES[scale]}\nHow λ is chosen: settings`;
  });
  return {
    element,
    update: (model: Model) => {
      const result: RunResult | null = shownResult(model);
      const lambda = shownLambda(model);
      if (model.drag === null || range === null) decideRange(result, restingLambda(model));
      drawWho(whoChose(model), model.host.spec.lambdaScale);
      field.set(lambda, isChoosing(model) && result === null);
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

/** Brings the settings of λ's choice in sight. */
function openChoice(store: Store): void {
  const open = store.model?.local.openGroups ?? [];
  store.look({ settingsOpen: true, openGroups: [...new Set([...open, 'penalty'])] });
  requestAnimationFrame(() =>
    requestAnimationFrame(() =>
      document.querySelector('.choice-fields')?.scrollIntoView({ block: 'nearest' }),
    ),
  );
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
function lambdaField(store: Store): {
  element: HTMLElement;
  /** `open`: what λ will be is not known yet. */
  set(lambda: number, open: boolean): void;
} {
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
    if (lambda !== null && (!store.model || lambda !== restingLambda(store.model)))
      store.commitLambda(lambda);
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
    set: (lambda, open) => {
      const moved = shown !== lambda || element.placeholder !== '';
      shown = lambda;
      element.placeholder = open ? '…' : '';
      if (open && document.activeElement !== element) {
        element.value = '';
        return;
      }
      if (document.activeElement !== element && (moved || element.value === '')) display(lambda);
    },
  };
}
