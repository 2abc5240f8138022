import { button } from '../../controls/toolkit.ts';
import { workLine } from '../../controls/workLine.ts';
import { h, setText, show } from '../../dom.ts';
import { type Model, shownResult } from '../../model.ts';
import type { Store } from '../../store.ts';
import type { View } from '../view.ts';
import { foldWords, hasPath, isChoosing } from './words.ts';

/** What stands where nothing was cross-validated: why, and what would. */
export function waiting(store: Store): View {
  const text = h('p', { class: 'dim' });
  const work = workLine('Cross-validating');
  const start = button('Cross-validate λ', 'secondary', () => store.chooseLambda('min'));
  const element = h('div', { class: 'lambda-waiting' }, text, work.element, start.element);
  return {
    element,
    update: (model) => {
      const selected = shownResult(model)?.selection;
      const choosing = isChoosing(model);
      show(element, !selected);
      setText(text, sentenceOf(model, choosing));
      show(work.element, choosing);
      if (choosing) work.set(model.host.run?.work ?? null);
      show(start.element, !choosing && hasPath(model));
    },
  };
}

function sentenceOf(model: Model, choosing: boolean): string {
  const { folds } = model.host.spec;
  if (!hasPath(model))
    return 'A network has no path over λ: each λ leads to another network. Its λ is the one that you set.';
  if (choosing) return `Cross-validating many λ on ${foldWords(folds)}.`;
  return `This λ was given. ${capital(foldWords(folds))} of the training rows can choose it, and show how the weights change with it.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
