import { models, type PreparedData, RidgelineError, type RunSpec, solvers } from '../engine/index.ts';
import { kebabCase } from '../engine/registry.ts';
import type { SpecValues } from './specOptions.ts';
import { UsageError } from './usage.ts';

type Taking = { readonly label: string; readonly parameters: readonly { readonly id: string }[] };

/**
 * Throws UsageError where an option would be passed over: a parameter that neither model nor solver has, batches for a
 * solver that takes all rows, patience with nothing to watch.
 * @param chosen ids of the solvers, `auto` among them
 */
export function checkHeeded(values: SpecValues, spec: RunSpec, chosen: readonly string[]): void {
  const own = chosen.filter((id) => id !== 'auto').map((id) => solvers.get(id));
  const model = spec.model === 'auto' ? [] : [models.get(spec.model)];
  checkParameters(spec.modelParameters, model, '--model', values['huber-delta'] && '--huber-delta');
  checkParameters(spec.solverParameters, own, '--solver', values.momentum && '--momentum');
  if (spec.batchSize > 0 && own.length > 0 && own.every(({ batches }) => (batches ?? 'never') === 'never')) {
    throw new UsageError(`--batch-size is not for ${labels(own)}: all rows count in each of its steps.`);
  }
  if (spec.patience > 0 && spec.validation.kind === 'none')
    throw new UsageError('--patience needs --validation: rows whose loss is watched.');
}

/** @param short the option that stands for one parameter, where it was given */
function checkParameters(
  given: Readonly<Record<string, number>>,
  takers: readonly Taking[],
  owner: '--model' | '--solver',
  short: string | undefined,
): void {
  for (const id of Object.keys(given)) {
    if (takers.some(({ parameters }) => parameters.some((own) => own.id === id))) continue;
    const option = short ?? `${owner}-parameter ${id}`;
    if (takers.length === 0) throw new UsageError(`${option} needs ${owner}, to know whose parameter it is.`);
    const known = [...new Set(takers.flatMap(({ parameters }) => parameters.map((own) => own.id)))];
    const wayOut = known.length > 0 ? `choose from ${known.join(', ')}` : 'there are none';
    throw new UsageError(`${option} is no parameter of ${labels(takers)}: ${wayOut}.`);
  }
}

function labels(takers: readonly Taking[]): string {
  return [...new Set(takers.map(({ label }) => label))].join(', ');
}

/** Throws where `--positive` names a level of a target that has not two. */
export function checkPositive({ positive }: RunSpec, { plan }: PreparedData): void {
  if (positive === null || plan.classes?.length === 2) return;
  const found = plan.classes ? `has ${plan.classes.length} classes` : 'is predicted as a number';
  throw new RidgelineError(
    'bad-spec',
    `--positive is for two classes, and "${plan.targets[0]?.name}" ${found}. Leave it out, or choose another target.`,
  );
}

/** What auto does not heed, as a sentence; null where there is nothing. */
export function unheededNote(values: SpecValues, { solver, model }: RunSpec): string | null {
  const network = model !== 'auto' && models.get(model).network;
  const ofSteps = ['iterations', 'learning-rate', 'schedule', 'clip', 'batch-size', 'patience'] as const;
  const given = ofSteps.filter((name) => values[name] !== undefined && !(network && name === 'iterations'));
  if (given.length === 0 || (solver !== 'auto' && solvers.get(solver).kind === 'iterative')) return null;
  const goes = solver === 'auto' ? 'auto goes' : `${kebabCase(solver)} goes`;
  const options = given.map((name) => `--${name}`).join(', ');
  return `${options}: not used, ${goes} to the minimum. Choose a solver that takes steps with --solver.`;
}
