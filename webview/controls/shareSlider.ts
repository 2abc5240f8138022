import { h, setAttr, setText } from '../dom.ts';

export interface ShareSliderOptions {
  readonly label: string;
  /** What stands at 0 and at 1. */
  readonly ends: readonly [string, string];
  readonly words: (share: number) => string;
  readonly onInput: (share: number) => void;
}

export interface ShareSlider {
  readonly element: HTMLElement;
  set(share: number): void;
}

/** A small slider for a share from 0 to 1, which says in words where it stands. */
export function shareSlider({ label, ends, words, onInput }: ShareSliderOptions): ShareSlider {
  const input = h('input', {
    class: 'share-slider',
    attrs: { type: 'range', min: '0', max: '1', step: '0.05', 'aria-label': label },
  });
  const text = h('span', { class: 'share-words' });
  const [low, high] = ends.map((end) => h('span', { class: 'dim share-end', text: end }));
  input.addEventListener('input', () => onInput(Number(input.value)));
  const element = h(
    'div',
    { class: 'share-field' },
    h('div', { class: 'share-head' }, h('span', { class: 'field-label', text: label }), text),
    h('div', { class: 'share-track' }, low ?? null, input, high ?? null),
  );
  return {
    element,
    set: (share) => {
      if (Number(input.value) !== share) input.value = String(share);
      input.style.setProperty('--fill', String(share));
      setText(text, words(share));
      setAttr(input, 'aria-valuetext', words(share));
    },
  };
}
