import { parse as csvParse } from 'csv-parse/sync';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { parseChunk } from '../../../../src/engine/csv/parseChunk.ts';
import { readTable } from '../../../../src/engine/csv/reader.ts';
import { tokenize } from '../../../../src/engine/csv/tokenizer.ts';
import type { CsvOptions, Encoding } from '../../../../src/engine/csv/types.ts';
import { cellsOf, snapshot, sourceOf, type Value } from './support.ts';

/** Random tables, written in random dialects and read back. */

const PIECES = [1, 2, 3, 7, 64, 1 << 16];

interface Written {
  readonly delimiter: string;
  readonly eol: string;
  readonly quoteAll: boolean;
  readonly finalEol: boolean;
  readonly bom: boolean;
  readonly encoding: Encoding;
  readonly decimal: '.' | ',';
}

/** Text that cannot be taken for a number, a date or a missing token, with everything that has to be quoted. */
const word = fc
  .array(fc.constantFrom('x', 'é', 'ß', '"', ',', ';', '\t', '|', '\n', '\r\n', ' ', '#', "'", '0', '\\'), {
    maxLength: 8,
  })
  .map((parts) => `w${parts.join('')}z`);

const table = fc
  .record({ width: fc.integer({ min: 1, max: 5 }), rows: fc.integer({ min: 1, max: 12 }) })
  .chain(({ width, rows }) =>
    fc.tuple(
      ...Array.from({ length: width }, () =>
        fc.oneof(
          fc.array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { freq: 6 }), {
            minLength: rows,
            maxLength: rows,
          }),
          fc.array(fc.option(word, { freq: 6 }), { minLength: rows, maxLength: rows }),
        ),
      ),
    ),
  );

const dialect: fc.Arbitrary<Written> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  eol: fc.constantFrom('\n', '\r\n', '\r'),
  quoteAll: fc.boolean(),
  finalEol: fc.boolean(),
  bom: fc.boolean(),
  encoding: fc.constantFrom<Encoding>('utf8', 'utf16le', 'utf16be', 'windows1252', 'latin1'),
  decimal: fc.constantFrom('.', ','),
});

function write(columns: readonly (readonly Value[])[], form: Written): string {
  const cell = (value: Value): string => {
    const text = typeof value === 'number' ? plain(value).replace('.', decimalOf(form)) : (value ?? '');
    const needed =
      form.quoteAll ||
      text.includes(form.delimiter) ||
      /["\r\n]/.test(text) ||
      (value === null && columns.length === 1);
    return needed ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rows = (columns[0] ?? []).map((_, row) =>
    columns.map((column) => cell(column[row] ?? null)).join(form.delimiter),
  );
  const header = columns.map((_, index) => cell(`c${index}`)).join(form.delimiter);
  return [header, ...rows].join(form.eol) + (form.finalEol ? form.eol : '');
}

function plain(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function decimalOf(form: Written): '.' | ',' {
  return form.delimiter === ',' ? '.' : form.decimal;
}

function encode(text: string, { encoding, bom }: Written): Uint8Array {
  if (encoding === 'utf8') return new TextEncoder().encode(bom ? `\ufeff${text}` : text);
  if (encoding === 'latin1' || encoding === 'windows1252') return new Uint8Array(Buffer.from(text, 'latin1'));
  const little = Buffer.from(bom ? `\ufeff${text}` : text, 'utf16le');
  return new Uint8Array(encoding === 'utf16le' ? little : little.swap16());
}

function given(form: Written): CsvOptions {
  return { delimiter: form.delimiter, encoding: form.encoding, decimal: decimalOf(form), header: true };
}

describe('a table that was written', () => {
  test('is read back, the same for every way its bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(table, dialect, async (columns, form) => {
        const bytes = encode(write(columns, form), form);
        const read = await readTable(sourceOf(bytes), { csv: given(form) });
        expect(read.rows).toBe(columns[0]?.length);
        expect(read.problems).toEqual([]);
        for (const [index, column] of columns.entries()) {
          // Cells with line ends in them keep these as they were written.
          expect(await cellsOf(read, `c${index}`)).toEqual(column);
        }
        const first = await snapshot(read);
        for (const pieces of PIECES) {
          const again = await readTable(sourceOf(bytes, pieces), { csv: given(form) });
          expect(await snapshot(again)).toEqual(first);
          const unheld = await readTable(sourceOf(bytes, pieces), { csv: given(form), memoryLimitBytes: 0 });
          expect(unheld.inMemory).toBe(false);
          expect(await snapshot(unheld)).toEqual(first);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('is recognised without being told its form', async () => {
    const phrase = fc.constantFrom('red', 'green, or so', 'blue; maybe', 'a "word"', 'two\nlines', 'été');
    const sane = fc.integer({ min: 4, max: 12 }).chain((rows) => {
      const sized = { minLength: rows, maxLength: rows };
      const number = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => Number(value.toFixed(4)));
      // One number that is no thousands: a file of cells like 195,374 alone can be read either way.
      const numbers = fc.array(number, sized).map((values) => [1.5, ...values.slice(1)]);
      return fc.tuple(numbers, numbers, fc.array(phrase, sized));
    });
    await fc.assert(
      fc.asyncProperty(sane, dialect, async (columns, form) => {
        const guessable = {
          ...form,
          bom: form.encoding === 'utf8' ? form.bom : form.encoding.startsWith('utf16'),
        };
        const table = await readTable(sourceOf(encode(write(columns, guessable), guessable)));
        expect(table.dialect).toMatchObject({ delimiter: form.delimiter, header: true });
        for (const [index, column] of columns.entries())
          expect(await cellsOf(table, `c${index}`)).toEqual(column);
      }),
      { numRuns: 300 },
    );
  });
});

describe('arbitrary bytes', () => {
  const soup = fc
    .array(
      fc.constantFrom(
        'a',
        '1',
        '"',
        '"',
        ',',
        ',',
        '\n',
        '\r',
        '\r\n',
        ' ',
        '\t',
        '-',
        '.',
        'é',
        '\u0000',
        '""',
      ),
      { maxLength: 40 },
    )
    .map((parts) => `h,i\n${parts.join('')}`);

  test('read alike however they arrive, in memory or not, or fail alike', async () => {
    await fc.assert(
      fc.asyncProperty(soup, async (text) => {
        const outcomes = await Promise.all(
          PIECES.map((pieces) =>
            readTable(sourceOf(text, pieces), { csv: { delimiter: ',', header: true } }).then(
              snapshot,
              (error: unknown) => error,
            ),
          ),
        );
        for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
      }),
      { numRuns: 500 },
    );
  });

  test('the chunk parser sees the rows that the tokenizer sees', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const bytes = new TextEncoder().encode(`${text}\n`);
        const rows = [...tokenize(bytes, 4, bytes.length, 44)];
        if (rows.some(({ unclosed }) => unclosed)) return;
        const base = { delimiter: 44, decimal: 46, textMissing: [], numberMissing: [], transcoded: false };
        for (const kinds of [
          [1, 1],
          [0, 1],
          [0, 0],
        ] as const) {
          const result = parseChunk(bytes, 4, bytes.length, { ...base, kinds });
          expect(result.rows).toBe(rows.length);
          expect(result.lines).toBe(`${text}\n`.slice(4).split(/\r\n|\r|\n/).length - 1);
          const ragged = rows.filter(({ cells }) => cells.length < 2).length;
          expect(result.problemCounts['short-row'] ?? 0).toBe(ragged);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('well-formed files are cut as csv-parse and PapaParse cut them', () => {
    const cell = fc
      .array(fc.constantFrom('a', '1', ',', '"', '\n', 'é', ' '), { maxLength: 5 })
      .map((parts) => parts.join(''));
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n'), (cells, eol) => {
        const text = cells
          .map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(','))
          .join(eol);
        const bytes = new TextEncoder().encode(text);
        const found = [...tokenize(bytes, 0, bytes.length, 44)].map((row) =>
          row.cells.map((each) => each.text),
        );
        expect(found).toEqual(csvParse(text, { record_delimiter: eol }));
        expect(found).toEqual(Papa.parse(text, { delimiter: ',', newline: eol }).data);
      }),
      { numRuns: 1000 },
    );
  });
});
