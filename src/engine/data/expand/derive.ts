import type { DesignColumn } from '../types.ts';
import { phase, wave } from './cycles.ts';

/** What a column that is made of others says of itself; `of` holds their places. */
export type Derivation = Pick<DesignColumn, 'kind' | 'of' | 'exponent' | 'cycle' | 'wave'>;

/**
 * Fills in the columns that are made of others.
 * @param x rows × p, row-major, in which the columns of the file stand already
 */
export function deriveColumns(x: Float64Array, columns: readonly Derivation[]): void {
  const p = columns.length;
  columns.forEach((column, j) => {
    const from = column.of;
    if (!from) return;
    for (let row = 0; row < x.length; row += p) x[row + j] = derived(column, x, row, from);
  });
}

function derived(
  { kind, exponent, cycle, wave: kindOfWave }: Derivation,
  x: Float64Array,
  row: number,
  from: readonly number[],
): number {
  const first = x[row + from[0]!]!;
  if (kind === 'product') return first * x[row + from[1]!]!;
  if (kind === 'power') return exponent === 3 ? first * first * first : first * first;
  return Number.isNaN(first) ? first : wave(phase(first, cycle!), kindOfWave!);
}
