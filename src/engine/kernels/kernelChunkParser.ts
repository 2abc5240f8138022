import { QUOTE } from '../csv/bytes.ts';
import { CellReader } from '../csv/cellReader.ts';
import type { ChunkResult, Layout, NumberStats, TextStats } from '../csv/layout.ts';
import { hashBytes } from '../csv/levels.ts';
import { ColumnSums } from './columnSums.ts';
import type { Kernels } from './loader.ts';
import { EventKind, type HeldCells, type ParsedChunk, ParseJob } from './parseJob.ts';

/** A code found by the careful reader, among indices of texts: below -1. */
const careful = (code: number) => -3 - code;

/**
 * Does what `ChunkParser` does, with the same result for any bytes: the kernel reads plain numbers and tells texts
 * apart, the careful reader sees each distinct text once and everything unusual. No token for a missing number may be
 * spelled like a number. Not re-entrant.
 */
export class KernelChunkParser {
  private readonly job: ParseJob;
  private readonly cells: CellReader;
  private readonly sums: ColumnSums;
  /** Columns that hold too many distinct values in a chunk already seen, and so in the file. */
  private readonly full: Uint8Array;
  /** Chunks whose cells were not given back yet. */
  private readonly lent = new Map<ChunkResult, HeldCells>();

  /**
   * @param saturated columns whose distinct values no longer need to be counted; a hint that changes no merged result
   * @param lends whether a chunk's cells stay in the kernels' memory, until they are given back: views of them are valid
   * until that memory grows
   */
  constructor(
    private readonly kernels: Kernels,
    layout: Layout,
    readonly saturated: Uint8Array<ArrayBufferLike> = new Uint8Array(layout.kinds.length),
    private readonly lends = false,
  ) {
    this.job = new ParseJob(kernels, layout);
    this.cells = new CellReader(layout);
    this.full = new Uint8Array(layout.kinds.length);
    this.sums = new ColumnSums(kernels, layout.kinds.length);
  }

  /** Memory for so many bytes that {@link parse} takes where they lie; what it held before is lost. */
  room(length: number): Uint8Array {
    return this.job.room(length);
  }

  /** Parses the whole rows in `start..end`, whose last byte is a line end, of any bytes or of the room's. */
  parse(given: Uint8Array, start: number, end: number): ChunkResult {
    const { cells } = this;
    const inRoom = this.kernels.heap.owns(given);
    const { byteOffset, length } = given;
    const parsed = this.job.run(given, start, end);
    // The memory may have grown, which leaves old views of it empty.
    const bytes = inRoom ? this.kernels.heap.bytes(byteOffset, length) : given;
    cells.begin(bytes, end);
    const levels = this.handle(parsed, bytes, start);
    const columns = this.cellsOf(parsed, levels);
    this.sums.run(parsed);
    const stats = columns.map((data, column) =>
      data instanceof Float64Array
        ? this.numberStats(data, column, parsed)
        : this.textStats(column, parsed, levels[column] ?? []),
    );
    const result = {
      rows: parsed.rows,
      lines: parsed.lines + parsed.rows + cells.newlines,
      columns,
      stats,
      problems: cells.marks.locate(bytes, start),
      problemCounts: cells.marks.counts,
      widest: Math.max(cells.widest, parsed.widest),
    };
    if (this.lends) this.lent.set(result, this.job.take());
    return result;
  }

  /** The chunk with views of its cells that are valid now. */
  renewed(result: ChunkResult): ChunkResult {
    const held = this.lent.get(result);
    return held ? { ...result, columns: this.job.columnsOf(held) } : result;
  }

  /** Takes the chunk's cells back. */
  release(result: ChunkResult): void {
    const held = this.lent.get(result);
    if (held) this.job.give(held);
    this.lent.delete(result);
  }

  /** Gives the kernels' memory back; not to be used after it. */
  dispose(): void {
    for (const result of this.lent.keys()) this.release(result);
    this.job.dispose();
    this.sums.dispose();
  }

  /** Reads what the kernel left over; by text column, the code of each distinct text. */
  private handle(parsed: ParsedChunk, bytes: Uint8Array, start: number): number[][] {
    const { cells } = this;
    const { events, columns } = parsed;
    const origin = start - parsed.base;
    const levels: number[][] = columns.map(() => []);
    for (let word = 0; word < events.length; word += 4) {
      const from = events[word]! + origin;
      const to = events[word + 1]! + origin;
      const row = events[word + 2]!;
      const column = events[word + 3]! >> 3;
      const kind = events[word + 3]! & 7;
      if (kind === EventKind.number) columns[column]![row] = cells.number(from, row, column);
      else if (kind === EventKind.shortRow) cells.short(from, to, row, column);
      else if (kind === EventKind.longRow) cells.extra(from, row, columns.length);
      else {
        const code = this.text(bytes, from, to, row, column);
        if (kind === EventKind.newText) levels[column]!.push(code);
        else columns[column]![row] = careful(code);
      }
    }
    return levels;
  }

  private text(bytes: Uint8Array, start: number, end: number, row: number, column: number): number {
    if (bytes[start] === QUOTE && start < end) return this.cells.quotedText(start, row, column);
    return this.cells.text(start, end, hashBytes(bytes, start, end), row, column);
  }

  /** The columns' cells: in the kernels' memory, or in arrays of their own, of one buffer for numbers and one for codes. */
  private cellsOf({ columns, rows }: ParsedChunk, levels: number[][]): (Float64Array | Int32Array)[] {
    columns.forEach((cells, column) => {
      if (cells instanceof Int32Array) writeCodes(cells, Int32Array.from(levels[column]!));
    });
    if (this.lends) return [...columns];
    const numbers = columns.filter((cells) => cells instanceof Float64Array).length;
    const values = new Float64Array(rows * numbers);
    const codes = new Int32Array(rows * (columns.length - numbers));
    let [valuesTo, codesTo] = [0, 0];
    return columns.map((cells) => {
      if (cells instanceof Float64Array) {
        values.set(cells, valuesTo);
        valuesTo += rows;
        return values.subarray(valuesTo - rows, valuesTo);
      }
      codes.set(cells, codesTo);
      codesTo += rows;
      return codes.subarray(codesTo - rows, codesTo);
    });
  }

  private numberStats(data: Float64Array, column: number, parsed: ParsedChunk): NumberStats {
    const { missing: left, bad, notFinite } = this.cells.counts(column);
    const counts = { missing: left + parsed.missing(column), bad, notFinite };
    const countDistinct = this.saturated[column] === 0 && this.full[column] === 0;
    const stats = this.sums.stats(data, column, counts, countDistinct);
    if (stats.distinct === null) this.full[column] = 1;
    return stats;
  }

  /** What the careful reader counted once for each distinct text, counted for every cell. */
  private textStats(column: number, parsed: ParsedChunk, levels: readonly number[]): TextStats {
    const stats = this.cells.textStats(column);
    const times = parsed.textCounts(column);
    let missing = stats.missing + parsed.missing(column);
    levels.forEach((code, text) => {
      if (code < 0) missing += times[text]! - 1;
      else stats.counts[code]! += times[text]! - 1;
    });
    return { ...stats, missing };
  }
}

/** Makes of the indices of texts, in place, the codes of their levels. */
function writeCodes(cells: Int32Array, levels: Int32Array): void {
  for (let row = 0; row < cells.length; row++) {
    const text = cells[row]!;
    cells[row] = text >= 0 ? levels[text]! : text === -1 ? -1 : careful(text);
  }
}
