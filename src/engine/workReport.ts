import * as v from 'valibot';
import { grouped } from './numberText.ts';

/** How far a long piece of work is. */
export const WorkProgressSchema = v.object({
  /** Of the work that is known of, 0 to 1. It falls where more turns out to be needed. */
  share: v.number(),
  /** In few words: `fold 3 of 10, λ 40 of 100`. */
  text: v.string(),
});

export type WorkProgress = v.InferOutput<typeof WorkProgressSchema>;

/** The progress of so many of so many things: `sample 12 of 200` while the twelfth is worked on. */
export function countedProgress(what: string, done: number, total: number): WorkProgress {
  const shown = (count: number) => grouped(count);
  const at = Math.min(done + 1, total);
  return { share: total > 0 ? done / total : 0, text: `${what} ${shown(at)} of ${shown(total)}` };
}

/** The same steps, what they yield told in other words. */
export async function* told<A, B, T>(
  steps: AsyncGenerator<A, T>,
  words: (yielded: A) => B,
): AsyncGenerator<B, T> {
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
    yield words(next.value);
  }
}

/** Steps as a part of a whole, between two shares of it. @param before stands before the words */
export function asPart<T>(
  steps: AsyncGenerator<WorkProgress, T>,
  from: number,
  to: number,
  before = '',
): AsyncGenerator<WorkProgress, T> {
  return told(steps, ({ share, text }) => ({ share: from + (to - from) * share, text: `${before}${text}` }));
}
