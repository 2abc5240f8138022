import { RidgelineError, throwIfAborted } from '../errors.ts';
import { NumberColumnBuilder, TextColumnBuilder } from './columns.ts';
import type { ChunkResult, Layout } from './layout.ts';
import { type PassForm, passText } from './pass.ts';
import { type ChunkRunner, saturatedBytes } from './runner.ts';
import type { ByteSource, Column, ColumnBlock, Dialect, Problem, Table } from './types.ts';

/** Everything a finished pass knows. */
export interface PassOutcome {
  readonly dialect: Dialect;
  readonly columns: readonly Column[];
  readonly builders: readonly (NumberColumnBuilder | TextColumnBuilder)[];
  readonly layout: Layout;
  readonly form: PassForm;
  readonly rows: number;
  readonly bytes: number;
  readonly problems: readonly Problem[];
  readonly problemCounts: Table['problemCounts'];
  /** The rows, null where they do not fit into memory. */
  readonly blocks: readonly ColumnBlock[] | null;
}

/** A read file whose rows are in memory or are read again each time they are wanted. */
export class FileTable implements Table {
  readonly name: string;
  readonly dialect: Dialect;
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly bytes: number;
  readonly problems: readonly Problem[];
  readonly problemCounts: Table['problemCounts'];
  readonly inMemory: boolean;
  readonly passes: number;
  readonly passReasons: string[];

  constructor(
    private readonly source: ByteSource,
    private readonly outcome: PassOutcome,
    reasons: readonly string[],
    private readonly runner: ChunkRunner,
  ) {
    this.name = source.name;
    this.dialect = outcome.dialect;
    this.columns = outcome.columns;
    this.rows = outcome.rows;
    this.bytes = outcome.bytes;
    this.problems = outcome.problems.map((problem) => inFile(problem, source));
    this.problemCounts = outcome.problemCounts;
    this.inMemory = outcome.blocks !== null;
    this.passes = reasons.length + 1;
    this.passReasons = [...reasons];
  }

  /** The place of each of a text column's codes, as a pass finds them, in code-point order. */
  finalCodes(column: number): Int32Array {
    const builder = this.outcome.builders[column];
    return builder instanceof TextColumnBuilder ? builder.finalOrder() : new Int32Array(0);
  }

  distinctNumbers(column: number): Float64Array | null {
    const builder = this.outcome.builders[column];
    return builder instanceof NumberColumnBuilder ? builder.values : null;
  }

  async *blocks(signal?: AbortSignal): AsyncGenerator<ColumnBlock> {
    if (this.outcome.blocks) yield* this.outcome.blocks;
    else yield* this.readAgain(signal);
  }

  private async *readAgain(signal: AbortSignal | undefined): AsyncGenerator<ColumnBlock> {
    const { layout, form } = this.outcome;
    const job = { layout, encode: null, keep: true };
    const saturated = saturatedBytes(layout.kinds.length).fill(1);
    let firstRow = 0;
    const text = passText(this.source, form, () => undefined, signal);
    for await (const { result } of this.runner.run(text, job, saturated)) {
      throwIfAborted(signal);
      if (!result) break;
      this.translate(result);
      if (result.rows > 0) yield toBlock(result, firstRow, this.columns);
      firstRow += result.rows;
    }
    if (firstRow === this.rows) return;
    throw new RidgelineError(
      'unreadable',
      `${this.name} changed while it was being read; run the training again.`,
    );
  }

  private translate(result: ChunkResult): void {
    result.columns.forEach((codes, index) => {
      const [builder, stats] = [this.outcome.builders[index], result.stats[index]];
      if (!(builder instanceof TextColumnBuilder) || !(codes instanceof Int32Array)) return;
      if (stats && 'arena' in stats) builder.translate(stats, codes);
    });
  }
}

/** A problem of several files as one, told with the file that it is in. */
function inFile(problem: Problem, source: ByteSource): Problem {
  if (!source.placeOf) return problem;
  const { name, line } = source.placeOf(problem.place.line);
  return { ...problem, message: `${name}: ${problem.message}`, place: { ...problem.place, line } };
}

/** A chunk's columns as a block; columns without any value are null. */
export function toBlock(result: ChunkResult, firstRow: number, columns: readonly Column[]): ColumnBlock {
  return {
    firstRow,
    rows: result.rows,
    columns: result.columns.map((data, index) => (columns[index]?.kind === 'empty' ? null : data)),
  };
}
