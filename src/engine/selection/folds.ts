import { RidgelineError } from '../errors.ts';
import { rowHash, stream } from '../random.ts';
import type { Folds, RunSpec } from '../spec.ts';

/** Which fold a training row belongs to. */
export interface FoldAssigner {
  /** Folds are numbered from 0 up to this; some may have no rows. */
  readonly count: number;
  /** A fold that is never held out; −1 where there is none. */
  readonly spare: number;
  /** The fold of the used row with this index; of rows that are not trained on it means nothing. */
  foldOf(index: number): number;
}

/** True where cross-validation is to choose λ, so that the training rows are divided into folds. */
export function wantsFolds({ lambdaChoice }: Partial<Pick<RunSpec, 'lambdaChoice'>>): boolean {
  return lambdaChoice !== undefined && lambdaChoice !== 'given';
}

/**
 * The number of folds where a row's fold can be told without the rows after it; 0 where it cannot, or is not asked for.
 * Runs end at shares of the rows, the largest groups are placed first, and a class is shuffled as a whole: such folds are
 * known once all rows are, and their moments take a second pass.
 */
export function streamed(spec: Partial<Pick<RunSpec, 'folds' | 'lambdaChoice'>>): number {
  return wantsFolds(spec) && spec.folds?.kind === 'shuffle' ? spec.folds.count : 0;
}

/** True where the rows of `fold` are trained on while `held` is held out: all others, or those before it in time. */
export function trainsOn({ kind }: Folds, fold: number, held: number): boolean {
  return kind === 'time' ? fold < held : fold !== held;
}

/** The folds that are held out one after the other: those with rows. @param rows training rows of each */
export function heldOutFolds({ spare }: Pick<FoldAssigner, 'spare'>, rows: readonly number[]): number[] {
  const held = [...rows.keys()].filter((fold) => rows[fold]! > 0 && fold !== spare);
  const trained = spare >= 0 && rows[spare]! > 0;
  if (held.length >= (trained ? 1 : 2)) return held;
  throw new RidgelineError(
    'no-rows',
    'There are too few training rows to divide them into folds. Ask for fewer folds, hold out fewer test rows, or give λ yourself.',
  );
}

/** Keeps the draw of folds independent of the other draws. */
const FOLD_SALT = 0x7f4a7c15;

/**
 * Each k rows in a row go to k different folds in a random order of their own: a seeded shuffle whose folds differ by one
 * row at most, and that tells a row's fold from its index alone.
 */
export function shuffledFolds(count: number, seed: number): FoldAssigner {
  const salted = (seed ^ FOLD_SALT) >>> 0;
  const order = new Int32Array(count);
  let drawn = -1;
  return {
    count,
    spare: -1,
    foldOf(index) {
      const place = index % count;
      const start = index - place;
      if (start !== drawn) {
        drawOrder(order, salted, start);
        drawn = start;
      }
      return order[place]!;
    },
  };
}

/** Fisher and Yates' shuffle of 0 … k − 1 by hashes of the indices from `start` on. */
function drawOrder(order: Int32Array, seed: number, start: number): void {
  for (let i = 0; i < order.length; i++) {
    const j = Math.floor(rowHash(seed, start + i) * (i + 1));
    order[i] = order[j]!;
    order[j] = i;
  }
}

/** The training rows, for folds that cannot be told from the index alone. */
export interface TrainingRows {
  /** Used rows in all. */
  readonly used: number;
  /** Indices of training rows among the used ones, ascending. */
  readonly indices: ArrayLike<number>;
  /** For each, its class or group as a number from 0 on; empty where folds ask for none. */
  readonly keys: ArrayLike<number>;
}

/**
 * Folds of rows that are all known. contiguous: runs in the file's order, the first n mod k one row longer. stratified: of
 * each class every fold gets as many rows, or one more; the only row of a class is never held out. group: a group is never split, the largest are placed first, each
 * in the smallest fold. time: k runs of ⌊n / (k + 1)⌋ rows at the end, folds 1 to k; the rows before are fold 0. loo: each
 * row by itself. Throws where the rows are too few.
 */
export function assignFolds(folds: Folds, rows: TrainingRows, seed: number): FoldAssigner {
  const n = rows.indices.length;
  switch (folds.kind) {
    case 'shuffle':
      return shuffledFolds(folds.count, seed);
    case 'contiguous':
      return tabled(rows, folds.count, runs(n, folds.count));
    case 'stratified':
      return stratified(rows, folds.count, seed);
    case 'group':
      return grouped(rows, folds, seed);
    case 'time':
      return tabled(rows, folds.count + 1, timeRuns(n, folds.count), 0);
    case 'loo':
      return tabled(rows, n, (rank) => rank);
  }
}

/** A fold for each training row by its rank among them. */
function tabled(
  { used, indices }: TrainingRows,
  count: number,
  foldOf: (rank: number) => number,
  spare = -1,
): FoldAssigner {
  const table = new Int32Array(used).fill(-1);
  for (let rank = 0; rank < indices.length; rank++) table[indices[rank]!] = foldOf(rank);
  return { count, spare, foldOf: (index) => table[index]! };
}

function runs(n: number, k: number): (rank: number) => number {
  const size = Math.floor(n / k);
  const longer = n % k;
  const border = longer * (size + 1);
  return (rank) =>
    rank < border ? Math.floor(rank / (size + 1)) : longer + Math.floor((rank - border) / size);
}

function timeRuns(n: number, k: number): (rank: number) => number {
  const size = Math.floor(n / (k + 1));
  if (size === 0) {
    throw new RidgelineError(
      'no-rows',
      `${n} training rows are too few for ${k} splits in the order of time. Ask for fewer of them.`,
    );
  }
  const first = n - k * size;
  return (rank) => (rank < first ? 0 : 1 + Math.floor((rank - first) / size));
}

/** Rows by class, shuffled within each, are dealt out in turn. */
function stratified(rows: TrainingRows, k: number, seed: number): FoldAssigner {
  const { keys } = rows;
  const byClass: number[][] = [];
  for (let rank = 0; rank < keys.length; rank++) {
    const own = byClass[keys[rank]!] ?? [];
    byClass[keys[rank]!] = own;
    own.push(rank);
  }
  const folds = new Int32Array(keys.length).fill(k);
  const random = stream(seed, 'folds');
  let place = 0;
  for (const own of byClass) {
    if (own && own.length > 1) for (const rank of random.shuffle(own)) folds[rank] = place++ % k;
  }
  return tabled(rows, k + 1, (rank) => folds[rank]!, k);
}

function grouped(rows: TrainingRows, folds: Extract<Folds, { kind: 'group' }>, seed: number): FoldAssigner {
  const sizes = new Map<number, number>();
  for (let rank = 0; rank < rows.keys.length; rank++)
    sizes.set(rows.keys[rank]!, (sizes.get(rows.keys[rank]!) ?? 0) + 1);
  if (sizes.size < 2) {
    throw new RidgelineError(
      'bad-spec',
      `"${folds.column}" has the same value in every training row, so there are no groups to hold out. Choose another column of groups, or another kind of folds.`,
    );
  }
  const k = Math.min(folds.count, sizes.size);
  const filled = new Float64Array(k);
  const foldOf = new Map<number, number>();
  const groups = stream(seed, 'folds').shuffle([...sizes]);
  for (const [group, size] of groups.sort((a, b) => b[1] - a[1])) {
    const fold = filled.indexOf(Math.min(...filled));
    filled[fold]! += size;
    foldOf.set(group, fold);
  }
  return tabled(rows, k, (rank) => foldOf.get(rows.keys[rank]!)!);
}
