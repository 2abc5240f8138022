import type { RunSpec } from '../../../src/engine/spec.ts';
import { type DialState, dial } from '../../controls/dial.ts';
import { numberField } from '../../controls/numberField.ts';
import { checkbox } from '../../controls/toolkit.ts';
import { h, setText, whenChanged } from '../../dom.ts';
import * as format from '../../format.ts';
import { type Model, shownResult } from '../../model.ts';
import type { Store } from '../../store.ts';
import type { View } from '../view.ts';

/** The learning rate as a dial against 1/L and 2/L. */
export function rateDial(store: Store): View {
  const rate = numberField({
    label: 'Learning rate',
    min: 0,
    word: 'auto',
    onChange: (value) => {
      if (value === null || value > 0) store.edit({ learningRate: value ?? 'auto' });
    },
  });
  const knob = dial('Learning rate', (value) => store.edit({ learningRate: value }));
  const auto = checkbox('auto: 1/L', (checked) =>
    store.edit({ learningRate: checked ? 'auto' : rateOf(store.model) }),
  );
  const limits = h('p', { class: 'dim dial-limits' });
  const element = h(
    'div',
    { class: 'dial-row' },
    knob.element,
    h('div', { class: 'dial-side' }, rate.element, auto.element, limits),
  );
  const draw = whenChanged((learningRate: RunSpec['learningRate'], lipschitz: number | null) => {
    rate.set(learningRate === 'auto' ? null : learningRate);
    auto.set(learningRate === 'auto');
    knob.draw(dialState(learningRate, lipschitz));
    setText(limits, lipschitz === null ? '1/L is known after a run.' : limitsText(learningRate, lipschitz));
  });
  return {
    element,
    update: (model: Model) =>
      draw(model.host.spec.learningRate, shownResult(model)?.descent?.lipschitz ?? null),
  };
}

function rateOf(model: Model | null): number {
  const lipschitz = model ? shownResult(model)?.descent?.lipschitz : undefined;
  return Number((1 / (lipschitz ?? 10)).toPrecision(3));
}

function dialState(rate: RunSpec['learningRate'], lipschitz: number | null): DialState {
  const one = 1 / (lipschitz ?? 10);
  const value = rate === 'auto' ? one : rate;
  const marks =
    lipschitz === null
      ? []
      : [
          { value: one, label: '1/L' },
          { value: 2 * one, label: '2/L' },
        ];
  return {
    value,
    min: Math.min(one / 100, value),
    max: Math.max(one * 4, value),
    marks,
    dangerFrom: lipschitz === null ? null : 2 * one,
    text: rate === 'auto' ? `auto: ${format.significant(one, 3)}` : String(rate),
  };
}

function limitsText(rate: RunSpec['learningRate'], lipschitz: number): string {
  const limits = `1/L = ${format.significant(1 / lipschitz, 3)}, 2/L = ${format.significant(2 / lipschitz, 3)}`;
  return rate !== 'auto' && rate >= 2 / lipschitz ? `${limits}. From 2/L on it diverges.` : limits;
}
