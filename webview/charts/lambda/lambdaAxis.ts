import type { LambdaUnit } from '../../../src/engine/report.ts';
import type { Selection } from '../../../src/engine/selectionReport.ts';
import { freedom, lambdaMark } from '../../format.ts';
import type { LAMBDA_UNITS } from '../../local.ts';

/** The axis of λ and what it can be read in: pure, so that it can be tested without a page. */

/** A label on the axis, at a λ in the spec's scale. */
export interface Tick {
  readonly lambda: number;
  readonly text: string;
}

export interface Reading {
  readonly id: (typeof LAMBDA_UNITS)[number];
  readonly label: string;
  /** Labels that keep a distance, given as a factor between two neighbouring λ. */
  ticks(distance: number): Tick[];
  /** What stands at a λ, as text. */
  at(lambda: number): string;
}

export interface LambdaSpan {
  readonly low: number;
  readonly high: number;
}

/** From the smallest λ of a selection to its largest; 0 has no place on a logarithmic axis. */
export function spanOf({ lambdas }: Pick<Selection, 'lambdas'>): LambdaSpan {
  const positive = lambdas.filter((value) => value > 0);
  const low = positive[0] ?? 1;
  const high = positive.at(-1) ?? 10;
  return high > low ? { low, high } : { low: low / 10, high: low * 10 };
}

/** 0 at the smallest λ, 1 at the largest, between them by ratios. Beyond the ends it stays there. */
export const shareOf = (lambda: number, { low, high }: LambdaSpan): number =>
  lambda <= low ? 0 : lambda >= high ? 1 : Math.log(lambda / low) / Math.log(high / low);

/** The inverse of {@link shareOf}, rounded to three digits. */
export const lambdaAt = (share: number, { low, high }: LambdaSpan): number =>
  Number((low * (high / low) ** Math.min(1, Math.max(0, share))).toPrecision(3));

/** A curve's value at a λ, along straight lines over log λ; null outside of it. */
export function valueAt(
  lambdas: readonly number[],
  values: readonly number[],
  lambda: number,
): number | null {
  const after = lambdas.findIndex((value) => value >= lambda);
  if (after < 0 || lambda <= 0) return null;
  const high = lambdas[after] ?? 0;
  if (high === lambda) return values[after] ?? null;
  const low = lambdas[after - 1];
  if (low === undefined || low <= 0) return null;
  const share = Math.log(lambda / low) / Math.log(high / low);
  return (values[after - 1] ?? Number.NaN) * (1 - share) + (values[after] ?? Number.NaN) * share;
}

/**
 * What the axis can be read in: λ on both scales, other tools' numbers, degrees of freedom.
 * @param perSample whether the selection's λ are per-sample ones
 */
export function readingsOf(
  selection: Selection,
  units: readonly LambdaUnit[] | undefined,
  perSample: boolean,
): Reading[] {
  const span = spanOf(selection);
  const rows = units?.find(({ id }) => id === 'perSample')?.factor;
  const own: LambdaUnit = {
    id: perSample ? 'perSample' : 'total',
    label: perSample ? 'λ per sample' : 'λ, total',
    factor: 1,
    inverse: false,
  };
  const known = units && rows ? units : [own];
  const scale = perSample ? (units && rows ? 1 / rows : 1) : 1;
  const readings = known.map((unit) => proportional(unit, scale, span));
  const { degreesOfFreedom } = selection;
  return degreesOfFreedom ? [...readings, freedomReading(selection.lambdas, degreesOfFreedom)] : readings;
}

/** A number that is proportional to λ, or to 1 / λ. @param scale from the spec's λ to the total one */
function proportional({ id, label, factor, inverse }: LambdaUnit, scale: number, span: LambdaSpan): Reading {
  const to = (lambda: number): number => (inverse ? factor / (lambda * scale) : lambda * scale * factor);
  const from = (value: number): number => (inverse ? factor / value : value / factor) / scale;
  const ends = [to(span.low), to(span.high)].sort((a, b) => a - b) as [number, number];
  return {
    id,
    label,
    ticks: (distance) =>
      roundNumbers(ends, distance).map((value) => ({ lambda: from(value), text: lambdaMark(value) })),
    at: (lambda) => String(Number(to(lambda).toPrecision(4))),
  };
}

/** Powers of ten between two numbers, thinned to a distance; with 2 and 5 times them where there is room for these. */
function roundNumbers([low, high]: readonly [number, number], distance: number): number[] {
  const decades = Math.log10(high / low);
  const gap = Math.log10(distance);
  const mantissas = gap < 0.3 && decades < 4 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(gap));
  const values: number[] = [];
  const first = Math.floor(Math.log10(low));
  for (let exponent = first; exponent <= Math.log10(high); exponent++) {
    if (exponent % every !== 0) continue;
    for (const mantissa of mantissas) {
      const value = Number(`${mantissa}e${exponent}`);
      if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) values.push(value);
    }
  }
  return values;
}

/** Degrees of freedom fall as λ grows: whole numbers of them stand where the curve passes them. */
export function freedomReading(lambdas: readonly number[], freedoms: readonly number[]): Reading {
  return {
    id: 'freedom',
    label: 'degrees of freedom',
    ticks: (distance) => {
      const most = Math.floor(Math.max(...freedoms));
      const least = Math.ceil(Math.min(...freedoms));
      const kept: Tick[] = [];
      for (let value = least; value <= most; value++) {
        const lambda = crossing(lambdas, freedoms, value);
        const last = kept.at(-1);
        if (lambda === null || (last && last.lambda / lambda < distance)) continue;
        kept.push({ lambda, text: String(value) });
      }
      return kept.reverse();
    },
    at: (lambda) => freedom(valueAt(lambdas, freedoms, lambda)),
  };
}

/** The largest λ at which a falling curve still is at `value`. */
function crossing(lambdas: readonly number[], values: readonly number[], value: number): number | null {
  for (let at = lambdas.length - 1; at > 0; at--) {
    const right = values[at] ?? Number.NaN;
    const left = values[at - 1] ?? Number.NaN;
    const [low, high] = [lambdas[at - 1] ?? 0, lambdas[at] ?? 0];
    if (right === value) return high;
    if (low > 0 && right <= value && left >= value && left > right)
      return high * (low / high) ** ((value - right) / (left - right));
  }
  return null;
}

/** How many weights are not 0, at evenly spaced λ: what stands above paths whose freedom is not known. */
export function countTicks(lambdas: readonly number[], counts: readonly number[], distance: number): Tick[] {
  const ticks: Tick[] = [];
  for (const [at, lambda] of lambdas.entries()) {
    const last = ticks.at(-1);
    if (lambda > 0 && (!last || lambda / last.lambda >= distance))
      ticks.push({ lambda, text: String(counts[at] ?? '') });
  }
  return ticks;
}
