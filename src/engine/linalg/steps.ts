/** A long computation in steps of a few milliseconds: whoever drives it may do something else between two of them. */
export type Steps<T> = Generator<undefined, T>;

/** Takes all steps at once. */
export function allSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
  }
}
