import {
  type Equilibrated,
  equilibrate,
  equilibratedCondition,
  solveAll,
  solveEquations,
} from '../linalg/equilibrated.ts';
import { type ScaledMoments, scaleMoments } from '../linalg/scaledMoments.ts';
import { withIntercept } from './ridgeIntercept.ts';
import { spectralFamily } from './spectralFamily.ts';
import type { ExactSolver, RidgeFamily, RidgeProblem } from './types.ts';

/** The normal equations by Cholesky. Where they are singular, the minimum-norm solution from the spectrum. */
export const cholesky: ExactSolver = {
  kind: 'exact',
  id: 'cholesky',
  label: 'Cholesky',
  description:
    'Solves the normal equations exactly; the fastest, and accurate for all but nearly dependent columns.',
  parameters: [],
  needsFactor: false,
  prepare: choleskyFamily,
};

/** One factorization per λ, the last one kept; the spectrum is computed only when something needs it. */
function choleskyFamily(problem: RidgeProblem): RidgeFamily {
  const scaled = scaleMoments(problem.moments, problem.scaling, problem.intercept);
  let spectral: RidgeFamily | null = null;
  const spectrum = () => {
    spectral ??= spectralFamily(problem);
    return spectral;
  };
  let factored: Equilibrated | null = null;
  const factorAt = (lambda: number) => {
    if (factored?.lambda !== lambda) factored = equilibrate(scaled, lambda);
    return factored;
  };
  return {
    solve(lambda) {
      const system = factorAt(lambda);
      if (!system.factor) return spectrum().solve(lambda);
      return withIntercept(solveEquations(system, scaled), scaled, problem.intercept);
    },
    correct(right, lambda) {
      const system = factorAt(lambda);
      return system.factor ? solveAll(system, right) : spectrum().correct(right, lambda);
    },
    gramCondition: (lambda) => equilibratedCondition(factorAt(lambda)),
    degreesOfFreedom: (lambda) => spectrum().degreesOfFreedom(lambda),
    get condition() {
      return spectrum().condition;
    },
    get rank() {
      return factorAt(0).factor ? problem.moments.p - constants(scaled) : spectrum().rank;
    },
  };
}

function constants({ p, gram }: ScaledMoments): number {
  let count = 0;
  for (let j = 0; j < p; j++) if (!(gram[j * (p + 1)]! > 0)) count++;
  return count;
}
