import { CellKind, type ChunkResult, type NumberStats, type TextStats } from '../csv/layout.ts';
import type { ColumnBlock } from '../csv/types.ts';
import type { Kernels } from '../kernels/index.ts';
import { type ChunkClasses, chunkClassCodes, countChunkClasses, levelsOf } from './chunkClasses.ts';
import { MOST_CLASSES } from './classes.ts';
import { codedMoments, foldMoments } from './codedMoments.ts';
import { type PackedMoments, packMoments } from './moments.ts';
import { countUsed, type Fill, type RowShape, useBlock } from './rows.ts';
import { assignParts, type PartAssigner, type PartSpec } from './split.ts';
import { TileCache } from './tileCache.ts';
import { type RowKeys, rowKeys } from './twins.ts';
import { type CodedColumn, type DesignColumn, type Moments, PART } from './types.ts';

/**
 * Which columns a pass takes moments of while it parses, and how rows are split: plain data that goes along to whoever
 * parses. It is planned from the file's head, and borne out (or not) by the whole file.
 */
export interface EncodePlan {
  /** File columns of the features, in file order, and of the targets. */
  readonly sources: readonly number[];
  readonly targets: readonly number[];
  /** True where the one target is of classes: its rows are counted by class, and no products are taken with it. */
  readonly classes: boolean;
  readonly splitColumn: number;
  readonly validationColumn: number;
  readonly spec: PartSpec;
  /** A chunk in which a text column has more levels than this gives no moments. */
  readonly maxLevels: number;
  /** Whether moments of all training rows are taken beside those of their folds. */
  readonly whole: boolean;
  /** Whether row keys are made, to find rows that stand on both sides of the split. */
  readonly keys: boolean;
}

/** What a chunk's rows add to the moments. Its variables: sources in order, a text one as its own levels; numeric targets. */
export interface ChunkMoments {
  /** Train, validation and test; null where the chunk has no rows of a part. Of scatters the upper triangle counts. */
  readonly parts: readonly [Moments | null, Moments | null, Moments | null];
  /** Of each fold of the training rows, which have moments as a part only where the plan says so; null without folds. */
  readonly folds: PackedMoments | null;
  readonly classes: ChunkClasses | null;
  readonly keys: RowKeys | null;
}

/** A chunk's used rows and what they add. */
export interface Encoded {
  readonly used: number;
  readonly moments: ChunkMoments | null;
}

const NO_FILL: Fill = new Map();

/** Takes moments of parsed chunks. Pure: the result depends on the chunk, the plan and `start` alone. */
export class ChunkEncoder {
  readonly #plan: EncodePlan;
  readonly #assigner: PartAssigner;
  readonly #tiles: TileCache;
  /** True where rows must be counted before they can be assigned to parts. */
  readonly needsStart: boolean;

  constructor(plan: EncodePlan, kernels: Kernels | null = null) {
    this.#plan = plan;
    this.#tiles = new TileCache(kernels);
    this.#assigner = assignParts(plan.spec, 0);
    const { split, validation } = plan.spec;
    const drawn = split.kind === 'every' || split.kind === 'random' || validation.kind === 'random';
    this.needsStart = drawn || this.#assigner.folds !== null;
  }

  /**
   * Takes what memory of the kernels moments of a chunk of so many rows will need: where the chunk's cells stand in that
   * memory too, it must not grow any more while they are looked at.
   * @param kinds of the file's columns
   */
  reserve(rows: number, kinds: readonly CellKind[]): void {
    const { sources, targets, classes } = this.#plan;
    const p = sources.filter((index) => kinds[index] === CellKind.number).length;
    const k = classes ? 0 : targets.length;
    if (p + k > 0) this.#tiles.of(p, k).reserve(rows);
  }

  /** Rows of the chunk that have every cell that is needed. */
  used(result: ChunkResult): number {
    return countUsed(blockOf(result), this.#shape(result), NO_FILL);
  }

  /**
   * @param start used rows in the chunks before
   * @returns no moments where a text column has too many levels
   */
  moments(result: ChunkResult, start: number): Encoded {
    const { sources, maxLevels, keys } = this.#plan;
    if (sources.some((index) => levelCount(result, index) > maxLevels))
      return { used: this.used(result), moments: null };
    const shape = this.#shape(result);
    if ((shape.classCodes?.ofValue.size ?? 0) > MOST_CLASSES)
      return { used: this.used(result), moments: null };
    const use = useBlock(blockOf(result), shape, this.#assigner, NO_FILL, start);
    const targets = shape.classCodes ? [] : shape.targets.map(({ index }) => numbersAt(result, index));
    const block = { rows: result.rows, columns: this.#columns(result), targets, part: use.part };
    const take = (part: number): Moments | null =>
      use.part.includes(part) ? codedMoments(block, shape.columns.length, part, this.#tiles) : null;
    const { fold } = use;
    const count = this.#assigner.folds?.count ?? 0;
    const p = shape.columns.length;
    const folds =
      fold && packMoments(foldMoments(block, fold, count, p, this.#tiles), p, block.targets.length);
    return {
      used: use.used,
      moments: {
        parts: [folds && !this.#plan.whole ? null : take(PART.train), take(PART.validation), take(PART.test)],
        folds,
        classes: shape.classCodes && countChunkClasses(use, shape.classCodes),
        keys: keys ? rowKeys(use, shape) : null,
      },
    };
  }

  dispose(): void {
    this.#tiles.dispose();
  }

  /** The design columns of a chunk: its sources in order, each of its levels a column. */
  #columns(result: ChunkResult): CodedColumn[] {
    let place = 0;
    return this.#plan.sources.map((index) => {
      const cells = result.columns[index]!;
      const first = place;
      place += cells instanceof Float64Array ? 1 : levelCount(result, index);
      if (cells instanceof Float64Array) return { place: first, values: cells };
      return { codes: cells, places: Int32Array.from({ length: place - first }, (_, code) => first + code) };
    });
  }

  #shape(result: ChunkResult): RowShape {
    const { sources, targets, classes, splitColumn, validationColumn } = this.#plan;
    return {
      weighting: null,
      dates: null,
      logTarget: false,
      classCodes: classes ? chunkClassCodes(result, targets[0]!) : null,
      targets: targets.map((index) => ({ index, ...gaps(result, index) })),
      sources: sources.map((index) => ({ index, ...gaps(result, index) })),
      columns: sources.flatMap((index) => chunkColumns(result, index)),
      split: textCells(result, splitColumn),
      validation: textCells(result, validationColumn),
    };
  }
}

function blockOf({ rows, columns }: ChunkResult): ColumnBlock {
  return { firstRow: 0, rows, columns };
}

function numbersAt(result: ChunkResult, index: number): Float64Array {
  return result.columns[index] as Float64Array;
}

/** Levels of a text column in this chunk; 0 for numbers. */
export function levelCount(result: ChunkResult, index: number): number {
  const stats = result.stats[index];
  return stats && isText(stats) ? stats.ends.length : 0;
}

function isText(stats: NumberStats | TextStats): stats is TextStats {
  return 'arena' in stats;
}

function gaps(result: ChunkResult, index: number): { missing: number; bad: number } {
  const stats = result.stats[index]!;
  return isText(stats)
    ? { missing: stats.missing, bad: 0 }
    : { missing: stats.missing, bad: stats.bad + stats.notFinite };
}

function chunkColumns(result: ChunkResult, index: number): DesignColumn[] {
  const stats = result.stats[index]!;
  if (!isText(stats)) return [{ name: '', source: index, kind: 'numeric' }];
  return levelsOf(stats).map((level, code) => ({ name: '', source: index, kind: 'level', level, code }));
}

function textCells(result: ChunkResult, index: number): RowShape['split'] {
  const stats = index < 0 ? undefined : result.stats[index];
  if (!stats) return null;
  return { index, levels: isText(stats) ? levelsOf(stats) : [] };
}

/** The parsed chunk without its cells: what is left to send once the moments were taken. */
export function withoutCells(result: ChunkResult, kinds: readonly CellKind[]): ChunkResult {
  // One for all columns: each buffer costs time to send.
  const [numbers, codes] = [new Float64Array(0), new Int32Array(0)];
  const columns = kinds.map((kind) => (kind === CellKind.number ? numbers : codes));
  return { ...result, columns };
}
