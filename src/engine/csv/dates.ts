const ISO =
  /^\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?(?:Z|[+-]\d{2}:?\d{2}))?)?$/;
const YEAR_FIRST = /^\d{4}([/.])\d{1,2}\1\d{1,2}(?: \d{1,2}:\d{2}(?::\d{2})?)?$/;
const YEAR_LAST =
  /^(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?)?$/;

/**
 * True for a calendar date with or without a time of day: ISO 8601, and the usual local orders with `/`, `.` or `-`.
 * Which of day and month stands first is not asked: dates are recognised to be left out, not to be computed with.
 */
export function isDate(text: string): boolean {
  if (text.length < 6 || text.length > 35 || text > ':' || text < '0') return false;
  if (ISO.test(text) || YEAR_FIRST.test(text)) return isDayOfYear(text);
  const local = YEAR_LAST.exec(text);
  if (!local) return false;
  const [first, second] = [Number(local[1]), Number(local[3])];
  return Math.min(first, second) >= 1 && Math.min(first, second) <= 12 && Math.max(first, second) <= 31;
}

function isDayOfYear(text: string): boolean {
  const [, month, day] = text.split(/[-/. T]/, 3).map(Number);
  return month !== undefined && day !== undefined && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}
