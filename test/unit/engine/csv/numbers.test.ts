import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMA, DOT } from '../../../../src/engine/csv/bytes.ts';
import { LONG_DIGITS, longQuotient } from '../../../../src/engine/csv/decimal.ts';
import { isNonFiniteWord, parseNumber } from '../../../../src/engine/csv/numbers.ts';
import { cellsOf, read } from './support.ts';

const parse = (text: string, decimal = DOT): number => {
  const bytes = new TextEncoder().encode(text);
  return parseNumber(bytes, 0, bytes.length, decimal);
};

const digits = (min: number, max: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max });

/** Decimals of all lengths, with and without point and exponent. */
const decimal = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    digits(1, 25),
    fc.option(digits(0, 25)),
    fc.option(fc.integer({ min: -330, max: 310 })),
  )
  .map(([sign, whole, fraction, exponent]) => {
    const point = fraction === null ? '' : `.${fraction}`;
    return `${sign}${whole}${point}${exponent === null ? '' : `e${exponent}`}`;
  });

/** Decimals as programs print doubles: 15 to 19 digits around a double. */
const printed = fc
  .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 1, max: 19 }))
  .map(([value, precision]) => value.toPrecision(precision));

/** The exact decimal expansion of the midpoint of two neighbouring doubles between 2^52 and 2^62, and its neighbours. */
const halfway = fc
  .tuple(
    fc.bigInt(2n ** 52n, 2n ** 53n - 1n),
    fc.integer({ min: 0, max: 8 }),
    fc.integer({ min: 0, max: 12 }),
    fc.integer({ min: -1, max: 1 }),
  )
  .map(([mantissa, shift, places, off]) => {
    const middle = String((2n * mantissa + 1n) * 2n ** BigInt(shift) * 10n ** BigInt(3) * 5n + BigInt(off));
    return places === 0 ? middle : `${middle.slice(0, -places)}.${middle.slice(-places)}`;
  });

describe('parseNumber gives the same double as Number()', () => {
  for (const [name, arbitrary] of Object.entries({ decimal, printed, halfway })) {
    test(`for ${name} numbers`, () => {
      fc.assert(
        fc.property(arbitrary, (text) => {
          expect(parse(text)).toBe(Number(text));
        }),
        { numRuns: 5000 },
      );
    });
  }

  test('for numbers halfway between two doubles, up to 19 digits', () => {
    fc.assert(
      fc.property(
        fc.bigInt(2n ** 53n, 10n ** 19n - 1n),
        fc.integer({ min: 0, max: 19 }),
        (whole, fraction) => {
          const text = String(whole).padStart(LONG_DIGITS, '0');
          const bytes = new TextEncoder().encode(text);
          const value = longQuotient(bytes, 0, bytes.length, fraction);
          if (!Number.isNaN(value)) expect(value).toBe(Number(`${text}e-${fraction}`));
          expect(parse(`${text}e-${fraction}`)).toBe(Number(`${text}e-${fraction}`));
        },
      ),
      { numRuns: 20_000 },
    );
  });

  test('at the ends of the range', () => {
    for (const text of [
      '0',
      '-0',
      '5e-324',
      '2.4703282292062327e-324',
      '2.4703282292062328e-324',
      '4.9e-324',
      '1e-400',
      '2.2250738585072011e-308',
      '2.2250738585072014e-308',
      '1.7976931348623157e308',
      '1.7976931348623158e308',
      '1e23',
      '8.5e22',
      '9007199254740993',
      '9007199254740992.5',
      '0.1',
      '.5',
      '5.',
      '+1',
      '1E+2',
      '1e-2',
      '000123',
      '0.000000000000000000000000000001',
      '123456789012345678901234567890',
      '1.00000000000000011102230246251565404236316680908203125',
      '0e999999999999',
    ]) {
      expect(parse(text), text).toBe(Number(text));
      expect(parse(`-${text.replace(/^[-+]/, '')}`), text).toBe(Number(`-${text.replace(/^[-+]/, '')}`));
    }
    expect(parse('1e400')).toBe(Infinity);
    expect(parse('-1e400')).toBe(-Infinity);
  });

  test('in a file, quoted or not, in every column position', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(decimal, printed, halfway), { minLength: 1, maxLength: 20 }),
        fc.boolean(),
        async (numbers, quoted) => {
          const mark = quoted ? '"' : '';
          const lines = numbers.map((text) => `${mark}${text}${mark},1,${mark}${text}${mark}`);
          const table = await read(`a,b,c\n${lines.join('\n')}\n`);
          const wanted = numbers.map(Number).map((value) => (Number.isFinite(value) ? value : null));
          if (wanted.every((value) => value === null)) return;
          expect(await cellsOf(table, 'a')).toEqual(wanted);
          expect(await cellsOf(table, 'c')).toEqual(wanted);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('what is a number', () => {
  test('nothing that other languages or formats call one', () => {
    for (const text of [
      '',
      ' ',
      '+',
      '-',
      '.',
      '-.',
      'e5',
      '1e',
      '1e+',
      '.e1',
      '0x10',
      '0b1',
      '0o7',
      '1_000',
      'Infinity',
      'NaN',
      'inf',
      '12abc',
      '1.2.3',
      '5-3',
      '10%',
      '$5',
      '1 2',
      '--1',
      '+-1',
      '1e5.5',
      '1d5',
      '1f',
      '1n',
      '\u00bd',
      '1,5',
      '1,50',
      '1,5000',
      '0,123',
      '01,234',
      '1,234,5',
      '12,34,567',
      ',234',
      '1,234,',
      '1,234e5',
      '1.5,000',
      '1\u00002',
    ]) {
      expect(parse(text), JSON.stringify(text)).toBeNaN();
    }
  });

  test('white space around, a Unicode minus, and digits of other scripts', () => {
    expect(parse('\u00a02 ')).toBe(2);
    expect(parse('\t-2.5\u202f')).toBe(-2.5);
    expect(parse('\u22125')).toBe(-5);
    expect(parse('\uff11\uff12\uff0e\uff15')).toBe(12.5);
    expect(parse('\u0661\u0662')).toBe(12);
  });

  test('thousands in groups of three', () => {
    expect(parse('60,323')).toBe(60323);
    expect(parse('1,234,567.5')).toBe(1234567.5);
    expect(parse('-1,234')).toBe(-1234);
    expect(parse('1.234,5', COMMA)).toBe(1234.5);
    expect(parse('1 234,5', COMMA)).toBe(1234.5);
    expect(parse('1\u00a0234\u00a0567', COMMA)).toBe(1234567);
    expect(parse('1\u202f234,5', COMMA)).toBe(1234.5);
    expect(parse('1,5', COMMA)).toBe(1.5);
    expect(parse('1.5', COMMA)).toBeNaN();
    expect(parse('1 23,5', COMMA)).toBeNaN();
    expect(parse('1 234.567,5', COMMA)).toBeNaN();
  });

  test('words for what is not finite', () => {
    for (const word of ['inf', '-INF', '+Infinity', '1.#INF', '-1.#IND', '\u221e'])
      expect(isNonFiniteWord(word), word).toBe(true);
    for (const word of ['info', 'infinite', 'nan']) expect(isNonFiniteWord(word), word).toBe(false);
  });
});
