import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sniffDelimiter } from '../../src/engine/csv/sniff.ts';
import { tokenize } from '../../src/engine/csv/tokenizer.ts';
import { markLength } from '../../src/engine/csv/transcode.ts';

/**
 * PapaParse's own cases, as raw rows of text: every case whose options have a counterpart here is run; the others are
 * listed with the reason, and the counts are asserted, so that none vanishes.
 */

interface Case {
  readonly suite: string;
  readonly description: string;
  readonly input: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly expected: { readonly data: readonly unknown[] };
}

const file = new URL('../fixtures/nasty/papaparse_cases.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };

/** Options that this reader does not have, and why. */
const WITHOUT: Readonly<Record<string, string>> = {
  comments: 'there is no comment character: a title before the header is recognised, other lines are data',
  dynamicTyping: 'types are told of whole columns, not of single cells',
  preview: 'files are read whole',
  newline: 'all line ends are accepted, mixed too',
  quoteChar: 'only the double quote quotes',
  escapeChar: 'a quote is escaped by doubling it',
  skipFirstNLines: 'title lines are recognised by their width',
};

/** Cases on which the reader differs on purpose: what it reads instead. */
const DIFFERENT: Readonly<
  Record<string, { readonly why: string; readonly rows: readonly (readonly string[])[] }>
> = {
  'Quoted field has invalid trailing quote after delimiter with a valid closer': {
    why: 'a quote closes at the next quote that is not doubled, so that a stray quote spoils one cell, not the rest',
    rows: [
      ['a,b', 'c"'],
      ['d', 'e', 'f'],
    ],
  },
  'Quoted field has invalid trailing quote before delimiter': {
    why: 'text after a closing quote belongs to its cell and never swallows the lines that follow',
    rows: [
      ['a', 'bc', 'd'],
      ['e', 'f', 'g'],
    ],
  },
  'Multi-character delimiter': {
    why: 'a delimiter is one character; blanks around cells are dropped when they are read',
    rows: [['a', ' b', ' c']],
  },
  'Bad delimiter (\\n)': {
    why: 'a line end is refused as delimiter; the case runs with the one found',
    rows: [['a', 'b', 'c']],
  },
};

/** Blank lines are never rows here: a line without a cell holds nothing to train on. */
const isBlank = (row: readonly string[]): boolean => row.length === 1 && row[0]?.trim() === '';

const skipped = cases.filter(({ config }) => Object.keys(config).some((option) => option in WITHOUT));
const run = cases.filter((each) => !skipped.includes(each));

describe('PapaParse cases', () => {
  test('every one of the 91 is run or has a reason not to be', () => {
    expect(cases).toHaveLength(91);
    expect(run).toHaveLength(61);
    expect(skipped).toHaveLength(30);
    const known = new Set([...Object.keys(WITHOUT), 'delimiter', 'header', 'fastMode', 'skipEmptyLines']);
    for (const { config } of cases) for (const option of Object.keys(config)) expect(known).toContain(option);
    for (const description of Object.keys(DIFFERENT))
      expect(run.map((each) => each.description)).toContain(description);
  });

  for (const each of run) {
    test(`${each.suite}: ${each.description} (${JSON.stringify(each.input.slice(0, 30))})`, () => {
      expect(rowsOf(each)).toEqual(DIFFERENT[each.description]?.rows ?? wantedRows(each));
    });
  }

  test('a quote that is never closed is told', () => {
    const [row] = tokenize(new TextEncoder().encode('a,"b,c\nd,e,f'), 0, 12, 44);
    expect(row?.unclosed).toBe(true);
  });
});

function rowsOf({ input, config }: Case): string[][] {
  const bytes = new TextEncoder().encode(input);
  const text = bytes.subarray(markLength(bytes, 'utf8'));
  const given = typeof config['delimiter'] === 'string' ? config['delimiter'] : '';
  const delimiter = /^[^\n]$/.test(given) ? given : sniffDelimiter(text, true, 'case.csv');
  const rows = [...tokenize(text, 0, text.length, delimiter.charCodeAt(0))].map(({ cells }) =>
    cells.map(({ text: cell }) => cell),
  );
  return config['skipEmptyLines'] === 'greedy'
    ? rows.filter((row) => row.some((cell) => cell.trim() !== ''))
    : rows;
}

/** The expected rows as raw rows of text, also where PapaParse was asked for records by header. */
function wantedRows({ input, config, expected }: Case): string[][] {
  const data = expected.data.map((row) =>
    Array.isArray(row) ? (row as string[]) : recordCells(row as object),
  );
  const header = input.split(/\r?\n/, 1)[0]?.split(',') ?? [];
  const isRecord = config['header'] === true && !Array.isArray(expected.data[0]);
  // With a header, PapaParse renames repeated names; the reader does so when it names columns, not in the raw row.
  const rows = isRecord ? [header, ...data] : config['header'] === true ? [header, ...data.slice(1)] : data;
  return rows.filter((row) => !isBlank(row));
}

function recordCells(record: object): string[] {
  return Object.entries(record).flatMap(([key, value]) =>
    key === '__parsed_extra' ? (value as string[]) : [value as string],
  );
}
