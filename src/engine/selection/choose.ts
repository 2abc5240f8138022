import type { PreparedData } from '../data/preparedData.ts';
import { columnDeviation, scalingOf } from '../data/scaling.ts';
import type { MetricInfo } from '../metrics/index.ts';
import { judgements } from '../metrics/index.ts';
import type { SelectionRecord } from '../model/selectionRecord.ts';
import { models } from '../models/index.ts';
import type { Selection } from '../selectionReport.ts';
import type { RunSpec } from '../spec.ts';
import { asPart, type WorkProgress } from '../workReport.ts';
import { type CrossValidation, crossValidate, type ValidationOptions } from './crossValidation.ts';
import { pathSteps } from './path.ts';

/** How a run's λ was chosen: for its file, and for whoever shows the run. */
export interface Chosen {
  readonly lambda: number;
  readonly validation: CrossValidation;
  readonly record: SelectionRecord;
  /** Null where nobody looks at paths. */
  readonly report: Selection | null;
}

/** The share of the work that the folds are where the coefficients of all rows follow. */
const FOLDS = 0.9;

/**
 * Chooses λ as the spec asks, by cross-validation on data that were prepared with folds.
 * @param paths whether the coefficients at every λ are wanted too
 */
export async function* chooseLambda(
  spec: RunSpec,
  data: PreparedData,
  options: ValidationOptions,
  paths: boolean,
): AsyncGenerator<WorkProgress, Chosen> {
  const validation = yield* asPart(crossValidate(spec, data, options), 0, paths ? FOLDS : 1);
  const lambda = spec.lambdaChoice === '1se' ? validation.lambda1se : validation.lambdaMin;
  const at = validation.lambdas.indexOf(lambda);
  const record: SelectionRecord = {
    chosen: spec.lambdaChoice === '1se' ? '1se' : 'min',
    lambda,
    lambdaMin: validation.lambdaMin,
    lambda1se: validation.lambda1se,
    loss: validation.loss,
    cvMean: validation.cvMean[at]!,
    cvSe: validation.cvSe[at]!,
    folds: validation.folds.kind,
    lambdas: validation.lambdas.length,
    notes: [...validation.notes],
  };
  const report = paths ? yield* asPart(selectionReport(spec, data, validation, options), FOLDS, 1) : null;
  return { lambda, validation, record, report };
}

/** A cross-validation as the panel shows it, with the coefficients at every λ; λ from small to large. */
export async function* selectionReport(
  spec: RunSpec,
  data: PreparedData,
  validation: CrossValidation,
  options: Pick<ValidationOptions, 'memoryLimitBytes' | 'signal'>,
): AsyncGenerator<WorkProgress, Selection> {
  const path = yield* pathSteps(spec, data, validation.lambdas, options);
  const scale = shownScale(spec, data);
  const rising = <T>(values: readonly T[]): T[] => [...values].reverse();
  const some = (values: readonly number[] | null) => values && rising(values);
  return {
    lambdas: rising(validation.lambdas),
    metric: lossMetric(spec, data, validation.loss),
    cvMean: rising(validation.cvMean),
    cvSe: rising(validation.cvSe),
    lambdaMin: validation.lambdaMin,
    lambda1se: validation.lambda1se,
    folds: validation.folds.kind,
    loo: some(validation.loo),
    gcv: some(validation.gcv),
    degreesOfFreedom: some(validation.degreesOfFreedom),
    paths: rising(path.models).map(({ weights, p }) =>
      Array.from(weights, (own, at) => own * scale[at % p]!),
    ),
    nonZero: rising(path.models).map(({ weights }) =>
      weights.reduce((sum, own) => sum + (own === 0 ? 0 : 1), 0),
    ),
    chosen: spec.lambdaChoice,
    notes: [...validation.notes],
  };
}

/** Per design column: original weight × this = weight per standard deviation, as it is shown. */
function shownScale({ standardize, intercept }: RunSpec, { moments, plan }: PreparedData): Float64Array {
  const { train } = moments;
  if (standardize !== 'none') return scalingOf(train, plan.columns, standardize, intercept).scale;
  return Float64Array.from(plan.columns, (_, j) => columnDeviation(train, j) || 1);
}

/** The loss as a metric: the decisive one, by the loss's own name where it is another. */
function lossMetric({ targetTransform }: RunSpec, { plan }: PreparedData, label: string): MetricInfo {
  const decisive = judgements[models.get(plan.model).predicts(plan.classes)].metrics[0]!;
  if (decisive.label === label && targetTransform === 'none') return decisive;
  const description = 'Mean loss that the model is trained on.';
  return { id: decisive.id, label, description, better: 'low', form: 'number', minor: false };
}
