/** Numbers as people read them, and exactly, for titles and copies. A true minus sign, thousands separated by commas. */

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '-': '⁻',
  0: '⁰',
  1: '¹',
  2: '²',
  3: '³',
  4: '⁴',
  5: '⁵',
  6: '⁶',
  7: '⁷',
  8: '⁸',
  9: '⁹',
};

const minus = (text: string): string => text.replace('-', '−');
const superscript = (exponent: number): string =>
  [...String(exponent)].map((digit) => SUPERSCRIPTS[digit] ?? digit).join('');

/** 10ⁿ, or m·10ⁿ. */
function power(value: number, digits: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  const tens = `10${superscript(Number(exponent))}`;
  if (short === '1') return tens;
  return minus(short === '-1' ? `-${tens}` : `${short}·${tens}`);
}

const fixed = (decimals: number): Intl.NumberFormat =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
/** By the number of decimals: making one costs many times what using it does, and a moving λ formats hundreds a frame. */
const FIXED = Array.from({ length: 9 }, (_, decimals) => fixed(decimals));

const PLAIN = new Intl.NumberFormat('en-US');
const SHORT = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

const grouped = (value: number, decimals: number): string =>
  minus((FIXED[decimals] ?? fixed(decimals)).format(value));

/** A number rounded to `digits` significant digits; trailing zeros are kept, since they are meant. */
export function significant(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (value === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(digits)))));
  if (magnitude >= 7 || magnitude < -5) return power(value, digits);
  return grouped(value, Math.max(0, digits - 1 - magnitude));
}

const nonFinite = (value: number): string => (Number.isNaN(value) ? '–' : minus(value > 0 ? '∞' : '-∞'));

/** A squared error, a log loss: four significant digits. */
export const mse = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : significant(value, 4);

/** R² and other shares: three decimals, but never a bare 1 for what is less. */
export function ratio(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (Math.abs(value) >= 1000) return significant(value, 3);
  if (value < 1 && value >= 0.9995) return `1 − ${power(1 - value, 1)}`;
  return minus(value.toFixed(3)).replace(/^−(0\.0+)$/, '$1');
}

/** A score in its metric's own form. */
export function score(form: 'number' | 'share' | 'percent', value: number | null | undefined): string {
  if (form === 'number') return mse(value);
  return form === 'share' ? ratio(value) : percent(value);
}

/** A share in per cent, one decimal, but never a bare 100 for what is less. */
export function percent(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  const shown = value < 1 ? Math.min(99.9, 100 * value) : 100 * value;
  return `${grouped(shown, 1)} %`;
}

/** A whole number with separators. */
export const count = (value: number): string => grouped(Math.round(value), 0);

/** `1 row`, `2 rows`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** λ: its own digits where it is round, else four; at least three. */
export function lambda(value: number): string {
  if (value === 0) return '0';
  const exact = Number(value.toPrecision(3)) === value;
  if (value >= 1000 && value < 1e6) return grouped(value, 0);
  if (value >= 1e6 || value < 1e-3) return power(value, exact ? 3 : 4);
  return significant(value, exact ? 3 : 4);
}

/** λ as an axis mark: 0.01, 1, 1,000, 10⁴. */
export const lambdaMark = (value: number): string =>
  value >= 1e4 || (value > 0 && value < 1e-3) ? power(value, 1) : PLAIN.format(value);

/** The train–test gap, as a share of the train error. */
export function gap(train: number, test: number): string {
  const change = test / train - 1;
  if (!Number.isFinite(change)) return '–';
  const percent = Math.round(change * 100);
  if (Math.abs(percent) >= 1000) return `×${significant(test / train, 2)}`;
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${count(Math.abs(percent))} %`;
}

/**
 * A weight among others: to the last digit that the largest of them shows, so that a column of them lines up.
 * Pass no `largest` where they have different units.
 */
export function weight(value: number, largest?: number): string {
  if (value === 0 || !Number.isFinite(value)) return value === 0 ? '0' : nonFinite(value);
  const size = largest ?? Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return power(value, 2);
  if (largest === undefined) return significant(value, 3);
  return grouped(value, Math.min(6, Math.max(0, 3 - Math.floor(Math.log10(largest)))));
}

/** Effective degrees of freedom. */
export const freedom = (value: number | null): string =>
  value === null ? '–' : grouped(value, value >= 99.95 ? 0 : 1);

/** A short number for a chart's axis. */
export function axis(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size >= 1e6 || size < 1e-3)) return power(value, 2);
  return minus(SHORT.format(value));
}

/** Every digit of the double. */
export const exact = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);

/** 9 ms, 1.2 s, 3 min 4 s. */
export function duration(ms: number): string {
  if (ms < 1) return 'under 1 ms';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** 25.8 kB, 10.2 MB. */
export function bytes(value: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const step = value < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(value) / 3));
  return step === 0 ? `${count(value)} bytes` : `${(value / 1000 ** step).toFixed(1)} ${units[step]}`;
}

/** 12.3 k, 3.4 M: for rates, where three digits are enough. */
export function compact(value: number): string {
  if (value < 1000) return count(value);
  const step = Math.min(3, Math.floor(Math.log10(value) / 3));
  return `${Number((value / 1000 ** step).toPrecision(3))} ${['', 'k', 'M', 'G'][step]}`;
}

/** A share that was chosen, in per cent. */
export const sharePercent = (share: number): string => `${Number((100 * share).toPrecision(3))}\u00a0%`;

/** A mix of L1 and L2 in words. */
export function mixWords(share: number): string {
  if (share === 0) return 'Ridge: L2 alone';
  if (share === 1) return 'Lasso: L1 alone';
  return `Elastic net: ${sharePercent(share)} L1`;
}
