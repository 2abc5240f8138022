import type { Model } from '../model.ts';

/** A piece of the panel: made once, then told of every change. */
export interface View {
  readonly element: HTMLElement;
  update(model: Model): void;
}

/** True where words have to be short: a panel squeezed beside code. */
export const isNarrow = (): boolean => window.innerWidth < 400;
