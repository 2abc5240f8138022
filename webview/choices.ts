import type { RunSpec } from '../src/engine/spec.ts';
import { fittingSolvers, usualStart } from '../src/protocol/lanes.ts';
import type { Entry } from '../src/protocol/panel.ts';
import { type Model, resultData, shownData, targetsOf } from './model.ts';

/** What fits together of what the registries offer, without knowing any entry by its name. */

/** The id that leaves a choice of model or solver open. */
export const AUTO = 'auto';

/** The model that the next run trains; null where that is not known before the target is read. */
export function resolvedModel(model: Model): Entry | null {
  const { catalog, spec } = model.host;
  const known = (id: string): Entry | null => catalog.models.find((entry) => entry.id === id) ?? null;
  if (spec.model !== AUTO) return known(spec.model);
  const data = shownData(model);
  const same = data?.targets.join('\u0000') === targetsOf(model).join('\u0000');
  const trained = model.host.run?.spec.model ?? AUTO;
  return data && same && trained === AUTO ? known(data.model) : null;
}

/** The chosen solver; null where the choice is left open. */
export const chosenSolver = ({ host: { catalog, spec } }: Model): Entry | null =>
  catalog.solvers.find(({ id }) => id === spec.solver) ?? null;

/** A change to the spec, and with it whatever it makes impossible: a solver that no longer fits is left open. */
export function consistent(model: Model, change: Partial<RunSpec>): Partial<RunSpec> {
  const { catalog } = model.host;
  const spec = { ...model.host.spec, ...change };
  const next = { ...model, host: { ...model.host, spec } };
  const fits =
    spec.solver === AUTO ||
    fittingSolvers(catalog, resolvedModel(next), spec).some(({ id }) => id === spec.solver);
  return fits ? change : { ...change, solver: AUTO };
}

/** The change that chooses a model: its own start in place of the usual one, and a solver that fits. */
export function choosingModel(model: Model, id: string): Partial<RunSpec> {
  const entry = model.host.catalog.models.find((one) => one.id === id);
  const usual = usualStart();
  const { initializer } = model.host.spec;
  const before = resolvedModel(model)?.start;
  const own = { id: entry?.start ?? usual, parameters: {}, values: null };
  const starts = entry?.start ? initializer.id === usual : before !== undefined && initializer.id === before;
  const needless = entry?.network && initializer.values !== null;
  return consistent(model, {
    model: id,
    modelParameters: {},
    ...(starts || needless ? { initializer: own } : {}),
    ...(entry?.network ? { penaltyFactors: {} } : {}),
  });
}

/** Whether another λ has a solution of its own at once; a network is trained anew for each. */
export function hasPreviews(model: Model): boolean {
  const { catalog } = model.host;
  const id = resultData(model)?.model;
  const trained = catalog.models.find((entry) => entry.id === id);
  return trained?.offers?.includes('convex') ?? true;
}

/** The target's levels; null where numbers are predicted or nothing is known. */
export const classesOf = (model: Model): readonly string[] | null => shownData(model)?.classes ?? null;
