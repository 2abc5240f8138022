/**
 * The slider's scale: λ grows by a constant factor per step, and 0 has a place of its own at the left end,
 * a little apart so that it can be hit.
 */

/** Positions of the native range input: 0 is λ = 0, `FIRST` the smallest λ of the scale, `LAST` the largest. */
export const LAST = 1000;
export const FIRST = 90;
const STEPS_PER_DECADE = 20;

export interface LambdaRange {
  readonly min: number;
  readonly max: number;
}

/** The range before there is data to ask. */
export const DEFAULT_RANGE: LambdaRange = { min: 1e-2, max: 1e4 };

/** Whole decades around the given λs (0 aside) and the current one. */
export function rangeOf(lambdas: readonly number[], current: number): LambdaRange {
  const positive = lambdas.filter((value) => value > 0);
  if (positive.length < 2) return widened(DEFAULT_RANGE, current);
  const min = 10 ** Math.floor(Math.log10(Math.min(...positive)) + 1e-9);
  const max = 10 ** Math.ceil(Math.log10(Math.max(...positive)) - 1e-9);
  return widened({ min, max }, current);
}

function widened({ min, max }: LambdaRange, current: number): LambdaRange {
  if (current <= 0) return { min, max };
  return {
    min: current < min ? 10 ** Math.floor(Math.log10(current)) : min,
    max: current > max ? 10 ** Math.ceil(Math.log10(current)) : max,
  };
}

/** λ to a position (a real number in 0 … LAST). */
export function toPosition(lambda: number, { min, max }: LambdaRange): number {
  if (lambda <= 0) return 0;
  const share = Math.log(lambda / min) / Math.log(max / min);
  return FIRST + Math.min(1, Math.max(0, share)) * (LAST - FIRST);
}

/** A position to λ, rounded to three digits; positions left of the scale snap to 0 or to its smallest λ. */
export function toLambda(position: number, { min, max }: LambdaRange): number {
  if (position < FIRST / 2) return 0;
  const share = Math.max(0, (position - FIRST) / (LAST - FIRST));
  return Number((min * (max / min) ** share).toPrecision(3));
}

/** λ some twentieths of a decade further; below the scale lies 0. */
export function stepped(lambda: number, steps: number, range: LambdaRange): number {
  if (lambda <= 0) return steps > 0 ? range.min : 0;
  const index = Math.round(Math.log10(lambda / range.min) * STEPS_PER_DECADE) + steps;
  if (index < 0) return 0;
  const next = range.min * 10 ** (index / STEPS_PER_DECADE);
  return Math.min(range.max, Number(next.toPrecision(3)));
}

/** One decade in steps. */
export const DECADE = STEPS_PER_DECADE;

/** Marks under the slider: powers of ten, thinned so that at most `room` of them are labelled, the ends among them. */
export function decades({ min, max }: LambdaRange, room: number): number[] {
  const first = Math.round(Math.log10(min));
  const last = Math.round(Math.log10(max));
  const every = Math.max(1, Math.ceil((last - first) / Math.max(1, room - 1)));
  const marks: number[] = [];
  for (let exponent = last; exponent >= first; exponent -= every) marks.unshift(Number(`1e${exponent}`));
  return marks;
}
