/** What comes round again in dates. */
export type Cycle = 'year' | 'week' | 'day';
export type Wave = 'sin' | 'cos';

const DAY_MS = 86_400_000;

/** How far a moment has come in its year, week (from Monday) or day: from 0 to below 1. @param days since 1970 */
export function phase(days: number, cycle: Cycle): number {
  if (cycle === 'day') return days - Math.floor(days);
  // 1970 began on a Thursday.
  if (cycle === 'week') return ((((days + 3) % 7) + 7) % 7) / 7;
  const year = new Date(Math.floor(days) * DAY_MS).getUTCFullYear();
  const start = yearStart(year);
  return (days - start) / (yearStart(year + 1) - start);
}

function yearStart(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1) / DAY_MS;
}

/** The sine or cosine of a share of a full turn, from additions and products alone: the same in every engine. */
export function wave(turn: number, kind: Wave): number {
  const quarter = kind === 'cos' ? turn + 0.25 : turn;
  const whole = quarter - Math.floor(quarter);
  const eighth = Math.round(4 * whole);
  const angle = 2 * Math.PI * (whole - eighth / 4);
  const value = eighth % 2 === 0 ? series(angle, angle) : series(angle, 1);
  // Without a negative zero.
  return (eighth === 2 || eighth === 3 ? -value : value) + 0;
}

/** The series of the sine (from the angle on) or the cosine (from 1 on), for angles up to an eighth of a turn. */
function series(angle: number, first: number): number {
  const square = angle * angle;
  let term = first;
  let sum = first;
  for (let n = first === 1 ? 1 : 2; n < 22; n += 2) {
    term *= -square / (n * (n + 1));
    sum += term;
  }
  return sum;
}
