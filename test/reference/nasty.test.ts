import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findForm } from '../../src/engine/csv/dialect.ts';
import { readHead } from '../../src/engine/csv/head.ts';
import { inspectHead, readTable } from '../../src/engine/csv/reader.ts';
import { tokenize } from '../../src/engine/csv/tokenizer.ts';
import type { Table } from '../../src/engine/csv/types.ts';
import { cellsByName, cellsOf, sourceOf, type Value } from '../unit/engine/csv/support.ts';

/** The awkward files, each held against what its manifest entry asks for. */

interface Entry {
  readonly file: string;
  readonly note: string;
  readonly same_values_as?: string | null;
  readonly expect?: {
    readonly rows?: number;
    readonly cols?: number;
    readonly error?: boolean;
    readonly line?: number;
    readonly names?: readonly string[];
    readonly levels?: Readonly<Record<string, readonly string[]>>;
    readonly min_missing?: number;
    readonly usable?: number;
  };
}

const folder = new URL('../fixtures/nasty/', import.meta.url);
const bytesOf = (file: string): Uint8Array => new Uint8Array(readFileSync(new URL(file, folder)));
const readFile = (file: string): Promise<Table> => readTable(sourceOf(bytesOf(file)));
const manifest = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')) as Entry[];

/** What files are refused with: the message says what is wrong and what to do. */
const REFUSED: Readonly<Record<string, { code: string; message: RegExp }>> = {
  'made/binary_not_csv.csv': { code: 'not-a-csv', message: /binary data.*export it as CSV/ },
  'made/empty.csv': { code: 'empty-file', message: /file is empty/ },
  'made/json_not_csv.csv': { code: 'not-a-csv', message: /JSON.*convert/ },
  'made/only_newlines.csv': { code: 'empty-file', message: /file is empty/ },
  'made/unclosed_quote.csv': { code: 'unclosed-quote', message: /line 2, column 3/ },
};

/** Checks beyond what the manifest's fields say. */
const CHECKS: Readonly<Record<string, (table: Table) => void | Promise<void>>> = {
  'made/all_missing_column.csv': async (table) => {
    expect(table.columns[1]).toMatchObject({ name: 'b', kind: 'empty', missing: 4 });
    for await (const block of table.blocks()) expect(block.columns[1]).toBeNull();
  },
  'made/big_ints.csv': async (table) => {
    expect(await cellsOf(table, 'id')).toEqual(
      ['9007199254740993', '9007199254740995', '123456789012345678901234567890', '9007199254740997'].map(
        Number,
      ),
    );
    // 2^53 + 3 and 2^53 + 5 have the same nearest double, so that four ids are three numbers.
    expect(table.columns[0]).toMatchObject({ kind: 'numeric', integer: true, distinct: 3 });
  },
  'made/booleans.csv': (table) => {
    expect(table.columns[0]).toMatchObject({
      kind: 'category',
      levels: ['FALSE', 'True', 'false', 'no', 'true', 'yes'],
    });
  },
  'made/category_proto.csv': (table) => {
    expect(table.columns[0]?.levelCounts).toEqual([2, 2, 1, 1]);
  },
  'made/dates.csv': (table) => {
    expect(table.columns[0]).toMatchObject({ kind: 'date', distinct: 4 });
  },
  'made/dup_headers.csv': async (table) => {
    expect(table.columns.map(({ name }) => name)).toEqual(['x', 'x_2', 'y']);
    expect(await cellsOf(table, 'x_2')).toEqual([9, 8, 1, 4]);
  },
  'made/empty_headers.csv': (table) => {
    expect(table.columns.map(({ name }) => name)).toEqual(['column_1', 'b', 'column_3', 'y']);
  },
  'made/extreme_numbers.csv': async (table) => {
    const [a, b] = table.columns;
    expect(a?.mean).toBeCloseTo(3.5953862697246315e307, -292);
    expect(Number.isFinite(a?.sd)).toBe(true);
    expect(b?.sd).toBeGreaterThan(0);
    expect(await cellsOf(table, 'b')).toEqual([5e-324, 1e-310, 2.2250738585072014e-308, 0, 0]);
  },
  'made/header_html.csv': (table) => {
    expect(table.columns.map(({ name }) => name)).toEqual([
      '<img src=x onerror=alert(1)>',
      '</script><script>alert(2)</script>',
      '=1+1',
      'y',
    ]);
  },
  'made/header_only.csv': async () => {
    const info = await inspectHead(sourceOf(bytesOf('made/header_only.csv')));
    expect(info).toMatchObject({ names: ['a', 'b', 'y'], rowsSeen: 0, complete: true });
  },
  'made/inf_tokens.csv': async (table) => {
    expect(await cellsOf(table, 'a')).toEqual([1, ...Array<null>(8).fill(null), 2, 3]);
    expect(table.columns[0]).toMatchObject({ kind: 'numeric', bad: 8, min: 1, max: 3, mean: 2 });
    expect(table.problemCounts).toEqual({ 'not-finite': 8 });
    expect(table.problems[0]?.place).toEqual({ line: 3, column: 1, length: 3 });
  },
  'made/missing_target.csv': async (table) => {
    expect(await cellsOf(table, 'y')).toEqual([1, null, 3, null, 5, 7]);
  },
  'made/missing_tokens.csv': async (table) => {
    expect(table.columns[0]).toMatchObject({ kind: 'numeric', missing: 13, bad: 0 });
    expect((await cellsOf(table, 'a')).filter((cell) => cell !== null)).toEqual([1, 2, 3]);
  },
  'made/nbsp_zero_width.csv': async (table) => {
    expect(table.columns.map(({ name }) => name)).toEqual(['a', 'b', 'y']);
    expect(await cellsOf(table, 'b')).toEqual([2, 3, 4]);
    expect(await cellsOf(table, 'a')).toEqual([1, 2, 3]);
  },
  'made/nul_bytes.csv': async (table) => {
    expect(await cellsOf(table, 'b')).toEqual([2, null, 8]);
    expect(table.problems).toMatchObject([
      { code: 'nul-byte', place: { line: 3, column: 3 }, row: 1, column: 1 },
    ]);
    expect(table.passes).toBe(1);
  },
  'made/numeric_first_row.csv': (table) => {
    expect(table.dialect.header).toBe(false);
    expect(table.rows).toBe(4);
    expect(table.columns.map(({ name }) => name)).toEqual(['column_1', 'column_2', 'column_3']);
  },
  'made/one_row.csv': async (table) => {
    expect(await cellsOf(table, 'y')).toEqual([3]);
  },
  'made/parsefloat_traps.csv': (table) => {
    expect(table.columns[0]).toMatchObject({ kind: 'category', distinct: 7 });
  },
  'made/quote_in_field.csv': async (table) => {
    expect(await cellsOf(table, 'item')).toEqual(['5" pipe', '6" pipe', '3/4" pipe']);
  },
  'made/quote_then_text.csv': async (table) => {
    expect(await cellsOf(table, 'item')).toEqual(['ab', 'c', 'd']);
    expect(table.problems).toMatchObject([
      { code: 'text-after-quote', place: { line: 2, column: 1, length: 4 } },
    ]);
  },
  'made/single_column.csv': async (table) => {
    expect(await cellsOf(table, 'y')).toEqual([1, 2, 3, 4]);
  },
  'made/unicode_digits.csv': async (table) => {
    expect(await cellsOf(table, 'a')).toEqual([-5, 12, 12, 4, 5]);
  },
  'made/eq_latin1.csv': (table) => {
    expect(table.dialect.encoding).toBe('windows1252');
    expect(table.columns[0]?.levels).toContain('Neuchâtel');
  },
  'made/eq_title_line.csv': (table) => expect(table.dialect.titleLines).toBe(2),
  'made/eq_trailing_delimiter.csv': (table) => {
    expect(table.columns).toHaveLength(12);
    expect(table.problems).toEqual([]);
  },
  'made/eq_semicolon_decimal_comma.csv': (table) => {
    expect(table.dialect).toMatchObject({ delimiter: ';', decimal: ',' });
  },
};

describe('nasty files', () => {
  test('all 57 of them are tested', () => {
    expect(manifest).toHaveLength(57);
    const known = new Set(manifest.map(({ file }) => file));
    for (const file of [...Object.keys(REFUSED), ...Object.keys(CHECKS)]) expect(known).toContain(file);
  });

  for (const entry of manifest) {
    test(`${entry.file}: ${entry.note}`, async () => {
      const refused = REFUSED[entry.file];
      if (refused) await expectRefusal(entry, refused);
      else if (entry.file.startsWith('csv-spectrum/')) await expectRecords(entry.file);
      else await expectTable(entry);
    });
  }
});

async function expectRefusal(
  entry: Entry,
  { code, message }: { code: string; message: RegExp },
): Promise<void> {
  expect(entry.expect?.error).toBe(true);
  const error = await readFile(entry.file).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  if (entry.expect?.line) expect(error).toMatchObject({ place: { line: entry.expect.line } });
}

async function expectTable(entry: Entry): Promise<void> {
  const table = await readFile(entry.file);
  const { rows, cols, names, levels, min_missing, usable, error } = entry.expect ?? {};
  // A header without rows is a table of no rows to the reader; the training refuses it, the inspection says it.
  if (error) expect(entry.file).toBe('made/header_only.csv');
  if (rows !== undefined) expect(table.rows).toBe(rows);
  if (cols !== undefined) expect(table.columns).toHaveLength(cols);
  if (names) expect(table.columns.map(({ name }) => name)).toEqual(names);
  if (min_missing) expect(table.columns[0]?.missing).toBeGreaterThanOrEqual(min_missing);
  if (usable) expect(table.rows - (table.columns.at(-1)?.missing ?? 0)).toBe(usable);
  for (const [name, wanted] of Object.entries(levels ?? {})) {
    expect(table.columns.find((column) => column.name === name)?.levels).toEqual(wanted);
  }
  if (entry.same_values_as) await expectSame(table, entry.same_values_as);
  await CHECKS[entry.file]?.(table);
}

async function expectSame(table: Table, file: string): Promise<void> {
  const wanted = await cellsByName(await readFile(`same/${file}`));
  const found = await cellsByName(table);
  expect([...found.keys()]).toEqual([...wanted.keys()]);
  for (const [name, cells] of wanted) expect(found.get(name)?.map(plain)).toEqual(cells.map(plain));
}

/** Line ends stand for blanks in one of the files, and swiss is written there with its accents. */
function plain(value: Value): Value {
  return typeof value === 'string'
    ? value.normalize('NFD').replace(/\p{M}/gu, '').replace(/\n/g, ' ')
    : value;
}

/** The records of a csv-spectrum file as text, cut by the form that was found. */
async function expectRecords(file: string): Promise<void> {
  const head = await readHead(sourceOf(bytesOf(file)), {}, 1 << 20);
  const { dialect, names } = findForm(head, {}, file);
  const rows = [...tokenize(head.text, 0, head.text.length, dialect.delimiter.charCodeAt(0))];
  const records = rows.slice(1).map(({ cells }) => cells.map(({ text }) => text));
  const wanted = wantedRecords(file);
  expect(dialect).toMatchObject({ delimiter: ',', header: true });
  expect(records).toEqual(
    wanted.map((record) => names.map((name) => new Map(Object.entries(record)).get(name))),
  );
  const table = await readFile(file);
  expect(table.rows).toBe(wanted.length);
  expect(table.columns.map(({ name }) => name)).toEqual(names);
}

function wantedRecords(file: string): object[] {
  const parsed: unknown = JSON.parse(readFileSync(new URL(file.replace(/csv$/, 'json'), folder), 'utf8'));
  if (Array.isArray(parsed)) return parsed as object[];
  // location_coordinates.json holds one record without a list around it, and another phone number than its CSV file.
  expect(parsed).toHaveProperty('Contact Phone Number', '1234567890');
  return [{ ...(parsed as object), 'Contact Phone Number': '2095257564' }];
}
