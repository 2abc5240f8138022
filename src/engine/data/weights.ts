import type { Column, ColumnBlock } from '../csv/types.ts';
import { RidgelineError } from '../errors.ts';
import type { RunSpec } from '../spec.ts';
import { findColumn } from './closestName.ts';
import { type DesignBlock, PART } from './types.ts';

/** How much rows count. */
export interface RowWeighting {
  /** The column that holds sample weights; null where there is none. */
  readonly column: Column | null;
  /** By class: the factor of a training row's weight; null until classes are counted, or where they are not weighed. */
  readonly ofClass: Float64Array | null;
}

/** The column of sample weights, checked, or null; throws with a way out where it cannot be one. */
export function weightColumn(spec: RunSpec, byName: ReadonlyMap<string, Column>): Column | null {
  if (spec.sampleWeight === null) return null;
  const column = findColumn(byName, spec.sampleWeight, 'weight');
  if (column.kind === 'numeric' && column.min >= 0) return column;
  const found =
    column.kind === 'numeric'
      ? `goes down to ${column.min}`
      : column.kind === 'empty'
        ? 'has no values'
        : `holds text (${column.sample.slice(0, 2).join(', ')})`;
  throw new RidgelineError(
    'bad-spec',
    `The weight column "${column.name}" ${found}; weights are numbers from 0 on. Choose another column.`,
  );
}

/** True where rows do not all count once. */
export function weighs(spec: Pick<RunSpec, 'sampleWeight' | 'classWeight'>): boolean {
  return spec.sampleWeight !== null || spec.classWeight !== 'none';
}

/** Factors by which every class weighs the same: n / (classes × rows of the class). @param counts training rows, none 0 */
export function balancedFactors(counts: Float64Array): Float64Array {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => rows / (counts.length * count));
}

/** Weights of rows as a block holds them. */
export type BlockWeights = Pick<DesignBlock, 'weight' | 'scoreWeight'>;

/**
 * The weights of some rows of a block.
 * @param rows their numbers in the block
 * @param y the class of each where classes are weighed
 * @param part the part of each: only training rows are weighed by their class
 */
export function rowWeights(
  { column, ofClass }: RowWeighting,
  block: ColumnBlock,
  rows: Int32Array,
  y: Float64Array,
  part: Uint8Array,
): BlockWeights {
  const cells = column ? (block.columns[column.index] as Float64Array) : null;
  const own = Float64Array.from(rows, (row) => cells?.[row] ?? 1);
  if (!ofClass) return { weight: own };
  const weight = own.map((value, i) => (part[i] === PART.train ? value * ofClass[y[i]!]! : value));
  return { weight, scoreWeight: column ? own : null };
}
