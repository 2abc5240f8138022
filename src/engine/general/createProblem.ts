import { resolvePenaltyFactors } from '../data/penaltyFactors.ts';
import type { PreparedData } from '../data/prepare.ts';
import { columnDeviation, scalingOf } from '../data/scaling.ts';
import type { Scaling } from '../data/types.ts';
import { RidgelineError } from '../errors.ts';
import { featuresOf } from '../features.ts';
import { judgements } from '../metrics/index.ts';
import { models } from '../models/index.ts';
import type { ModelKind } from '../models/types.ts';
import { linearPredictor } from '../objectives/linearPredictor.ts';
import { networkPredictor } from '../objectives/network.ts';
import type { Predictor, ScoreLoss } from '../objectives/types.ts';
import { withDefaults } from '../registry.ts';
import type { Objective } from '../solvers/types.ts';
import type { RunSpec } from '../spec.ts';
import { ProblemObjectives } from './objectives.ts';
import { outputNames } from './outputs.ts';
import type { Problem, RowSide } from './problem.ts';
import { startTheta } from './start.ts';

export interface ProblemOptions {
  /** Rows are held up to so many bytes. */
  readonly memoryLimitBytes: number;
  /** True where rows are needed although moments would do: for batches. */
  readonly rows: boolean;
  /** A sharper bound of the Hessian's largest eigenvalue at a total λ, where one is known. */
  readonly lipschitz?: (lambdaTotal: number) => number;
}

/**
 * What a spec minimizes on prepared data. Squared error comes from the moments where those are known and no batches are
 * asked for; every other loss from the rows, which are held or read anew.
 */
export async function createProblem(
  spec: RunSpec,
  data: PreparedData,
  options: ProblemOptions,
): Promise<Problem> {
  const model = models.get(data.plan.model);
  const train = data.moments.train;
  const scaling = scalingOf(train, data.plan.columns, spec.standardize, spec.intercept);
  const outputs = outputNames(data.plan);
  const momentsDo = model.offers.includes('moments') && 'scatter' in train;
  const { predictor, loss } = scoring(spec, data, model, scaling, outputs.length);
  const side: RowSide | null =
    momentsDo && !options.rows
      ? null
      : { predictor, loss, store: await data.shared.store(options.memoryLimitBytes) };
  const factors = penaltyFactors(spec, data, predictor);
  const features = featuresOf(model, spec);
  const basis = { spec, data, network: model.network === true, scaling, features, factors, predictor, loss };
  const objectives = new ProblemObjectives({ ...basis, side, momentsDo, lipschitz: options.lipschitz });
  const total = data.weights.train;
  return {
    spec,
    data,
    model,
    judgement: judgements[model.predicts(data.plan.classes)],
    scaling,
    displayScale: displayScale(spec, data, scaling),
    outputs,
    total,
    lambdaTotal: totalLambda(spec, total, spec.lambda),
    features,
    factors,
    predictor,
    loss,
    store: side?.store ?? null,
    objective: (lambdaTotal) => objectives.at(lambdaTotal),
    sample: (lambdaTotal, every) => objectives.sample(lambdaTotal, every),
    validationLoss: data.counts.validation > 0 ? lossOf(objectives.at(0, 'validation')) : null,
    start: () => startTheta({ spec, data, scaling, outputs, predictor, model }),
    notes: [],
  };
}

/** λ on the total scale, for a λ in the spec's: the largest double where it would be more. */
export function totalLambda({ lambdaScale }: RunSpec, total: number, lambda: number): number {
  return lambdaScale === 'total' ? lambda : Math.min(lambda * total, Number.MAX_VALUE);
}

function lossOf(objective: Objective): (theta: Float64Array) => number | Promise<number> {
  return (theta) => {
    const evaluation = objective.evaluate(theta, null);
    return evaluation instanceof Promise ? evaluation.then((own) => own.dataLoss) : evaluation.dataLoss;
  };
}

function scoring(
  spec: RunSpec,
  data: PreparedData,
  model: ModelKind,
  scaling: Scaling,
  outputs: number,
): { predictor: Predictor; loss: ScoreLoss } {
  const { kernels, tiles } = data.shared.machine;
  const parameters = withDefaults(model.parameters, spec.modelParameters);
  const loss = model.loss({ outputs, classes: data.plan.classes, parameters, kernels });
  if (!model.network) return { loss, predictor: linearPredictor(tiles, scaling, outputs, spec.intercept) };
  const { hidden, activation } = spec;
  return { loss, predictor: networkPredictor({ tiles, kernels, scaling, outputs, hidden, activation }) };
}

/** The factor of λ for each number of theta. */
function penaltyFactors(spec: RunSpec, data: PreparedData, predictor: Predictor): Float64Array {
  const factors = Float64Array.from(predictor.penalized);
  if (Object.keys(spec.penaltyFactors).length === 0) return factors;
  const own = resolvePenaltyFactors(spec.penaltyFactors, data.plan);
  const { p, k, size, intercept } = predictor;
  if (size !== k * (intercept ? p + 1 : p)) {
    throw new RidgelineError(
      'bad-spec',
      'A network has several weights for each column, so they cannot have penalty factors. Take the factors away, or choose another model.',
    );
  }
  for (let t = 0; t < k; t++) factors.set(own, (t * size) / k);
  return factors;
}

function displayScale(spec: RunSpec, data: PreparedData, scaling: Scaling): Float64Array {
  if (spec.standardize !== 'none') return scaling.scale;
  return Float64Array.from(data.plan.columns, (_, j) => columnDeviation(data.moments.train, j) || 1);
}
