import { scalingOf } from '../../../../src/engine/data/scaling.ts';
import type { DesignBlock, Scaling } from '../../../../src/engine/data/types.ts';
import { accumulateFactor, createFactor, finishFactor } from '../../../../src/engine/linalg/qr.ts';
import { cholesky } from '../../../../src/engine/solvers/cholesky.ts';
import { spectralFamily } from '../../../../src/engine/solvers/spectralFamily.ts';
import { svd } from '../../../../src/engine/solvers/svd.ts';
import type { ColumnFamily, RidgeProblem } from '../../../../src/engine/solvers/types.ts';
import type { RunSpec } from '../../../../src/engine/spec.ts';
import { momentsOf, numeric } from '../data/blocks.ts';

/** A block's rows as a problem with everything that any solver needs. */
export function problemOf(
  block: DesignBlock,
  standardize: RunSpec['standardize'] = 'all',
  intercept = true,
): RidgeProblem {
  const moments = momentsOf(block);
  const scaling = scalingOf(moments, numeric(moments.p), standardize, intercept);
  const factor = createFactor(moments, scaling, intercept);
  accumulateFactor(factor, block);
  return { moments, scaling, intercept, factor: finishFactor(factor) };
}

/** Every way to an exact solution. */
export const families: readonly (readonly [string, (problem: RidgeProblem) => ColumnFamily])[] = [
  ['cholesky', (problem) => cholesky.prepare(problem)],
  ['svd', (problem) => svd.prepare(problem)],
  ['spectral', spectralFamily],
];

/** A block's rows on the optimized scale. */
export function scaledRows(block: DesignBlock, { shift, scale, constant }: Scaling): number[][] {
  const p = scale.length;
  return Array.from({ length: block.rows }, (_, row) =>
    Array.from({ length: p }, (_, j) => (constant[j] ? 0 : (block.x[row * p + j]! - shift[j]!) / scale[j]!)),
  );
}

export function largest(values: Iterable<number>): number {
  let size = 0;
  for (const value of values) size = Math.max(size, Math.abs(value));
  return size;
}
