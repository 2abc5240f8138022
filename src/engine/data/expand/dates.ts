import type { Column } from '../../csv/types.ts';
import type { DesignColumn } from '../types.ts';
import type { Cycle, Wave } from './cycles.ts';

const DAY_MS = 86_400_000;
const TIME = String.raw`(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?(?: ?([AaPp])[Mm])?(?:\s?(Z|[+-]\d{2}:?\d{2}))?)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${TIME}$`);
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})${TIME}$`);

/** A text column of dates as numbers. */
export interface DateView {
  /** By code of the text column: days since 1970-01-01, NaN where the text is no date. */
  readonly days: Float64Array;
  /** Of dates like 03/04/2024, whether the day stands first. */
  readonly dayFirst: boolean;
  /** One of them where none of them tells which stands first, and it matters; else null. */
  readonly doubtful: string | null;
  readonly timed: boolean;
}

/** Reads every level of a column of dates. */
export function dateView({ levels }: Column): DateView {
  const { dayFirst, doubtful } = orderOf(levels);
  const days = Float64Array.from(levels, (level) => daysOf(level, dayFirst));
  return {
    days,
    dayFirst,
    doubtful,
    timed: days.some((own) => own !== Math.floor(own) && !Number.isNaN(own)),
  };
}

/** The column of dates as the numeric column that its view makes it. */
export function datesAsNumbers(column: Column, { days }: DateView): Column {
  const known = Array.from(days.keys()).filter((code) => !Number.isNaN(days[code]!));
  const count = (codes: readonly number[]) => codes.reduce((sum, code) => sum + column.levelCounts[code]!, 0);
  const cells = count(known);
  const all = column.levelCounts.reduce((sum, own) => sum + own, 0);
  const mean = known.reduce((sum, code) => sum + days[code]! * column.levelCounts[code]!, 0) / cells;
  const [min, max] = known.reduce(
    ([low, high], code) => [Math.min(low, days[code]!), Math.max(high, days[code]!)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const numbers = { min, max, mean, integer: false, levels: [], levelCounts: [] };
  return { ...column, ...numbers, kind: 'numeric', bad: all - cells };
}

/** Days since 1970 and waves of the year and the week; of the day, where there are times. */
export function dateColumns(
  { name, index }: Column,
  { timed, dayFirst }: DateView,
  place: number,
): DesignColumn[] {
  const cycles: readonly Cycle[] = timed ? ['year', 'week', 'day'] : ['year', 'week'];
  const waves: readonly Wave[] = ['sin', 'cos'];
  const parts = cycles.flatMap((cycle) =>
    waves.map((wave): DesignColumn => {
      return { name: `${name}.${cycle}.${wave}`, source: index, kind: 'cycle', of: [place], cycle, wave };
    }),
  );
  return [{ name, source: index, kind: 'date', dayFirst }, ...parts];
}

/**
 * Days since 1970-01-01, fractions by the time of day, in universal time where an offset is given; NaN where the text is
 * no date.
 * @param dayFirst of dates that end in the year, whether the day stands before the month
 */
export function daysOf(text: string, dayFirst: boolean): number {
  const first = YEAR_FIRST.exec(text);
  const last = first ? null : YEAR_LAST.exec(text);
  const parts = first ?? last;
  if (!parts) return Number.NaN;
  const [a, b, c] = [Number(parts[1]), Number(parts[3]), Number(parts[4])];
  const date = first
    ? dayNumber(a, b, c)
    : dayFirst
      ? dayNumber(fullYear(c, parts[4]!), b, a)
      : dayNumber(fullYear(c, parts[4]!), a, b);
  return date + timeOf(parts.slice(5));
}

function fullYear(year: number, text: string): number {
  if (text.length === 4) return year;
  return year < 69 ? 2000 + year : 1900 + year;
}

function dayNumber(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.getTime() / DAY_MS : Number.NaN;
}

/** Share of a day, less the offset. */
function timeOf([hours, minutes, seconds, half, offset]: readonly (string | undefined)[]): number {
  if (hours === undefined) return 0;
  const twelve = half === undefined ? Number(hours) : (Number(hours) % 12) + (/p/i.test(half) ? 12 : 0);
  const time = twelve * 3600 + Number(minutes) * 60 + Number((seconds ?? '0').replace(',', '.'));
  if (twelve > 24 || Number(minutes) > 59) return Number.NaN;
  return (time - offsetSeconds(offset)) / 86_400;
}

function offsetSeconds(offset: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(offset ?? '') ?? [];
  const size = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60;
  return sign === '-' ? -size : size;
}

/**
 * By a number above 12; where none tells, the day stands first after a dot or a hyphen, as is usual with those. Only a dot
 * leaves no doubt.
 */
function orderOf(levels: readonly string[]): Pick<DateView, 'dayFirst' | 'doubtful'> {
  let separator = '';
  let doubtful: string | null = null;
  for (const level of levels) {
    const parts = YEAR_LAST.exec(level);
    if (!parts) continue;
    if (Number(parts[1]) > 12) return { dayFirst: true, doubtful: null };
    if (Number(parts[3]) > 12) return { dayFirst: false, doubtful: null };
    separator = parts[2]!;
    if (separator !== '.' && Number(parts[1]) !== Number(parts[3])) doubtful ??= level;
  }
  return { dayFirst: separator !== '/', doubtful };
}
