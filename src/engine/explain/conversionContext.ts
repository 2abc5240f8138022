import type { PreparedData } from '../data/prepare.ts';
import { columnDeviation } from '../data/scaling.ts';
import { models } from '../models/index.ts';
import { withDefaults } from '../registry.ts';
import type { RunSpec } from '../spec.ts';

/** What a conversion depends on besides λ. */
export interface ConversionContext {
  /** λ on the total scale. */
  readonly lambdaTotal: number;
  /** Training rows, or their weight. */
  readonly rows: number;
  /** Population standard deviation of the target in the training rows; null with several targets, and of classes. */
  readonly targetSd: number | null;
  /** Its mean there; absent: 0. It counts where there is no intercept. */
  readonly targetMean?: number;
  /** Which columns are divided by their standard deviation; `numeric` only where there are others too. */
  readonly standardize: 'all' | 'numeric' | 'none';
  /** The model's id; absent: linear. */
  readonly model?: string;
  /** The share of the L1 norm; absent: 0. */
  readonly l1Ratio?: number;
  /** Absent: true. */
  readonly intercept?: boolean;
  /** Scores a row: the targets; of two classes one, but for softmax; else the classes. Absent: 1. */
  readonly outputs?: number;
  /** Whether the target is classes, of a model that predicts both; absent: false. */
  readonly classes?: boolean;
  /** Huber's δ. */
  readonly delta?: number;
  /** Whether some weights are penalized more than others, or several targets' together, as in no other tool. */
  readonly uneven?: boolean;
}

/**
 * @param outputs scores a row
 * @param lambdaTotal λ on the total scale
 */
export function conversionContext(
  spec: RunSpec,
  data: Pick<PreparedData, 'plan' | 'moments' | 'weights'>,
  outputs: number,
  lambdaTotal: number,
): ConversionContext {
  const { plan, weights, moments } = data;
  const { train } = moments;
  const parameters = withDefaults(models.get(plan.model).parameters, spec.modelParameters);
  const asIs = plan.columns.some(({ kind, indicator }) => kind === 'level' || indicator);
  const numbers = train.k === 1 && !plan.classes;
  return {
    lambdaTotal,
    rows: weights.train,
    targetSd: numbers ? columnDeviation(train, train.p) : null,
    targetMean: numbers ? train.mean[train.p]! : 0,
    standardize: spec.standardize === 'numeric' && !asIs ? 'all' : spec.standardize,
    model: plan.model,
    l1Ratio: spec.l1Ratio,
    intercept: spec.intercept,
    outputs,
    classes: plan.classes !== null,
    ...(parameters['delta'] === undefined ? {} : { delta: parameters['delta'] }),
    uneven: Object.keys(spec.penaltyFactors).length > 0 || (spec.coupling > 0 && outputs > 1),
  };
}
