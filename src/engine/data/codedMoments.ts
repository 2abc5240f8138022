import { accumulateUpper, createMoments } from './moments.ts';
import type { TileCache } from './tileCache.ts';
import type { BlockColumns, CodedColumn, DesignBlock, DesignColumn, Moments } from './types.ts';

/** Rows by the file's columns, text ones as codes: what moments are taken of. */
export interface CodedRows {
  readonly rows: number;
  /** Of p design columns in all. */
  readonly columns: readonly CodedColumn[];
  /** k of them. */
  readonly targets: readonly Float64Array[];
  /** One {@link PART} a row; rows of no part may hold NaN. */
  readonly part: Uint8Array;
}

/**
 * Rows of the design matrix as rows of codes.
 *
 * @param columns of its p columns; levels of one source stand side by side
 * @param k numeric targets; 0 where y holds classes
 */
export function codedRows(
  { rows, x, y, part }: DesignBlock,
  columns: readonly DesignColumn[],
  k: number,
): CodedRows {
  const p = columns.length;
  const coded: CodedColumn[] = [];
  for (let j = 0; j < p; ) {
    const first = j++;
    const { source, kind } = columns[first]!;
    if (kind !== 'level') {
      coded.push({ place: first, values: columnOf(x, rows, p, first) });
      continue;
    }
    while (columns[j]?.kind === 'level' && columns[j]!.source === source) j++;
    const places = Int32Array.from({ length: j - first }, (_, code) => first + code);
    coded.push({ codes: codesOf(x, rows, p, places), places });
  }
  const targets = Array.from({ length: k }, (_, t) => columnOf(y, rows, k, t));
  return { rows, columns: coded, targets, part };
}

function columnOf(matrix: Float64Array, rows: number, width: number, column: number): Float64Array {
  const values = new Float64Array(rows);
  for (let row = 0, at = column; row < rows; row++, at += width) values[row] = matrix[at]!;
  return values;
}

function codesOf(x: Float64Array, rows: number, p: number, places: Int32Array): Int32Array {
  const codes = new Int32Array(rows).fill(-1);
  for (let code = 0; code < places.length; code++) {
    for (let row = 0, at = places[code]!; row < rows; row++, at += p) if (x[at] === 1) codes[row] = code;
  }
  return codes;
}

type Numbers = Extract<CodedColumn, { values: Float64Array }>;
type Levels = Extract<CodedColumn, { codes: Int32Array }>;

/**
 * Moments of the rows of one part; of their scatter the upper triangle is defined. Numbers go through tiles. Levels are
 * counted: products of two of them, n_ab − n_a n_b / n, from whole numbers, those with a number as sums of its
 * distances from its mean by level. An entry depends on its own two columns alone: other levels change no bit of it.
 */
export function codedMoments(block: CodedRows, p: number, part: number, tiles: TileCache): Moments {
  return momentsOfView(viewOf(block), p, part, tiles);
}

/** Folds that are told apart by a byte. */
const FOLDS_A_BYTE = 250;

/**
 * Moments of each fold's rows, as {@link codedMoments} has them of a part's; null for a fold without rows in the block.
 * @param fold of each row, −1 for none
 */
export function foldMoments(
  block: CodedRows,
  fold: Int32Array,
  folds: number,
  p: number,
  tiles: TileCache,
): (Moments | null)[] {
  const moments: (Moments | null)[] = [];
  for (let first = 0; first < folds; first += FOLDS_A_BYTE) {
    const part = foldBytes(fold, first);
    const view = viewOf({ ...block, part });
    const last = Math.min(folds, first + FOLDS_A_BYTE);
    for (let own = 0; own < last - first; own++)
      moments.push(part.includes(own) ? momentsOfView(view, p, own, tiles) : null);
  }
  return moments;
}

/** The folds from `first` on as bytes; 255 for every other row. */
function foldBytes(fold: Int32Array, first: number): Uint8Array {
  const bytes = new Uint8Array(fold.length).fill(255);
  for (let row = 0; row < fold.length; row++) {
    const own = fold[row]! - first;
    if (own >= 0 && own < FOLDS_A_BYTE) bytes[row] = own;
  }
  return bytes;
}

/** A block's numbers and targets apart from its levels. */
interface View {
  readonly block: CodedRows;
  readonly numbers: readonly Numbers[];
  readonly levels: readonly Levels[];
  readonly cells: BlockColumns;
}

function viewOf(block: CodedRows): View {
  const numbers = block.columns.filter((column): column is Numbers => 'values' in column);
  const levels = block.columns.filter((column): column is Levels => 'codes' in column);
  const columns = [...numbers.map(({ values }) => values), ...block.targets];
  return { block, numbers, levels, cells: { rows: block.rows, columns, part: block.part } };
}

function momentsOfView({ block, numbers, levels, cells }: View, p: number, part: number, tiles: TileCache) {
  const k = block.targets.length;
  const { columns } = cells;
  const own = createMoments(numbers.length, k);
  if (columns.length > 0) accumulateUpper(own, cells, part, tiles.of(own.p, k));
  if (levels.length === 0) return own;
  const rows = rowsOf(block.part, part);
  const result = createMoments(p, k);
  result.count = rows.length;
  const places = [...numbers.map(({ place }) => place), ...block.targets.map((_, t) => p + t)];
  spread(result, own, places);
  const codes = levels.map((column) => placesOfRows(column, rows));
  const counts = new Float64Array(p);
  for (const each of codes) for (const place of each) if (place >= 0) counts[place]! += 1;
  columns.forEach((values, at) => {
    const centred = centredRows(values, rows, own.mean[at]!, own.meanRest[at]!);
    for (const each of codes) addByLevel(result, each, centred, places[at]!);
  });
  countPairs(result, codes);
  settleLevels(result, levels, counts);
  return result;
}

function rowsOf(parts: Uint8Array, part: number): Int32Array {
  const rows = new Int32Array(parts.length);
  let count = 0;
  for (let row = 0; row < parts.length; row++) if (parts[row] === part) rows[count++] = row;
  return rows.subarray(0, count);
}

/** Copies moments of some of the columns to their places, which ascend. */
function spread(result: Moments, own: Moments, places: readonly number[]): void {
  const [d, from] = [result.mean.length, places.length];
  for (let i = 0; i < from; i++) {
    result.mean[places[i]!] = own.mean[i]!;
    result.meanRest[places[i]!] = own.meanRest[i]!;
    for (let j = i; j < from; j++) {
      result.scatter[places[i]! * d + places[j]!] = own.scatter[i * from + j]!;
    }
  }
}

/** The design column of each row's level, −1 where it has none. */
function placesOfRows({ codes, places }: Levels, rows: Int32Array): Int32Array {
  const result = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]!]!;
    result[i] = code >= 0 && code < places.length ? places[code]! : -1;
  }
  return result;
}

function centredRows(values: Float64Array, rows: Int32Array, mean: number, rest: number): Float64Array {
  const centred = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) centred[i] = values[rows[i]!]! - mean - rest;
  return centred;
}

/** Adds each row's number to the entry of its level and the column at `place`. */
function addByLevel(
  { scatter, mean }: Moments,
  levels: Int32Array,
  centred: Float64Array,
  place: number,
): void {
  const d = mean.length;
  for (let i = 0; i < levels.length; i++) {
    const level = levels[i]!;
    if (level >= 0) scatter[level < place ? level * d + place : place * d + level]! += centred[i]!;
  }
}

/** Counts the rows of each two levels of different columns, which stand in the order of their places. */
function countPairs({ scatter, mean }: Moments, codes: readonly Int32Array[]): void {
  const d = mean.length;
  codes.forEach((first, a) => {
    for (const second of codes.slice(a + 1)) {
      for (let i = 0; i < first.length; i++) {
        if (first[i]! >= 0 && second[i]! >= 0) scatter[first[i]! * d + second[i]!]! += 1;
      }
    }
  });
}

/** Makes counts of levels and of pairs means and products about them. */
function settleLevels(
  { count, mean, scatter }: Moments,
  levels: readonly Levels[],
  counts: Float64Array,
): void {
  const d = mean.length;
  const all = levels.flatMap(({ places }) => Array.from(places).filter((place) => place >= 0));
  all.sort((a, b) => a - b);
  all.forEach((level, a) => {
    const own = counts[level]!;
    mean[level] = own / count;
    scatter[level * d + level] = (own * (count - own)) / count;
    for (let b = a + 1; b < all.length; b++) {
      const at = level * d + all[b]!;
      scatter[at] = (scatter[at]! * count - own * counts[all[b]!]!) / count;
    }
  });
}
