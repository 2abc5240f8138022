import { decodeText } from '../csv/bytes.ts';
import type { ChunkResult, TextStats } from '../csv/layout.ts';
import { type ClassCodes, type ClassCounts, classReader, MOST_CLASSES, noClassCounts } from './classes.ts';
import type { BlockUse } from './rows.ts';
import { PART } from './types.ts';

/** Rows of each class of one chunk. */
export interface ChunkClasses {
  /** Of a numeric target the values; null for text, whose classes are the chunk's own codes. */
  readonly values: Float64Array | null;
  /** Rows of each, of the training, validation and test part. */
  readonly counts: readonly [Float64Array, Float64Array, Float64Array];
}

/** A chunk's own view of its classes: its levels in its own order, or its values as they come, one too many at most. */
export function chunkClassCodes(result: ChunkResult, index: number): ClassCodes {
  const stats = result.stats[index]!;
  if ('arena' in stats) {
    const levels = levelsOf(stats);
    return { index, levels, ofCode: Int32Array.from(levels.keys()), ofValue: new Map() };
  }
  const ofValue = new Map<number, number>();
  for (const value of result.columns[index] as Float64Array) {
    if (Number.isNaN(value) || ofValue.has(value)) continue;
    ofValue.set(value, ofValue.size);
    if (ofValue.size > MOST_CLASSES) break;
  }
  return { index, levels: [], ofCode: new Int32Array(0), ofValue };
}

/** Counts the rows of each part by class. */
export function countChunkClasses({ block, part }: BlockUse, codes: ClassCodes): ChunkClasses {
  const numeric = codes.ofValue.size > 0;
  const make = () => new Float64Array(numeric ? codes.ofValue.size : codes.levels.length);
  const counts = [make(), make(), make()] as const;
  const classOf = classReader(codes, block.columns[codes.index]);
  for (let row = 0; row < block.rows; row++) {
    const own = counts[part[row]!];
    if (own) own[classOf(row)]! += 1;
  }
  return { values: numeric ? Float64Array.from(codes.ofValue.keys()) : null, counts };
}

/** Adds up the counts of chunks. */
export class ClassTally {
  /** By value, or by the file's code in order of first appearance: rows of each part. */
  readonly #counts = new Map<number, [number, number, number]>();

  /** @param codes the file's code of each of the chunk's own, of a text target */
  add({ values, counts }: ChunkClasses, codes: Int32Array | undefined): void {
    const size = counts[0].length;
    for (let own = 0; own < size; own++) {
      const key = values ? values[own]! : codes![own]!;
      const sums = this.#counts.get(key) ?? [0, 0, 0];
      this.#counts.set(key, sums);
      for (let part = 0; part < 3; part++) sums[part]! += counts[part]![own]!;
    }
  }

  /** The counts by class. @param final maps the file's codes of a text target to code-point order */
  counts(codes: ClassCodes, classes: number, final: Int32Array): ClassCounts {
    const result = noClassCounts(classes);
    const parts = ['train', 'validation', 'test'] as const;
    for (const [key, sums] of this.#counts) {
      const place = codes.levels.length > 0 ? codes.ofCode[final[key]!]! : codes.ofValue.get(key);
      if (place !== undefined && place >= 0)
        for (const name of parts) result[name][place]! += sums[PART[name]]!;
    }
    return result;
  }
}

/** The levels of a text column's chunk, in the order of its own codes. */
export function levelsOf(stats: TextStats): string[] {
  return Array.from(stats.ends, (end, code) =>
    decodeText(stats.arena, code === 0 ? 0 : stats.ends[code - 1]!, end),
  );
}
