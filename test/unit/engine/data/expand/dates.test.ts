import { describe, expect, test } from 'vitest';
import { phase, wave } from '../../../../../src/engine/data/expand/cycles.ts';
import { dateView, daysOf } from '../../../../../src/engine/data/expand/dates.ts';
import { tableOf } from '../../runs.ts';

const utc = (...parts: [number, number, number, number?, number?, number?]) => {
  const [year, month, day, ...time] = parts;
  return Date.UTC(year, month - 1, day, ...time) / 86_400_000;
};

describe('days since 1970', () => {
  test.each<[string, boolean, number]>([
    ['1970-01-01', true, 0],
    ['1969-12-31', true, -1],
    ['2000-02-29', true, utc(2000, 2, 29)],
    ['2024/3/5', true, utc(2024, 3, 5)],
    ['2024-03-05T06:00', true, utc(2024, 3, 5, 6)],
    ['2024-03-05 06:07:08.5', true, utc(2024, 3, 5, 6, 7, 8) + 0.5 / 86_400],
    ['2024-03-05T06:00Z', true, utc(2024, 3, 5, 6)],
    ['2024-03-05T06:00+02:00', true, utc(2024, 3, 5, 4)],
    ['2024-03-05T22:00-0330', true, utc(2024, 3, 6, 1, 30)],
    ['5.3.2024', true, utc(2024, 3, 5)],
    ['03/05/2024', false, utc(2024, 3, 5)],
    ['03/05/2024', true, utc(2024, 5, 3)],
    ['5.3.68', true, utc(2068, 3, 5)],
    ['5.3.69', true, utc(1969, 3, 5)],
    ['3/5/2024 12:15 AM', false, utc(2024, 3, 5, 0, 15)],
    ['3/5/2024 1:15 pm', false, utc(2024, 3, 5, 13, 15)],
  ])('of %s', (text, dayFirst, days) => {
    expect(daysOf(text, dayFirst)).toBeCloseTo(days, 9);
  });

  test.each(['2023-02-29', '2024-13-01', '31.4.2024', 'soon', '', '20240305', '2024-03/05'])(
    'are none of %j',
    (text) => {
      expect(daysOf(text, true)).toBeNaN();
    },
  );
});

describe('whether the day stands first', () => {
  test.each<[string[], boolean]>([
    [['01/02/2024', '13/02/2024'], true],
    [['01/02/2024', '02/13/2024'], false],
    [['01/02/2024', '03/04/2024'], false],
    [['01.02.2024', '03.04.2024'], true],
    [['2024-01-02'], true],
  ])('in %j', async (dates, dayFirst) => {
    const table = await tableOf(`d,y\n${dates.map((date, row) => `${date},${row}`).join('\n')}\n`);
    expect(dateView(table.columns[0]!).dayFirst).toBe(dayFirst);
  });

  test.each<[string[], string | null]>([
    [['01/02/2024', '03/04/2024'], '01/02/2024'],
    [['01-02-2024', '03-04-2024'], '01-02-2024'],
    [['01/02/2024', '13/02/2024'], null],
    [['01/02/2024', '02/13/2024'], null],
    [['01/01/2024', '04/04/2024'], null],
    [['01.02.2024', '03.04.2024'], null],
    [['2024-01-02', '2024-03-04'], null],
  ])('is in doubt or not in %j', async (dates, doubtful) => {
    const table = await tableOf(`d,y\n${dates.map((date, row) => `${date},${row}`).join('\n')}\n`);
    expect(dateView(table.columns[0]!).doubtful).toBe(doubtful);
  });
});

describe('cycles', () => {
  test('begin with the year, on Monday and at midnight', () => {
    expect(phase(utc(2024, 1, 1), 'year')).toBe(0);
    expect(phase(utc(2024, 12, 31, 12), 'year')).toBeCloseTo(365.5 / 366, 12);
    expect(phase(utc(2023, 7, 2), 'year')).toBeCloseTo(182 / 365, 12);
    expect(phase(utc(1965, 1, 1), 'year')).toBe(0);
    expect(phase(utc(2024, 3, 4), 'week')).toBe(0);
    expect(phase(utc(2024, 3, 10, 12), 'week')).toBeCloseTo(6.5 / 7, 12);
    expect(phase(utc(1960, 3, 6), 'week')).toBeCloseTo(6 / 7, 12);
    expect(phase(utc(2024, 3, 4, 18), 'day')).toBeCloseTo(0.75, 9);
  });

  test('are sines and cosines to the last digits', () => {
    for (let at = -300; at <= 300; at++) {
      const turn = at / 97;
      expect(Math.abs(wave(turn, 'sin') - Math.sin(2 * Math.PI * turn))).toBeLessThan(4e-15);
      expect(Math.abs(wave(turn, 'cos') - Math.cos(2 * Math.PI * turn))).toBeLessThan(4e-15);
    }
    expect([0, 0.25, 0.5, 0.75].map((turn) => wave(turn, 'cos') + 0)).toEqual([1, 0, -1, 0]);
  });
});
