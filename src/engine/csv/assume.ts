import { RidgelineError } from '../errors.ts';
import { Chunker, LONGEST_CELL } from './chunker.ts';
import { Collector } from './collector.ts';
import { NumberColumnBuilder } from './columns.ts';
import { type Form, findForm } from './dialect.ts';
import { type Head, readHead } from './head.ts';
import { CellKind, type Layout } from './layout.ts';
import { MissingTokens, numericTokens, textTokens } from './missing.ts';
import { ChunkParser } from './parseChunk.ts';
import type { Row } from './tokenizer.ts';
import type { ByteSource, CsvOptions } from './types.ts';

/** Bytes from which a file's form and its columns' types are found out, and where these are few rows. */
const HEAD_BYTES = 1 << 18;
const LONG_HEAD_BYTES = 1 << 20;
const FEW_ROWS = 200;
/** Chunks that the head is read in. */
const HEAD_CHUNK = 1 << 16;
/** A first line longer than this is not waited for. */
const MOST_HEAD = 1 << 26;
/** Cells shown of a column. */
const SAMPLE_CELLS = 5;

/** What the head says of a file, to be borne out by its rows. */
export interface Assumed {
  readonly form: Form;
  readonly names: readonly string[];
  /** The first few distinct cells of each column that have a value, as written. */
  readonly samples: readonly (readonly string[])[];
  readonly layout: Layout;
}

/** A head read as if every column held numbers: what is none tells where text stands. */
export interface HeadReading extends Assumed {
  readonly complete: boolean;
  readonly rows: number;
  /** Each column's range in the head, null where it holds no number. */
  readonly ranges: readonly ({ readonly min: number; readonly max: number } | null)[];
}

/**
 * Reads the head, the first 256 KiB or, where these are few rows, the first MiB, and assumes the file's form and its
 * columns' kinds from it. Throws as `readTable` does.
 */
export async function assume(
  source: ByteSource,
  csv: CsvOptions,
  signal?: AbortSignal,
): Promise<HeadReading> {
  const reading = await assumeFrom(source, csv, HEAD_BYTES, signal);
  if (reading.complete || reading.rows >= FEW_ROWS) return reading;
  return assumeFrom(source, csv, LONG_HEAD_BYTES, signal);
}

async function assumeFrom(
  source: ByteSource,
  csv: CsvOptions,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<HeadReading> {
  const { head, form } = await headAndForm(source, csv, limit, signal);
  const { delimiter, decimal, encoding } = form.dialect;
  const layout: Layout = {
    delimiter: delimiter.charCodeAt(0),
    decimal: decimal.charCodeAt(0),
    kinds: form.names.map(() => CellKind.number),
    textMissing: textTokens(csv.missingTokens),
    numberMissing: numericTokens(csv.missingTokens),
    transcoded: encoding !== 'utf8',
  };
  const collector = collectHead(head, form, layout);
  const text = new Set(collector.contradicted(decimal));
  for (const name of csv.categorical ?? []) text.add(form.names.indexOf(name));
  return {
    form,
    names: form.names,
    samples: sampleCells(form.rows, form.names.length, layout.textMissing),
    layout: {
      ...layout,
      kinds: layout.kinds.map((kind, column) => (text.has(column) ? CellKind.text : kind)),
    },
    complete: head.complete,
    rows: collector.rows,
    ranges: collector.builders.map((builder) =>
      builder instanceof NumberColumnBuilder ? builder.range : null,
    ),
  };
}

async function headAndForm(
  source: ByteSource,
  csv: CsvOptions,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<{ head: Head; form: Form }> {
  for (let bytes = limit; bytes <= MOST_HEAD; bytes *= 8) {
    const head = await readHead(source, csv, bytes, signal);
    const form = findForm(head, csv, source.name);
    const unclosed = form.cut && form.names.length === 0;
    if (!form.cut || (unclosed && bytes > LONGEST_CELL)) return { head, form };
  }
  throw new RidgelineError(
    'too-large',
    'The first line is longer than 64 MiB; check the file, or its delimiter and line ends.',
  );
}

function collectHead(head: Head, form: Form, layout: Layout): Collector {
  const collector = new Collector(layout, form.names, form.dataLine, 0);
  const parser = new ChunkParser(layout, collector.saturated);
  const chunker = new Chunker(layout.delimiter, HEAD_CHUNK);
  for (const chunk of chunker.push(head.text.subarray(form.dataStart)))
    collector.merge(parser.parse(chunk.bytes, 0, chunk.length));
  if (head.complete || collector.rows === 0) {
    for (const chunk of chunker.finish())
      if (chunk.unclosedAt < 0) collector.merge(parser.parse(chunk.bytes, 0, chunk.length));
  }
  return collector;
}

function sampleCells(rows: readonly Row[], width: number, tokens: readonly string[]): string[][] {
  const missing = new MissingTokens(tokens);
  return Array.from({ length: width }, (_, column) => {
    const sample = new Set<string>();
    for (const { cells } of rows) {
      const text = cells[column]?.text.trim() ?? '';
      if (!missing.has(text)) sample.add(text);
      if (sample.size === SAMPLE_CELLS) break;
    }
    return [...sample];
  });
}
