import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../src/engine/index.ts';
import type { ColumnSummary } from '../../src/engine/report.ts';
import { bySize, domainOf, matching, pieceOf, zeroOf } from '../../webview/charts/barLayout.ts';
import { decimate } from '../../webview/charts/decimate.ts';
import { spread } from '../../webview/charts/lineEnds.ts';
import * as format from '../../webview/format.ts';
import { decades, rangeOf, stepped, toLambda, toPosition } from '../../webview/lambdaScale.ts';
import { readLocal } from '../../webview/local.ts';
import { Trace } from '../../webview/trace.ts';
import { complaintOn, parseNumber } from '../../webview/typedNumber.ts';
import { isUsed, toggled } from '../../webview/views/settings/features.ts';

describe('numbers', () => {
  it('are rounded to what can be read', () => {
    expect(format.mse(2823.4567)).toBe('2,823');
    expect(format.mse(0.0123456)).toBe('0.01235');
    expect(format.mse(31707293)).toBe('3.171·10⁷');
    expect(format.mse(4.2e-9)).toBe('4.2·10⁻⁹');
    expect(format.mse(null)).toBe('–');
    expect(format.significant(-1234.5)).toBe('−1,235');
    expect(format.significant(9999.7)).toBe('10,000');
  });
  it('R² never rounds up to a bare 1', () => {
    expect(format.ratio(0.5249)).toBe('0.525');
    expect(format.ratio(1)).toBe('1.000');
    expect(format.ratio(0.99999)).toBe('1 − 10⁻⁵');
    expect(format.ratio(-0.0001)).toBe('0.000');
    expect(format.ratio(-6238)).toBe('−6,238');
  });
  it('λ keeps the digits it has', () => {
    expect([0, 1, 20, 0.01, 0.12345, 5000, 1e7, 1e-6].map(format.lambda)).toEqual([
      '0',
      '1.00',
      '20.0',
      '0.0100',
      '0.1235',
      '5,000',
      '10⁷',
      '10⁻⁶',
    ]);
  });
  it('gaps are shares of the train error', () => {
    expect(format.gap(2868, 2837)).toBe('−1 %');
    expect(format.gap(2000, 2000)).toBe('0 %');
    expect(format.gap(0.002, 4.2)).toBe('×2,100');
  });
  it('times and sizes read well', () => {
    expect([0.4, 9.2, 1234, 184_000].map(format.duration)).toEqual([
      'under 1 ms',
      '9 ms',
      '1.2 s',
      '3 min 4 s',
    ]);
    expect([512, 25_819, 104e6].map(format.bytes)).toEqual(['512 bytes', '25.8 kB', '104.0 MB']);
  });
  it('are read as people type them', () => {
    const texts = ['1e-3', '0,5', '1,000', '1,234,567.5', '−2', '.5', '', 'x', '0x10', '1_000', 'Infinity'];
    expect(texts.map(parseNumber)).toEqual([
      0.001,
      0.5,
      1000,
      1234567.5,
      -2,
      0.5,
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(complaintOn(1.5, { integer: true })).not.toBe('');
    expect(complaintOn(5, { min: 0, max: 10, integer: true })).toBe('');
  });
});

describe('the λ scale', () => {
  const range = rangeOf([0, 0.02, 700], 20);
  it('spans whole decades and the λ in force', () => {
    expect(range.min).toBeCloseTo(0.01, 12);
    expect(range.max).toBe(1000);
    expect(rangeOf([0.02, 700], 5e5).max).toBe(1e6);
  });
  it('goes there and back, with 0 at its own place', () => {
    for (const lambda of [0, 0.01, 0.123, 1, 20, 1000])
      expect(toLambda(toPosition(lambda, range), range)).toBe(lambda);
    expect(toLambda(20, range)).toBe(0);
    expect(toLambda(60, range)).toBe(0.01);
  });
  it('steps down to 0 and up again', () => {
    expect(stepped(0.01, -1, range)).toBe(0);
    expect(stepped(0, 1, range)).toBeCloseTo(0.01, 12);
    expect(stepped(1, 20, range)).toBe(10);
    expect(stepped(1000, 5, range)).toBe(1000);
  });
  it('has marks for the room there is', () => {
    expect(decades(range, 10)).toEqual([0.01, 0.1, 1, 10, 100, 1000]);
    expect(decades(range, 3).length).toBeLessThanOrEqual(3);
  });
});

describe('long series', () => {
  it('keep their extremes and ends when decimated', () => {
    const values = Array.from({ length: 20_000 }, (_, at) => Math.sin(at / 50));
    values[7777] = 99;
    values[8888] = -99;
    const kept = decimate(values, 500);
    expect(kept.length).toBeLessThanOrEqual(500);
    expect(kept).toEqual([...kept].sort((a, b) => a - b));
    expect([0, 7777, 8888, 19_999].every((at) => kept.includes(at))).toBe(true);
  });
  it('are thinned as they stream, the newest kept', () => {
    const trace = new Trace();
    for (let at = 0; at < 30_000; at += 10) {
      const iteration = Array.from({ length: 10 }, (_, k) => at + k);
      const zeros = iteration.map(() => 0);
      trace.append({
        iteration,
        dataLoss: zeros,
        penalty: zeros,
        validation: [],
        gradientNorm: zeros,
        weightsAt: [at + 9],
        weights: [[at]],
      });
    }
    expect(trace.iteration.length).toBeLessThanOrEqual(4000);
    expect(trace.iteration.at(-1)).toBe(29_999);
    expect(trace.weights.length).toBe(trace.weightsAt.length);
    expect(trace.weights.length).toBeLessThanOrEqual(240);
    expect(trace.latestWeights).toEqual([29_990]);
  });
});

describe('bars', () => {
  it('are ordered by size and found by name', () => {
    expect(bySize([1, -5, 3, 3])).toEqual([1, 2, 3, 0]);
    expect(matching([1, 0, 2], ['Age', 'bmi', 'wage'], 'AGE')).toEqual([0, 2]);
  });
  it('cut outlines that would dwarf everything', () => {
    const domain = domainOf([2, -1], [500, -3], 10);
    expect(domain.high).toBeLessThan(11);
    expect(pieceOf(500, domain).cut).toBe(true);
    expect(pieceOf(2, domain)).toMatchObject({ left: zeroOf(domain), cut: false });
    expect(pieceOf(Number.NaN, domain).width).toBe(0);
  });
  it('names at the ends of lines keep their distance', () => {
    const placed = spread(
      [10, 11, 12, 100].map((y) => ({ label: '', colour: '', y })),
      0,
      100,
    );
    for (let at = 1; at < placed.length; at++) {
      expect((placed[at]?.y ?? 0) - (placed[at - 1]?.y ?? 0)).toBeGreaterThanOrEqual(13);
    }
  });
});

describe('features', () => {
  const column = (name: string, role: ColumnSummary['role']): ColumnSummary => ({
    index: 0,
    name,
    kind: 'numeric',
    missing: 0,
    bad: 0,
    min: 0,
    max: 1,
    mean: 0.5,
    distinct: 9,
    sample: [],
    levels: [],
    role,
    reason: '',
  });
  const columns = [column('a', 'feature'), column('b', 'feature'), column('id', 'leftOut')];
  const spec = parseSpec({});

  it('are excluded by name while every usable column is taken', () => {
    expect(columns.map((one) => isUsed(one, spec, spec))).toEqual([true, true, false]);
    const without = toggled(columns, spec, spec, 'a', false);
    expect(without).toEqual({ features: null, exclude: ['a'] });
    expect(toggled(columns, { ...spec, ...without }, spec, 'a', true)).toEqual({
      features: null,
      exclude: [],
    });
  });
  it('are listed by name once a left-out one is wanted', () => {
    expect(toggled(columns, spec, spec, 'id', true)).toEqual({ features: ['a', 'b', 'id'], exclude: [] });
  });
  it('that the last run excluded can come back', () => {
    const trained = parseSpec({ exclude: ['id'] });
    expect(toggled(columns, trained, trained, 'id', true)).toEqual({ features: null, exclude: [] });
  });
});

describe('the kept state', () => {
  it('falls back field by field', () => {
    expect(readLocal({ tab: 'fit', logAxis: 'yes', uri: 'file:///x' })).toMatchObject({
      tab: 'fit',
      logAxis: null,
    });
    expect(readLocal(null).tab).toBe('training');
  });
});
