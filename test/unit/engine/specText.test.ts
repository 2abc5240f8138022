import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatFolds,
  formatSplit,
  formatValidation,
  parseFolds,
  parseSplit,
  parseValidation,
} from '../../../src/engine/specText.ts';

describe('folds as text', () => {
  test.each([
    ['10', { kind: 'shuffle', count: 10 }],
    ['contiguous:5', { kind: 'contiguous', count: 5 }],
    ['stratified:3', { kind: 'stratified', count: 3 }],
    ['time:1', { kind: 'time', count: 1 }],
    ['group:a: b', { kind: 'group', column: 'a: b', count: 10 }],
    ['loo', { kind: 'loo' }],
  ] as const)('%s', (text, folds) => {
    expect(parseFolds(` ${text} `)).toEqual(folds);
    expect(formatFolds(folds)).toBe(text);
  });

  test.each(['', '1', '201', '2.5', '0x5', 'contiguous', 'time:0', 'group:', 'leave'])(
    'refuses "%s" with what to write instead',
    (text) => {
      expect(() => parseFolds(text)).toThrow(/Write a number from 2 to 200/);
    },
  );
});

describe('splits as text', () => {
  test.each([
    ['none', { kind: 'none' }],
    [' last:0.2 ', { kind: 'last', fraction: 0.2 }],
    ['every:5', { kind: 'every', every: 5 }],
    ['random:.25', { kind: 'random', fraction: 0.25 }],
    ['column:set', { kind: 'column', column: 'set' }],
    ['column:a: b', { kind: 'column', column: 'a: b' }],
  ])('%s', (text, split) => {
    expect(parseSplit(text)).toEqual(split);
  });

  test.each([
    '',
    'half',
    'last',
    'last:',
    'last:0',
    'last:1',
    'random:0x1',
    'every:1',
    'every:2.5',
    'column:',
  ])('refuses "%s" with what to write instead', (text) => {
    expect(() => parseSplit(text)).toThrow(/like|Write/);
  });

  test('what is written can be read', () => {
    const split = fc.oneof(
      fc.constant({ kind: 'none' as const }),
      fc.record({
        kind: fc.constantFrom('last' as const, 'random' as const),
        fraction: fc.double({ min: 1e-9, max: 0.999, noNaN: true }),
      }),
      fc.record({ kind: fc.constant('every' as const), every: fc.integer({ min: 2 }) }),
      fc.record({ kind: fc.constant('column' as const), column: fc.stringMatching(/^\S(.*\S)?$/) }),
    );
    fc.assert(
      fc.property(split, (value) => {
        expect(parseSplit(formatSplit(value))).toEqual(value);
      }),
    );
  });
});

describe('the validation part as text', () => {
  test.each([
    ['none', { kind: 'none' }],
    ['0.2', { kind: 'random', fraction: 0.2 }],
    ['part', { kind: 'column', column: 'part' }],
    ['column:0.2', { kind: 'column', column: '0.2' }],
  ] as const)('%s', (text, validation) => {
    expect(parseValidation(text)).toEqual(validation);
    expect(parseValidation(formatValidation(validation))).toEqual(validation);
  });

  test.each(['', '1.5', '0'])('refuses "%s"', (text) => {
    expect(() => parseValidation(text)).toThrow();
  });
});
