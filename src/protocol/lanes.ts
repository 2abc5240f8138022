import { featuresOf, missingFeature, type PenaltyForm } from '../engine/features.ts';
import { defaultSpec } from '../engine/spec.ts';
import type { Catalog, Entry } from './panel.ts';

/** Which of the registries' entries go together; host and panel offer the same. */

/** Lines of more racers are hard to tell apart. */
const USUAL = 6;

/** The solvers that can train this model under this penalty; all of them while the model is open. */
export function fittingSolvers({ solvers }: Catalog, model: Entry | null, form: PenaltyForm): Entry[] {
  if (!model) return [...solvers];
  const features = featuresOf(model, form);
  return solvers.filter((solver) => missingFeature(solver, features) === undefined);
}

/** True of solvers that solve at once and have no steps. */
export const isExact = ({ goal }: Entry): boolean => goal === undefined;

/** The solvers that can race: those that have steps. */
export const racingSolvers = (catalog: Catalog, model: Entry | null, form: PenaltyForm): Entry[] =>
  fittingSolvers(catalog, model, form).filter((solver) => !isExact(solver));

/** The racers that are chosen until somebody chooses others: the first few that see all rows in every step. */
export const usualRacers = (racing: readonly Entry[]): string[] =>
  racing
    .filter(({ batches }) => batches !== 'always')
    .slice(0, USUAL)
    .map(({ id }) => id);

/** Where training starts unless somebody chooses. */
export const usualStart = (): string => defaultSpec().initializer.id;

/** The starts that can race: what needs given weights has none for every racer. */
export const racingStarts = ({ initializers }: Catalog): Entry[] =>
  initializers.filter(({ given }) => given !== 'needed');
