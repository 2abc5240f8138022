import { axis } from '../../format.ts';

/** Where the two charts over λ stand, in CSS pixels: one axis across, one above the other. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly paths: Extent;
  readonly errors: Extent;
}

export interface Extent {
  readonly top: number;
  readonly bottom: number;
}

/** Values from the bottom of a chart to its top. */
export interface Domain {
  readonly low: number;
  readonly high: number;
}

/** Room above the paths for degrees of freedom, between the charts for a title, and below for the axis. */
const ABOVE = 22;
const BETWEEN = 48;
const BELOW = 20;
/** Room on the right for the labels of values. */
const VALUES = 48;
const ERRORS = 120;

/** Names of features stand on the left, where paths are far apart; the labels of values on the right. */
export function layoutOf(width: number, height: number, names: number): Layout {
  const left = Math.round(Math.min(0.28 * width, Math.max(40, 18 + 6.4 * names)));
  const errors = { bottom: height - BELOW, top: height - BELOW - ERRORS };
  return {
    width,
    height,
    left,
    right: width - VALUES,
    paths: { top: ABOVE, bottom: errors.top - BETWEEN },
    errors,
  };
}

export const xOf = (share: number, { left, right }: Layout): number => left + share * (right - left);

export const shareAt = (x: number, { left, right }: Layout): number => (x - left) / (right - left);

export const yOf = (value: number, { low, high }: Domain, { top, bottom }: Extent): number =>
  bottom - ((value - low) / (high - low)) * (bottom - top);

/** A domain that holds all values, 0 where it is asked for, and a little room. */
export function domainOf(
  values: Iterable<number>,
  { zero = false, most = Number.POSITIVE_INFINITY } = {},
): Domain {
  let low = zero ? 0 : Number.POSITIVE_INFINITY;
  let high = zero ? 0 : Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(high >= low)) return { low: 0, high: 1 };
  high = Math.min(high, Math.max(most, low));
  if (high === low)
    return { low: low - 0.5 * (Math.abs(low) || 1), high: high + 0.5 * (Math.abs(high) || 1) };
  const room = 0.04 * (high - low);
  return { low: low - room, high: high + room };
}

/** About `count` round values inside a domain, as text. */
export function roundValues({ low, high }: Domain, count: number): { value: number; text: string }[] {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power;
  const values: { value: number; text: string }[] = [];
  for (let at = Math.ceil(low / step); at * step <= high; at++) {
    const value = Number((at * step).toPrecision(12));
    values.push({ value, text: axis(value) });
  }
  return values;
}
