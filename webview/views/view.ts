import type { Model } from '../model.ts';

/** A piece of the panel: made once, then told of every change. */
export interface View {
  readonly element: HTMLElement;
  update(model: Model): void;
}
