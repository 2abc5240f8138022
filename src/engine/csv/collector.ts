import { NumberColumnBuilder, TextColumnBuilder } from './columns.ts';
import { CellKind, type ChunkProblem, type ChunkResult, type Layout } from './layout.ts';
import { MissingTokens } from './missing.ts';
import { describe } from './problems.ts';
import { saturatedBytes } from './runner.ts';
import { type PassOutcome, toBlock } from './table.ts';
import { type Column, PROBLEM_CAP, type Problem } from './types.ts';

/** So many cells that are no numbers end a pass early. */
const SURELY_TEXT = 1000;

/** Merges the chunks of one pass, in file order. */
export class Collector {
  rows = 0;
  widest = 0;
  /** 0-based physical line of the next chunk. */
  line: number;
  /** Columns whose distinct values need no more counting. */
  readonly saturated: Uint8Array;
  readonly builders: readonly (NumberColumnBuilder | TextColumnBuilder)[];
  private readonly problems: Problem[] = [];
  private readonly problemCounts: Partial<Record<Problem['code'], number>> = {};
  private results: { readonly result: ChunkResult; readonly firstRow: number }[] | null;
  private held = 0;

  constructor(
    private readonly layout: Layout,
    private readonly names: readonly string[],
    firstLine: number,
    private readonly memoryLimit: number,
  ) {
    this.line = firstLine;
    this.saturated = saturatedBytes(layout.kinds.length);
    this.results = memoryLimit > 0 ? [] : null;
    this.builders = layout.kinds.map((kind) =>
      kind === CellKind.number ? new NumberColumnBuilder() : new TextColumnBuilder(),
    );
  }

  /** Columns read as numbers in which so many cells are text that no rest of the file is waited for. */
  surelyText(): number[] {
    return this.where(
      (builder) =>
        builder instanceof NumberColumnBuilder && builder.bad >= SURELY_TEXT && builder.contradicted(),
    );
  }

  /** Columns that were read as the wrong kind, once all rows are merged. */
  contradicted(decimal: '.' | ','): number[] {
    const missing = new MissingTokens(this.layout.numberMissing);
    return this.where((builder) =>
      builder instanceof NumberColumnBuilder
        ? builder.contradicted()
        : builder.contradicted(decimal, missing),
    );
  }

  /** The finished columns and rows. Mutates the kept codes to final ones. */
  finish(
    samples: readonly (readonly string[])[],
  ): Pick<PassOutcome, 'columns' | 'builders' | 'rows' | 'problems' | 'problemCounts' | 'blocks'> {
    const columns = this.builders.map((builder, index) =>
      builder.finish({ index, name: this.names[index] ?? '', sample: samples[index] ?? [] }),
    );
    const { builders, rows, problems, problemCounts } = this;
    return { columns, builders, rows, problems, problemCounts, blocks: this.settled(columns) };
  }

  /**
   * Adds the next chunk, in file order; mutates its codes from the chunk's own to the file's.
   * @returns by text column, the file's code of each of the chunk's own
   */
  merge(result: ChunkResult): Map<number, Int32Array> {
    const codes = new Map<number, Int32Array>();
    this.builders.forEach((builder, index) => {
      const stats = result.stats[index];
      const data = result.columns[index];
      if (!stats) return;
      if (builder instanceof NumberColumnBuilder) {
        if (!('arena' in stats)) builder.merge(stats);
        if (builder.saturated) this.saturated[index] = 1;
      } else if ('arena' in stats && data instanceof Int32Array) {
        codes.set(index, builder.merge(stats, data));
      }
    });
    this.note(result);
    this.keep(result);
    this.rows += result.rows;
    this.line += result.lines;
    this.widest = Math.max(this.widest, result.widest);
    return codes;
  }

  private note(result: ChunkResult): void {
    for (const [code, count] of Object.entries(result.problemCounts)) {
      const known = code as Problem['code'];
      this.problemCounts[known] = (this.problemCounts[known] ?? 0) + count;
    }
    for (const problem of result.problems) {
      if (this.problems.length >= PROBLEM_CAP) break;
      this.problems.push(this.placed(problem));
    }
  }

  private placed(problem: ChunkProblem): Problem {
    const { code, line, character, length, row, column } = problem;
    const name = this.names[column] ?? '';
    return {
      code,
      message: describe(problem, name, this.names.length),
      place: { line: this.line + line + 1, column: character, length },
      row: this.rows + row,
      ...(column >= 0 ? { column } : {}),
    };
  }

  private keep(result: ChunkResult): void {
    if (!this.results || result.rows === 0) return;
    for (const data of result.columns) this.held += data.byteLength;
    if (this.held > this.memoryLimit) this.results = null;
    else this.results.push({ result, firstRow: this.rows });
  }

  private settled(columns: readonly Column[]): PassOutcome['blocks'] {
    if (!this.results) return null;
    return this.results.map(({ result, firstRow }) => {
      result.columns.forEach((data, index) => {
        const builder = this.builders[index];
        if (builder instanceof TextColumnBuilder && data instanceof Int32Array) builder.settle(data);
      });
      return toBlock(result, firstRow, columns);
    });
  }

  private where(test: (builder: NumberColumnBuilder | TextColumnBuilder) => boolean): number[] {
    return this.builders.flatMap((builder, index) => (test(builder) ? [index] : []));
  }
}
