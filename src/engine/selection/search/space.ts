import { RidgelineError } from '../../errors.ts';
import { exponential, logarithm } from '../../kernels/exponential.ts';
import type { Candidate, Range, SearchSpace } from './types.ts';

/**
 * A candidate in unit coordinates: log λ and the l1Ratio as shares of their ranges, the choices as the places of their
 * values. A range without width is at 0.
 */
export interface UnitPoint {
  readonly lambda: number;
  readonly l1Ratio: number;
  readonly levels: readonly number[];
}

/** Throws `bad-spec` where a range or a choice holds nothing that could be tried. */
export function checkSpace({ lambda, l1Ratio, choices }: SearchSpace): void {
  if (!(lambda.low > 0 && lambda.low <= lambda.high && lambda.high < Infinity))
    throw new RidgelineError(
      'bad-spec',
      `λ is searched on a logarithmic scale, so its range must lie above 0 and rise, unlike ${told(lambda)}.`,
    );
  if (!(l1Ratio.low >= 0 && l1Ratio.low <= l1Ratio.high && l1Ratio.high <= 1))
    throw new RidgelineError(
      'bad-spec',
      `The range of the l1Ratio must rise within 0 … 1, unlike ${told(l1Ratio)}.`,
    );
  const empty = choices.find(({ values }) => values.length === 0);
  if (empty) throw new RidgelineError('bad-spec', `The choice "${empty.id}" needs at least one value.`);
}

function told({ low, high }: Range): string {
  return `${low} … ${high}`;
}

/** The candidate at these unit coordinates; the ends of the ranges are met exactly. */
export function candidateAt(space: SearchSpace, point: UnitPoint): Candidate {
  const { lambda, l1Ratio, choices } = space;
  return {
    lambda: inLogs(lambda, point.lambda),
    l1Ratio: between(l1Ratio, point.l1Ratio),
    choices: Object.fromEntries(choices.map(({ id, values }, at) => [id, values[point.levels[at]!]!])),
  };
}

/** Where a candidate lies; one outside of the ranges, as earlier trials may, is beyond 0 … 1. */
export function pointOf(space: SearchSpace, candidate: Candidate): UnitPoint {
  const { lambda, l1Ratio, choices } = space;
  const logs = { low: logarithm(lambda.low), high: logarithm(lambda.high) };
  return {
    lambda: shareOf(logs, logarithm(candidate.lambda)),
    l1Ratio: shareOf(l1Ratio, candidate.l1Ratio),
    levels: choices.map(({ id, values }) => values.indexOf(candidate.choices[id]!)),
  };
}

function shareOf({ low, high }: Range, value: number): number {
  return high === low ? 0 : (value - low) / (high - low);
}

function between({ low, high }: Range, share: number): number {
  return share === 1 ? high : low + share * (high - low);
}

function inLogs({ low, high }: Range, share: number): number {
  if (share === 0 || low === high) return low;
  if (share === 1) return high;
  const value = exponential(between({ low: logarithm(low), high: logarithm(high) }, share));
  return Math.min(Math.max(value, low), high);
}

export function isFree({ low, high }: Range): boolean {
  return low < high;
}
