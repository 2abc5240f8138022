import type { PreparedData } from '../data/preparedData.ts';
import type { Fit } from '../fit.ts';
import { lambdaTotal } from '../fit.ts';
import type { RunSpec } from '../spec.ts';
import { told, type WorkProgress } from '../workReport.ts';
import type { MeanCurve } from './curve.ts';
import { isPlainRidge, type LossOptions, ridgeFit, ridgeLosses, rowsAtHand } from './foldLosses.ts';
import { leaveOneOut } from './leaveOneOut.ts';

/** What all training rows say of ridge models without a row held out. */
export interface ClosedForms {
  /** Mean squared errors on the rows themselves. */
  readonly train: readonly number[];
  /** Effective degrees of freedom, the intercept included; null where they would cost too much. */
  readonly freedom: readonly number[] | null;
  /** Generalized cross-validation (Golub, Heath & Wahba 1979): MSE / (1 − d.f. / m)², the intercept counted. */
  readonly gcv: readonly number[] | null;
  /** See {@link leaveOneOut}; null where it would cost another pass over a large file, or too long. */
  readonly loo: MeanCurve | null;
}

/** Multiplications, a second or so, past which leave-one-out is computed only where it is asked for. */
const AFFORDABLE = 2e9;

/** Closed forms for plain ridge; null for everything else. Yields between pieces of work how far it is. */
export async function* closedForms(
  spec: RunSpec,
  data: PreparedData,
  lambdas: readonly number[],
  options: LossOptions,
): AsyncGenerator<WorkProgress, ClosedForms | null> {
  if (!isPlainRidge(spec, data)) return null;
  const fit = yield* told(ridgeFit(spec, data, lambdas, options.signal), () => FORMS);
  const { train } = await ridgeLosses(fit, lambdas, options.signal);
  yield FORMS;
  const freedom = fit.family.knowsSpectrum
    ? lambdas.map((lambda) => fit.family.degreesOfFreedom(lambdaTotal(fit, lambda)))
    : null;
  const m = data.weights.train;
  const gcv = freedom
    ? freedom.map((own, at) => (own < m ? train[at]! / (1 - own / m) ** 2 : Number.POSITIVE_INFINITY))
    : null;
  const loo = leavesOneOut(spec, fit, lambdas.length)
    ? yield* told(leaveOneOut(fit, lambdas, options.signal), (share) => ({ share, text: 'leave-one-out' }))
    : null;
  return { train: Array.from(train), freedom, gcv, loo };
}

const FORMS: WorkProgress = { share: 0, text: 'closed forms' };

function leavesOneOut({ folds }: RunSpec, { data, primal }: Fit, lambdas: number): boolean {
  if (!primal) return false;
  if (folds.kind === 'loo') return true;
  const { p, k } = data.moments.train;
  return rowsAtHand(data) && data.counts.train * p * (p + lambdas * (k + 1)) <= AFFORDABLE;
}
