import type { Verdict, Warning } from '../../src/engine/report.ts';
import { h, icon, setAttr, setText, show, whenChanged } from '../dom.ts';
import { type Model, resultData, shownResult } from '../model.ts';
import type { View } from './view.ts';

/** Is there signal, did λ matter, is anything wrong: a sentence or two, and under it the serious warnings it does not name. */
export function verdict(): View {
  const headline = h('strong');
  const detail = h('span');
  const sentence = h('p', { class: 'verdict' }, headline, ' ', detail);
  const list = h('ul', { class: 'serious' });
  const element = h(
    'section',
    { class: 'verdict-section', attrs: { 'aria-label': 'Verdict' } },
    sentence,
    list,
  );

  const drawVerdict = whenChanged((shown: Verdict | null) => {
    show(element, shown !== null);
    if (!shown) return;
    setAttr(sentence, 'class', `verdict verdict-${shown.tone}`);
    setText(headline, unbroken(shown.headline));
    setText(detail, unbroken(shown.detail));
  });
  const drawWarnings = whenChanged((warnings: readonly Warning[] | undefined, said: string) => {
    const serious = (warnings ?? []).filter(({ severity }) => severity === 'serious');
    const grave = serious.filter(({ message }) => !said.includes(message));
    list.replaceChildren(
      ...grave.map(({ message }) => h('li', {}, icon('warning'), h('span', { text: message }))),
    );
    show(list, grave.length > 0);
  });
  return {
    element,
    update: (model: Model) => {
      const result = shownResult(model);
      // A divergence has its own callout, with the way out.
      const trained = result?.descent?.advice ? null : (result?.verdict ?? null);
      const shown = model.preview?.verdict ?? trained;
      drawVerdict(shown);
      drawWarnings(resultData(model)?.warnings, shown?.detail ?? '');
    },
  };
}

/** A line never ends inside `λ = 0` or between a number and its unit. */
export const unbroken = (text: string): string =>
  text.replaceAll(' = ', '\u00a0=\u00a0').replaceAll(/(\d) (%|rows?\b)/g, '$1\u00a0$2');
