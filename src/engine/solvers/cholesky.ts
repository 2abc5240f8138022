import { nullDirections } from '../linalg/nullDirections.ts';
import { scaleMoments } from '../linalg/scaledMoments.ts';
import { NormalEquations } from './normalEquations.ts';
import { withIntercept } from './ridgeIntercept.ts';
import type { ColumnFamily, ExactSolver, RidgeProblem } from './types.ts';

/** The normal equations by Cholesky. Where they are singular, the minimum-norm solution from the spectrum. */
export const cholesky: ExactSolver = {
  kind: 'exact',
  id: 'cholesky',
  label: 'Cholesky',
  description:
    'Solves the normal equations exactly; the fastest, and accurate for all but nearly dependent columns.',
  parameters: [],
  needs: ['ridge'],
  needsFactor: false,
  prepare: choleskyFamily,
};

function choleskyFamily({ moments, scaling, intercept, groups }: RidgeProblem): ColumnFamily {
  const scaled = scaleMoments(moments, scaling, intercept);
  const directions = intercept ? nullDirections(moments, scaling, groups ?? []) : [];
  const equations = new NormalEquations(scaled, directions);
  return {
    solve: (lambda) => withIntercept(equations.solve(lambda), scaled, intercept),
    solveRoughly: (lambda) => withIntercept(equations.solveRoughly(lambda), scaled, intercept),
    correct: (right, lambda) => equations.correct(right, lambda),
    gramCondition: (lambda) => equations.gramCondition(lambda),
    degreesOfFreedom: (lambda) => equations.freedom(lambda) + (intercept ? 1 : 0),
    get knowsSpectrum() {
      return equations.knowsSpectrum;
    },
    get condition() {
      return equations.condition;
    },
    get singular() {
      return equations.singular;
    },
    get rank() {
      return equations.rank;
    },
    get live() {
      return equations.live;
    },
    order: scaled.p,
    enliven: () => equations.enliven(),
  };
}
