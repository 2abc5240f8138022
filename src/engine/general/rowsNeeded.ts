import { models } from '../models/index.ts';
import { solvers } from '../solvers/index.ts';
import type { RunSpec } from '../spec.ts';
import { takesBatches } from './optimum.ts';

/**
 * True where training goes through the rows again and again: for a loss that moments do not tell, and for a solver that
 * takes rows a few at a time.
 * @param model the id of the model that the spec's resolves to
 */
export function needsRows(spec: RunSpec, model: string): boolean {
  if (!models.get(model).offers.includes('moments')) return true;
  return spec.solver !== 'auto' && takesBatches(spec, solvers.get(spec.solver));
}
