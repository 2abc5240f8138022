import { RidgelineError } from '../errors.ts';
import { Chunker, LONGEST_CELL, type TextChunk } from './chunker.ts';
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
/** From so many rows on the form that was found is not looked for again in a longer head. */
const ROWS_FOR_FORM = 25;
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
  const { head, form } = await headAndForm(source, csv, HEAD_BYTES, signal);
  const rows = new HeadRows(form, csv, head);
  if (head.complete || rows.count >= FEW_ROWS) return rows.reading();
  const longer = await readHead(source, csv, LONG_HEAD_BYTES, signal);
  if (longer.encoding === head.encoding && form.rows.length >= ROWS_FOR_FORM) {
    rows.add(longer.text.subarray(head.text.length), longer.complete);
    return rows.reading();
  }
  return new HeadRows(findForm(longer, csv, source.name), csv, longer).reading();
}

/** The rows of a head, read as if every column held numbers. */
class HeadRows {
  readonly #form: Form;
  readonly #csv: CsvOptions;
  readonly #layout: Layout;
  readonly #collector: Collector;
  readonly #parser: ChunkParser;
  readonly #chunker: Chunker;
  #complete = false;

  constructor(form: Form, csv: CsvOptions, head: Head) {
    const { delimiter, decimal, encoding } = form.dialect;
    this.#form = form;
    this.#csv = csv;
    this.#layout = {
      delimiter: delimiter.charCodeAt(0),
      decimal: decimal.charCodeAt(0),
      kinds: form.names.map(() => CellKind.number),
      textMissing: textTokens(csv.missingTokens),
      numberMissing: numericTokens(csv.missingTokens),
      transcoded: encoding !== 'utf8',
    };
    this.#collector = new Collector(this.#layout, form.names, form.dataLine, 0);
    this.#parser = new ChunkParser(this.#layout, this.#collector.saturated);
    this.#chunker = new Chunker(this.#layout.delimiter, HEAD_CHUNK);
    this.add(head.text.subarray(form.dataStart), head.complete);
  }

  /** Rows read so far. */
  get count(): number {
    return this.#collector.rows;
  }

  /** Reads on. @param complete true where the file ends with this text: else rows that it cuts off are left out */
  add(text: Uint8Array, complete: boolean): void {
    this.#complete = complete;
    for (const chunk of this.#chunker.push(text)) this.#merge(chunk);
    if (!complete && this.count > 0) return;
    for (const chunk of this.#chunker.finish()) if (chunk.unclosedAt < 0) this.#merge(chunk);
  }

  reading(): HeadReading {
    const { names, dialect, rows } = this.#form;
    const text = new Set(this.#collector.contradicted(dialect.decimal));
    for (const name of this.#csv.categorical ?? []) text.add(names.indexOf(name));
    return {
      form: this.#form,
      names,
      samples: sampleCells(rows, names.length, this.#layout.textMissing),
      layout: {
        ...this.#layout,
        kinds: this.#layout.kinds.map((kind, column) => (text.has(column) ? CellKind.text : kind)),
      },
      complete: this.#complete,
      rows: this.count,
      ranges: this.#collector.builders.map((builder) =>
        builder instanceof NumberColumnBuilder ? builder.range : null,
      ),
    };
  }

  #merge(chunk: TextChunk): void {
    this.#collector.merge(this.#parser.parse(chunk.bytes, 0, chunk.length));
  }
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
