import { throwIfAborted } from '../errors.ts';
import { type Assumed, assume } from './assume.ts';
import { chunkBytes } from './chunker.ts';
import { Collector } from './collector.ts';
import type { Form } from './dialect.ts';
import { singleOrDouble } from './encoding.ts';
import { CellKind } from './layout.ts';
import { type PassForm, passText, unclosedQuote } from './pass.ts';
import { inlineRunner } from './runner.ts';
import { FileTable, type PassOutcome } from './table.ts';
import type { ByteSource, CsvOptions, ReadOptions, Table } from './types.ts';

/** Rows are kept in memory up to this size where nothing else is said. */
const MEMORY_LIMIT = 1 << 30;

/** Why a pass has to start again, and with what. */
interface Restart {
  readonly reason: string;
  readonly kinds?: readonly CellKind[];
  readonly encoding?: 'gb18030' | 'windows1252';
  readonly width?: number;
}

/**
 * Reads a whole CSV file: its form, its columns as they hold for all rows, its problems with their places, and its
 * rows, kept in memory while they fit. Types, width and encoding are assumed from the file's head; a file that
 * contradicts them later is read again, which `passes` and `passReasons` tell.
 *
 * Throws `empty-file`, `not-a-csv`, `unreadable` (damaged gzip), `unclosed-quote` with its place, `bad-spec` for an
 * impossible delimiter, and `stopped` when the signal aborts. What the source throws passes through.
 */
export async function readTable(source: ByteSource, options: ReadOptions = {}): Promise<Table> {
  const reasons: string[] = [];
  let csv: CsvOptions = options.csv ?? {};
  let assumed: Assumed | null = options.head ?? null;
  const flips = new Map<number, number>();
  for (;;) {
    assumed ??= await assume(source, csv, options.signal);
    const outcome = await readPass(source, assumed, options, csv.encoding == null, flips);
    if (!('reason' in outcome))
      return new FileTable(source, outcome, reasons, options.runner ?? inlineRunner());
    reasons.push(outcome.reason);
    options.encoding?.restart();
    if (outcome.encoding) {
      csv = { ...csv, encoding: outcome.encoding };
      assumed = null;
    } else {
      assumed = revised(assumed, outcome);
    }
  }
}

function revised(assumed: Assumed, { kinds, width }: Restart): Assumed {
  const { layout } = assumed;
  if (kinds) return { ...assumed, layout: { ...layout, kinds } };
  const names = [...assumed.names];
  for (let column = names.length; column < (width ?? 0); column++) names.push(unusedName(names, column));
  const added = names.slice(assumed.names.length);
  return {
    ...assumed,
    names,
    samples: [...assumed.samples, ...added.map(() => [])],
    layout: { ...layout, kinds: [...layout.kinds, ...added.map(() => CellKind.number)] },
  };
}

function unusedName(names: readonly string[], column: number): string {
  const name = `column_${column + 1}`;
  let unique = name;
  for (let number = 2; names.includes(unique); number++) unique = `${name}_${number}`;
  return unique;
}

/** One pass over the rows; what it found, or why it must start again. Mutates `flips`. */
async function readPass(
  source: ByteSource,
  assumed: Assumed,
  options: ReadOptions,
  encodingIsOpen: boolean,
  flips: Map<number, number>,
): Promise<PassOutcome | Restart> {
  const { form, layout, names } = assumed;
  const collector = new Collector(layout, names, form.dataLine, options.memoryLimitBytes ?? MEMORY_LIMIT);
  const passForm: PassForm = {
    ...form.dialect,
    delimiter: layout.delimiter,
    mark: form.mark,
    dataStart: form.dataStart,
    chunkBytes: chunkBytes(names.length),
  };
  let bytes = 0;
  const onRead = (read: number): void => {
    bytes = read;
  };
  const keep = options.memoryLimitBytes !== 0;
  const encode = options.encoding?.plan ?? null;
  const job = { layout, encode, keep };
  const runner = options.runner ?? inlineRunner();
  const text = passText(source, passForm, onRead, options.signal);
  for await (const { chunk, result, used, moments } of runner.run(text, job, collector.saturated)) {
    throwIfAborted(options.signal);
    if (!result) throw unclosedQuote(chunk, collector.line, source);
    const codes = collector.merge(result);
    if (encode) options.encoding?.add(moments, used, result, codes);
    if (encodingIsOpen && !layout.transcoded && (result.problemCounts['undecodable'] ?? 0) > 0) {
      const encoding = singleOrDouble(chunk.bytes.subarray(0, chunk.length));
      return { reason: 'a later part of the file turned out not to be UTF-8', encoding };
    }
    const restart = wider(collector, form, names) ?? flipped(collector, assumed, flips, options.csv, false);
    if (restart) return restart;
    options.onProgress?.({ bytesRead: bytes, bytesTotal: source.size, rows: collector.rows });
  }
  const restart = flipped(collector, assumed, flips, options.csv, true);
  if (restart) return restart;
  return { ...collector.finish(assumed.samples), dialect: form.dialect, layout, form: passForm, bytes };
}

function wider(collector: Collector, form: Form, names: readonly string[]): Restart | null {
  if (collector.widest <= names.length || names.length >= form.headerWidth || !form.dialect.header)
    return null;
  return {
    reason: 'a column without a name turned out to hold values',
    width: Math.min(collector.widest, form.headerWidth),
  };
}

/**
 * Columns whose cells contradict the assumed kind. Before the end only numbers can turn out to be text, and only
 * once; at the end the counts are final, so that a column is read at most three times.
 */
function flipped(
  collector: Collector,
  { layout, names, form }: Assumed,
  flips: Map<number, number>,
  csv: CsvOptions | undefined,
  complete: boolean,
): Restart | null {
  const wrong = complete
    ? collector.contradicted(form.dialect.decimal)
    : collector.surelyText().filter((column) => !flips.has(column));
  const levels = new Set(csv?.categorical);
  const columns = wrong.filter(
    (column) =>
      !levels.has(names[column] ?? '') &&
      ((flips.get(column) ?? 0) < 2 || layout.kinds[column] === CellKind.number),
  );
  if (columns.length === 0) return null;
  for (const column of columns) flips.set(column, (flips.get(column) ?? 0) + 1);
  const kinds = layout.kinds.map((kind, column) => (columns.includes(column) ? other(kind) : kind));
  const first = columns[0] ?? 0;
  const what = kinds[first] === CellKind.text ? 'text' : 'numbers';
  const more = columns.length > 1 ? ` (and ${columns.length - 1} more of another kind)` : '';
  return { reason: `column "${names[first]}" turned out to hold ${what}${more}`, kinds };
}

function other(kind: CellKind): CellKind {
  return kind === CellKind.text ? CellKind.number : CellKind.text;
}

export { type ColumnGuess, type HeadInfo, inspectHead } from './inspect.ts';
