import type { EntryInfo } from '../registry.ts';
import type { DescentEnd } from '../report.ts';
import type { RunSpec } from '../spec.ts';

/** A descent that diverged, and what is known of the rates that it could have had. */
export interface Divergence {
  readonly learningRate: number;
  /** L, a bound of the Hessian's largest eigenvalue; null where nothing is known: networks. */
  readonly lipschitz: number | null;
  /** The rate below which the solver is known to converge, null where there is none; absent: 2 / L. */
  readonly rateLimit?: number | null | undefined;
  /** False where L is that at the start alone, because the loss curves more and more (Poisson). */
  readonly bounded?: boolean;
  readonly solver: Pick<EntryInfo, 'id' | 'label' | 'batches'>;
  readonly spec: Pick<RunSpec, 'standardize' | 'batchSize'>;
}

type Advice = NonNullable<DescentEnd['advice']>;

/** Why a descent diverged and what would fix it, in a sentence or three, with a rate to go on with. */
export function divergenceAdvice(divergence: Divergence): Advice {
  const { lipschitz, bounded = true } = divergence;
  if (lipschitz === null) return networkAdvice(divergence);
  const limit = divergence.rateLimit === undefined ? 2 / lipschitz : divergence.rateLimit;
  if (limit === null) return adaptiveAdvice(divergence);
  if (divergence.learningRate >= limit) return overLimit(divergence, lipschitz, limit);
  return bounded ? roundingAdvice(divergence, limit) : unboundedAdvice(divergence, limit);
}

/** η at or above the limit: 2 / L for full-batch gradient descent, which converges if and only if η < 2 / L. */
function overLimit(
  { learningRate, solver, spec, bounded }: Divergence,
  lipschitz: number,
  limit: number,
): Advice {
  const suggestedRate = 0.45 * limit;
  const rate = `The learning rate ${show(learningRate)} is above`;
  const plain = limit === 2 / lipschitz;
  const why = inBatches(solver, spec)
    ? `${rate} ${show(limit)}, the limit for a few rows a step: the largest rows decide it, and all rows together would allow ${show(2 / lipschitz)}.`
    : plain
      ? `${rate} 2/L = ${show(limit)}, so every step overshoots.`
      : `${rate} ${show(limit)}, the limit for the solver "${solver.label}" here, so every step overshoots.`;
  const unscaled =
    spec.standardize === 'none' ? ` The columns are not standardized, which makes L large.` : '';
  const start = bounded === false ? ' Further on the loss may curve more and need smaller steps.' : '';
  const suggestion =
    plain && !inBatches(solver, spec) ? `0.9/L = ${show(suggestedRate)}` : show(suggestedRate);
  return { message: `${why}${unscaled}${start} ${resumeWith(suggestion)}`, suggestedRate };
}

function networkAdvice({ learningRate, solver }: Divergence): Advice {
  const suggestedRate = learningRate / 10;
  const message = `The learning rate ${show(learningRate)} is too large for this network with the solver "${solver.label}"; for networks no limit is known beforehand. ${resumeWith(show(suggestedRate))} Clipping the gradients helps as well.`;
  return { message, suggestedRate };
}

function adaptiveAdvice({ learningRate, solver, spec }: Divergence): Advice {
  const suggestedRate = learningRate / 10;
  const unscaled =
    spec.standardize === 'none'
      ? ' The columns are not standardized, so that one step length cannot suit all weights: standardize them.'
      : '';
  const message = `The solver "${solver.label}" moves every weight by about the learning rate in each step, and ${show(learningRate)} is too far.${unscaled} ${resumeWith(show(suggestedRate))} A schedule that lowers the rate helps as well.`;
  return { message, suggestedRate };
}

function unboundedAdvice({ learningRate }: Divergence, limit: number): Advice {
  const suggestedRate = learningRate / 10;
  const message = `The learning rate ${show(learningRate)} is below ${show(limit)}, the limit at the start, but this loss curves more the more it predicts, and no rate is safe everywhere. ${resumeWith(show(suggestedRate))} A solver that chooses its own steps needs no rate: leave the solver to auto.`;
  return { message, suggestedRate };
}

function roundingAdvice({ learningRate, lipschitz, solver, spec }: Divergence, limit: number): Advice {
  const plain = limit === 2 / lipschitz! && !inBatches(solver, spec);
  const below = plain ? `2/L = ${show(limit)}` : `its limit of ${show(limit)}`;
  const wayOut =
    spec.standardize === 'none'
      ? 'the numbers are too large to be summed exactly. Standardize the columns.'
      : 'the numbers are too large to be summed exactly. Look for extreme values in the columns and the target.';
  const message = `The loss kept rising although the learning rate ${show(learningRate)} is below ${below}: ${wayOut}`;
  return { message, suggestedRate: 0.45 * limit };
}

function inBatches({ batches }: Divergence['solver'], { batchSize }: Divergence['spec']): boolean {
  return batches === 'always' || (batches === 'optional' && batchSize > 0);
}

function resumeWith(rate: string): string {
  return `Resume from the last finite weights with ${rate}.`;
}

function show(value: number): string {
  return Number(value.toPrecision(3)).toString();
}
