import { thetaWidth } from '../objectives/theta.ts';
import type { Predictor } from '../objectives/types.ts';
import type { Problem } from './problem.ts';

/** The scores of a model whose columns tell nothing. */
export function nullScores({ data, loss }: Pick<Problem, 'data' | 'loss'>): Float64Array {
  const { shares, moments } = data;
  if (shares) return loss.nullScores(shares);
  return loss.nullScores(moments.train.mean.slice(moments.train.p));
}

/** The theta of a linear predictor that gives these scores to every row: weights 0. */
export function nullTheta({ size, p, k, intercept }: Predictor, scores: Float64Array): Float64Array {
  const theta = new Float64Array(size);
  if (intercept) for (let t = 0; t < k; t++) theta[t * thetaWidth(p, intercept) + p] = scores[t]!;
  return theta;
}
