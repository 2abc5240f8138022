import { PART, type RowBlocks } from '../data/types.ts';
import type { RidgeProblem, TriangularFactor } from '../solvers/types.ts';
import { accumulateFactor, createFactor, finishFactor } from './qr.ts';

/** The triangular factor of a problem's training rows, for the solvers that need one: one pass. */
export async function factorRows(
  rows: RowBlocks,
  { moments, scaling, intercept }: Omit<RidgeProblem, 'factor'>,
): Promise<TriangularFactor> {
  const factor = createFactor(moments, scaling, intercept);
  for await (const block of rows) accumulateFactor(factor, block, PART.train);
  return finishFactor(factor);
}
