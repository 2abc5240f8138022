import { COMMA, DOT, decodeText } from './bytes.ts';
import { isDate } from './dates.ts';
import type { NumberStats, TextStats } from './layout.ts';
import { LevelTable } from './levels.ts';
import type { MissingTokens } from './missing.ts';
import { mergeStats, momentsOf } from './numberStats.ts';
import { isNonFiniteWord, LONGEST_WORD, parseNumber } from './numbers.ts';
import type { Column, ColumnKind } from './types.ts';
import { ValueSet } from './valueSet.ts';

/** Share of the non-missing cells that must be numbers (or dates) for the column to be of that kind. */
export const KIND_SHARE = 0.9;
/** A text column stops holding levels past these, which keeps a column of free text from filling the memory. */
const MOST_LEVELS = 1_000_000;
const MOST_LEVEL_BYTES = 64 << 20;

/** What a column is called and looks like, known before its rows are read. */
export interface ColumnHead {
  readonly index: number;
  readonly name: string;
  readonly sample: readonly string[];
}

/** Merges what the chunks say of a numeric column, in chunk order. */
export class NumberColumnBuilder {
  private stats: NumberStats | null = null;
  private readonly seen = new ValueSet();

  merge(stats: NumberStats): void {
    this.seen.merge(stats.distinct);
    this.stats = this.stats ? mergeStats(this.stats, stats) : stats;
  }

  /** True where more cells than allowed are no numbers. */
  contradicted(): boolean {
    const { bad, count } = this.stats ?? NO_STATS;
    return bad > 0 && count < KIND_SHARE * (count + bad);
  }

  /** Smallest and largest value, null where there is none. */
  get range(): { readonly min: number; readonly max: number } | null {
    return this.stats && this.stats.count > 0 ? this.stats : null;
  }

  /** Cells that are no numbers. */
  get bad(): number {
    return this.stats?.bad ?? 0;
  }

  /** The distinct numbers in ascending order; null where there are `DISTINCT_CAP` of them or more. */
  get values(): Float64Array | null {
    return this.seen.full ? null : this.seen.values().sort();
  }

  /** True where distinct values need no longer be counted. */
  get saturated(): boolean {
    return this.seen.full;
  }

  finish(head: ColumnHead): Column {
    const stats = this.stats ?? NO_STATS;
    const any = stats.count > 0;
    return {
      ...head,
      kind: any ? 'numeric' : 'empty',
      missing: stats.missing,
      bad: stats.bad + stats.notFinite,
      min: any ? stats.min : 0,
      max: any ? stats.max : 0,
      ...momentsOf(stats),
      integer: any && stats.integer,
      distinct: this.seen.size,
      levels: [],
      levelCounts: [],
    };
  }
}

/** Merges the levels of a text column's chunks, in chunk order. */
export class TextColumnBuilder {
  private readonly table = new LevelTable();
  private missing = 0;
  private truncated = false;
  /** The place of each code in code-point order, once all rows are read. */
  private order: Int32Array | null = null;

  /**
   * Adds a chunk's levels; mutates its codes from the chunk's own to the column's, in order of first appearance.
   * @returns the column's code of each of the chunk's own
   */
  merge(stats: TextStats, codes: Int32Array): Int32Array {
    this.missing += stats.missing;
    const map = this.mapped(stats, true);
    for (let index = 0; index < map.length; index++) {
      const code = map[index];
      if (code >= 0) this.table.counts[code] += stats.counts[index];
    }
    remap(codes, map);
    return map;
  }

  /** Mutates a chunk's own codes to the final ones of a finished column. */
  translate(stats: TextStats, codes: Int32Array): void {
    const map = this.mapped(stats, false);
    remap(map, this.finalOrder());
    remap(codes, map);
  }

  /** Mutates codes in order of first appearance to the final ones. */
  settle(codes: Int32Array): void {
    remap(codes, this.finalOrder());
  }

  /** True where so many cells are numbers that the column should have been read as such. */
  contradicted(decimal: '.' | ',', missing: MissingTokens): boolean {
    let numbers = 0;
    let others = 0;
    const { table } = this;
    const mark = decimal === '.' ? DOT : COMMA;
    for (let code = 0; code < table.size; code++) {
      const [start, end] = [table.start(code), table.end(code)];
      const value = maybeNumber(table.text[start]) ? parseNumber(table.text, start, end, mark) : Number.NaN;
      if (Number.isFinite(value)) numbers += table.counts[code];
      else if (!missing.matches(table.text, start, end) && !isInfinite(value, table.text, start, end)) {
        others += table.counts[code];
      }
    }
    return numbers > 0 && numbers >= KIND_SHARE * (numbers + others);
  }

  finish(head: ColumnHead): Column {
    const { table } = this;
    const order = this.finalOrder();
    const levels = new Array<string>(table.size);
    const levelCounts = new Array<number>(table.size);
    let dates = 0;
    let cells = 0;
    for (let code = 0; code < table.size; code++) {
      const text = decodeText(table.text, table.start(code), table.end(code));
      const count = table.counts[code];
      levels[order[code]] = text;
      levelCounts[order[code]] = count;
      cells += count;
      if (isDate(text)) dates += count;
    }
    const kind: ColumnKind = cells === 0 ? 'empty' : dates >= KIND_SHARE * cells ? 'date' : 'category';
    const numbers = { bad: 0, min: 0, max: 0, mean: 0, sd: 0, integer: false };
    const found = { missing: this.missing, distinct: table.size, levels, levelCounts };
    return { ...head, kind, ...numbers, ...found, ...(this.truncated ? { levelsTruncated: true } : {}) };
  }

  private mapped(stats: TextStats, grow: boolean): Int32Array {
    const { table } = this;
    const map = new Int32Array(stats.ends.length);
    for (let index = 0; index < map.length; index++) {
      const start = index === 0 ? 0 : stats.ends[index - 1];
      const end = stats.ends[index];
      const code = table.find(stats.arena, start, end, stats.hashes[index]);
      map[index] = code >= 0 || !grow ? code : this.add(stats.arena, start, end, stats.hashes[index]);
    }
    return map;
  }

  private add(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const { table } = this;
    if (table.size >= MOST_LEVELS || table.bytes + end - start > MOST_LEVEL_BYTES) {
      this.truncated = true;
      return -1;
    }
    return table.add(bytes, start, end, hash);
  }

  /** The place of each code in code-point order, once all rows are merged. */
  finalOrder(): Int32Array {
    if (this.order) return this.order;
    const { table } = this;
    const sorted = Int32Array.from({ length: table.size }, (_, code) => code);
    sorted.sort((a, b) => table.compare(a, b));
    const order = new Int32Array(table.size);
    for (let place = 0; place < sorted.length; place++) order[sorted[place]] = place;
    this.order = order;
    return order;
  }
}

const NO_STATS: NumberStats = {
  count: 0,
  missing: 0,
  bad: 0,
  notFinite: 0,
  min: 0,
  max: 0,
  mean: 0,
  m2: 0,
  scale: 1,
  integer: false,
  distinct: null,
};

/** False for levels that begin with an ASCII letter, which no number does. */
function maybeNumber(first: number): boolean {
  return (first | 32) < 97 || (first | 32) > 122;
}

function isInfinite(value: number, bytes: Uint8Array, start: number, end: number): boolean {
  if (!Number.isNaN(value)) return true;
  return end - start <= LONGEST_WORD && isNonFiniteWord(decodeText(bytes, start, end));
}

/** Replaces codes by what the map says of them; negative ones stay. Mutates `codes`. */
function remap(codes: Int32Array, map: Int32Array): void {
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row];
    if (code >= 0) codes[row] = map[code];
  }
}
