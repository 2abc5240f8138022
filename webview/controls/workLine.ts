import type { WorkProgress } from '../../src/engine/workReport.ts';
import { h, setAttr, setText } from '../dom.ts';

export interface WorkLineControl {
  readonly element: HTMLElement;
  /** Null before anything is known of it: the bar is empty, and the text says that it begins. */
  set(progress: WorkProgress | null): void;
}

/** A long piece of work under way: a thin bar, and how far it is in words. @param ends stands beside the words */
export function workLine(label: string, ...ends: readonly HTMLElement[]): WorkLineControl {
  const text = h('span', { class: 'dim work-text' });
  const fill = h('div', { class: 'work-fill' });
  const track = h(
    'div',
    {
      class: 'work-track',
      attrs: { role: 'progressbar', 'aria-label': label, 'aria-valuemin': '0', 'aria-valuemax': '100' },
    },
    fill,
  );
  const element = h('div', { class: 'work-line' }, track, h('div', { class: 'work-words' }, text, ...ends));
  return {
    element,
    set: (progress) => {
      const share = progress?.share ?? 0;
      fill.style.transform = `scaleX(${share})`;
      setAttr(track, 'aria-valuenow', String(Math.round(100 * share)));
      setAttr(track, 'aria-valuetext', progress?.text ?? null);
      setText(text, progress ? `${Math.round(100 * share)} % · ${progress.text}` : 'Begins.');
    },
  };
}
