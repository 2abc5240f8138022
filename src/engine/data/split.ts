import { rowHash } from '../random.ts';
import { type FoldAssigner, shuffledFolds, streamed } from '../selection/folds.ts';
import type { RunSpec, Split, Validation } from '../spec.ts';
import { PART } from './types.ts';

/** Says to which part a used row belongs. */
export interface PartAssigner {
  /**
   * @param index 0-based index among the used rows (dropped rows do not count)
   * @param splitCell the split column's text in this row, null where missing or where there is none
   * @param validationCell likewise for the validation column
   */
  partOf(index: number, splitCell: string | null, validationCell: string | null): number;
  /** True where the number of used rows must be known before the first row is assigned. */
  readonly needsCount: boolean;
  /** The folds of training rows; null where there are none, or where all rows must be known first. */
  readonly folds: FoldAssigner | null;
}

/** What decides to which part and fold a row belongs. */
export type PartSpec = Pick<RunSpec, 'split' | 'validation' | 'seed'> &
  Partial<Pick<RunSpec, 'folds' | 'lambdaChoice'>>;

/** Salts keep the validation draw independent of the test draw. */
const VALIDATION_SALT = 0x9e3779b9;

/**
 * The spec's split as a function of the row (CONVENTIONS: `last:f` trains on the first ⌊(1 − f) n⌋ rows, `every:k` holds
 * out index mod k = k − 1, `random:f` holds out where a seeded hash of the index is below f; a split column sends `train`
 * and `test`, any other value is excluded). Validation rows come from the training part.
 *
 * @param usedRows number of used rows; only `last` looks at it
 */
export function assignParts(spec: PartSpec, usedRows: number): PartAssigner {
  const hold = holdOut(spec.split, spec.seed, usedRows);
  const validate = validationRule(spec.validation, spec.seed);
  return {
    needsCount: spec.split.kind === 'last',
    folds: streamed(spec) ? shuffledFolds(streamed(spec), spec.seed) : null,
    partOf(index, splitCell, validationCell) {
      const part = hold(index, splitCell);
      return part === PART.train && validate(index, validationCell) ? PART.validation : part;
    },
  };
}

function holdOut(
  split: Split,
  seed: number,
  usedRows: number,
): (index: number, cell: string | null) => number {
  switch (split.kind) {
    case 'none':
      return () => PART.train;
    case 'last': {
      // 0.8 · 5 is 4, but (1 − 0.2) · 5 may fall a hair short of it: round away the representation error of 1 − f.
      const boundary = Math.floor((1 - split.fraction) * usedRows + 1e-9);
      return (index) => (index < boundary ? PART.train : PART.test);
    }
    case 'every':
      return (index) => (index % split.every === split.every - 1 ? PART.test : PART.train);
    case 'random':
      return (index) => (rowHash(seed, index) < split.fraction ? PART.test : PART.train);
    case 'column':
      return (_, cell) => partByName(cell);
  }
}

function partByName(cell: string | null): number {
  const word = cell?.trim().toLowerCase();
  if (word === 'train') return PART.train;
  return word === 'test' ? PART.test : PART.excluded;
}

function validationRule(
  validation: Validation,
  seed: number,
): (index: number, cell: string | null) => boolean {
  switch (validation.kind) {
    case 'none':
      return () => false;
    case 'random':
      return (index) => rowHash((seed ^ VALIDATION_SALT) >>> 0, index) < validation.fraction;
    case 'column':
      return (_, cell) => isMarked(cell);
  }
}

/** A validation column marks its rows by any usual word for yes. */
function isMarked(cell: string | null): boolean {
  return cell !== null && /^(validation|valid|val|true|yes|1)$/i.test(cell.trim());
}
