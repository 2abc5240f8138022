import { DivergenceWatch } from './divergence.ts';
import type { Iterate, IterativeOptions, IterativeResult, IterativeSolver, Objective } from './types.ts';

/** θ ← θ − η ∇J(θ) over all rows at once: converges if and only if η < 2 / L. */
export const gradientDescent: IterativeSolver = {
  kind: 'iterative',
  id: 'gradientDescent',
  label: 'Gradient descent',
  description: 'Walks down the slope of the loss over all rows; the learning rate must stay below 2 / L.',
  parameters: [],
  goal: 'watch',
  batches: 'never',
  run,
};

async function* run(
  objective: Objective,
  start: Float64Array,
  options: IterativeOptions,
): AsyncGenerator<Iterate, IterativeResult> {
  const learningRate = options.learningRate === 'auto' ? safeRate(objective) : options.learningRate;
  const theta = start.slice();
  const lastFinite = start.slice();
  const gradient = new Float64Array(theta.length);
  const watch = new DivergenceWatch();
  let target = Number.NEGATIVE_INFINITY;
  for (let iteration = 0; ; iteration++) {
    const evaluation = await objective.evaluate(theta, gradient);
    const gradientNorm = norm(gradient);
    const diverged = watch.sees(evaluation.dataLoss + evaluation.penalty, gradientNorm);
    if (!watch.finite) {
      return { reason: 'diverged', iterations: Math.max(iteration - 1, 0), theta: lastFinite, learningRate };
    }
    lastFinite.set(theta);
    yield { ...evaluation, iteration, gradientNorm, theta };
    if (iteration === 0) target = options.tolerance * gradientNorm;
    const converged = gradientNorm === 0 || gradientNorm < target;
    if (diverged || converged || iteration >= options.iterations) {
      const reason = diverged ? 'diverged' : converged ? 'converged' : 'iterations';
      return { reason, iterations: iteration, theta: lastFinite, learningRate };
    }
    for (let at = 0; at < theta.length; at++) theta[at]! -= learningRate * gradient[at]!;
  }
}

/** 1 / L; 1 where the objective is flat and no step is taken. */
function safeRate(objective: Objective): number {
  const rate = 1 / objective.lipschitz();
  return Number.isFinite(rate) ? rate : 1;
}

function norm(vector: Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}
