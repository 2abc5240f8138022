import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { varianceInflation } from '../../../../src/engine/inspect/varianceInflation.ts';
import { blockOf, momentsOf, parseNumbers, randomRows } from '../data/blocks.ts';

const numeric = (p: number) =>
  Array.from({ length: p }, (_, source) => ({ kind: 'numeric' as const, source }));
const level = (source: number) => ({ kind: 'level' as const, source });
const moments = (rows: number[][]) => momentsOf(blockOf(rows, rows[0]!.length));

test('two columns: 1 / (1 − r²)', () => {
  // Correlation ½: (1, 0, −1, 0) and (1, 1, −1, −1) … by hand, Σ ab = 2, Σ a² = 2, Σ b² = 4.
  const rows = [
    [1, 1],
    [0, 1],
    [-1, -1],
    [0, -1],
  ];
  for (const { factor, reason } of varianceInflation(moments(rows), numeric(2))) {
    expect(factor).toBeCloseTo(1 / (1 - 4 / 8), 13);
    expect(reason).toBeNull();
  }
});

test('Longley’s columns have the factors that textbooks print', () => {
  const text = readFileSync(new URL('../../../fixtures/nist/nist_longley.csv', import.meta.url), 'utf8');
  const header = text.slice(0, text.indexOf('\n')).trim().split(',');
  const rows = parseNumbers(text).map((row) => row.filter((_, j) => header[j] !== 'y'));
  const factors = varianceInflation(moments(rows), numeric(6)).map(({ factor }) => factor);
  const wanted = [135.53244, 1788.51348, 33.61889, 3.58893, 399.15102, 758.9806];
  wanted.forEach((value, j) => void expect(factors[j]).toBeCloseTo(value, 4));
});

test('a combination is infinite for those in it, and nothing to the others', () => {
  const rows = randomRows(60, 3, 0).map(([a, b, c]) => [a!, b!, c!, 2 * a! - c!, 7]);
  const found = varianceInflation(moments(rows), numeric(5));
  const alone = varianceInflation(moments(rows.map(([a, b, c]) => [a!, b!, c!])), numeric(3));
  expect(found.map(({ reason }) => reason)).toEqual([
    'collinear',
    null,
    'collinear',
    'collinear',
    'constant',
  ]);
  expect(found.map(({ factor }) => factor).filter(Number.isFinite)).toHaveLength(1);
  expect(found[0]!.factor).toBe(Number.POSITIVE_INFINITY);
  expect(found[1]!.factor).toBeCloseTo(alone[1]!.factor, 10);
});

test('levels that add up to 1 are told apart from columns that repeat one another', () => {
  const rows = randomRows(90, 1, 0).map(([x], i) => [
    x!,
    Number(i % 3 === 0),
    Number(i % 3 === 1),
    Number(i % 3 === 2),
    Number(i % 2 === 0),
    Number(i % 2 === 1),
  ]);
  const columns = [numeric(1)[0]!, level(1), level(1), level(1), level(2), level(2)];
  const found = varianceInflation(moments(rows), columns);
  expect(found.map(({ reason }) => reason)).toEqual([null, 'levels', 'levels', 'levels', 'levels', 'levels']);
  const dropped = varianceInflation(moments(rows.map(([x, , b, c, , e]) => [x!, b!, c!, e!])), [
    columns[0]!,
    level(1),
    level(1),
    level(2),
  ]);
  expect(found[0]!.factor).toBeCloseTo(dropped[0]!.factor, 12);
  expect(dropped.every(({ reason, factor }) => reason === null && factor >= 1)).toBe(true);
});
