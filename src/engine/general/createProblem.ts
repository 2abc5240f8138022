import { resolvePenaltyFactors } from '../data/penaltyFactors.ts';
import type { PreparedData } from '../data/prepare.ts';
import { columnDeviation, columnVariation, scalingOf } from '../data/scaling.ts';
import { PART, type PartName, type Scaling } from '../data/types.ts';
import { RidgelineError } from '../errors.ts';
import { featuresOf } from '../features.ts';
import { exponential } from '../kernels/index.ts';
import { judgements } from '../metrics/index.ts';
import { models } from '../models/index.ts';
import type { ModelKind } from '../models/types.ts';
import { linearPredictor } from '../objectives/linearPredictor.ts';
import { networkPredictor } from '../objectives/network.ts';
import { coupledPenalty, elasticNetPenalty, type Penalty } from '../objectives/penalty.ts';
import { rowBatches } from '../objectives/rowBatches.ts';
import { largestRowNorm } from '../objectives/rowNorms.ts';
import { sampleRows } from '../objectives/rowSample.ts';
import { type RowProblem, scoreObjective } from '../objectives/scoreObjective.ts';
import { squaredObjective } from '../objectives/squared.ts';
import type { Predictor, ScoreLoss } from '../objectives/types.ts';
import { withDefaults } from '../registry.ts';
import type { Objective } from '../solvers/types.ts';
import type { RunSpec } from '../spec.ts';
import { nullScores, nullTheta } from './nullScores.ts';
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
  const total = data.weights.train;
  const eigenvalue = once(() =>
    model.network ? Number.NaN : designEigenvalue(data, scaling, spec.intercept),
  );
  const penaltyAt = (lambdaTotal: number) => penaltyOf(spec, predictor, factors, lambdaTotal / total);
  const overRows = (lambdaTotal: number, part: PartName, own: Pick<RowProblem, 'store' | 'total'>) => {
    const penalty = penaltyAt(lambdaTotal);
    const batches = batchesOf(side!, penalty, data, scaling);
    const lipschitz = () =>
      options.lipschitz?.(lambdaTotal) ?? curvatureOf(loss, data) * eigenvalue() + penalty.curvature;
    const origin = model.network ? undefined : nullTheta(predictor, nullScores({ data, loss }));
    const rows = { predictor, loss, penalty, part: PART[part], ...own };
    return scoreObjective({ ...rows, features, lipschitz, batches, ...(origin ? { origin } : {}) });
  };
  const objective = (lambdaTotal: number, part: PartName = 'train'): Objective => {
    const moments = data.moments[part];
    if (!momentsDo || !('scatter' in moments))
      return overRows(lambdaTotal, part, { store: side!.store, total: data.weights[part] });
    const penalty = penaltyAt(lambdaTotal);
    const batches = side ? batchesOf(side, penalty, data, scaling) : null;
    return squaredObjective(moments, scaling, spec.intercept, 0, penalty, batches);
  };
  const sample = (lambdaTotal: number, every: number): Objective | null => {
    const rows = side && !momentsDo ? sampleRows(side.store, every) : null;
    return rows && rows.total > 0 ? overRows(lambdaTotal, 'train', rows) : null;
  };
  const held = data.counts.validation > 0 ? objective(0, 'validation') : null;
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
    objective: (lambdaTotal) => objective(lambdaTotal),
    sample,
    validationLoss: held ? lossOf(held) : null,
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

function penaltyOf(spec: RunSpec, predictor: Predictor, factors: Float64Array, lambda: number): Penalty {
  const net = elasticNetPenalty({ lambda, l1Ratio: spec.l1Ratio, factors });
  return spec.coupling > 0 && predictor.k > 1
    ? coupledPenalty(net, predictor, lambda * (1 - spec.l1Ratio) * spec.coupling, factors)
    : net;
}

function batchesOf(side: RowSide, penalty: Penalty, data: PreparedData, scaling: Scaling) {
  const { intercept } = side.predictor;
  const meanWeight = data.weights.train / data.counts.train;
  const rowLipschitz = async () =>
    curvatureOf(side.loss, data) * (await largestRowNorm(side.store, scaling, intercept, meanWeight)) +
    penalty.curvature;
  return rowBatches({ ...side, penalty }, side.store, data.counts.train, meanWeight, rowLipschitz);
}

/** The loss's own bound; without one, its curvature where every row has the mean rate: e^s at the null score. */
function curvatureOf(loss: ScoreLoss, data: PreparedData): number {
  if (loss.curvature !== null) return loss.curvature;
  const { mean, p } = data.moments.train;
  return Math.max(...loss.nullScores(mean.slice(p)).map(exponential));
}

/** The largest eigenvalue of [1 X̃]ᵀ[1 X̃] / m; where there are no moments its trace, which is no smaller. */
function designEigenvalue(data: PreparedData, scaling: Scaling, intercept: boolean): number {
  const train = data.moments.train;
  if ('scatter' in train) return squaredObjective(train, scaling, intercept, 0).lipschitz();
  let trace = intercept ? 1 : 0;
  for (let j = 0; j < train.p; j++) {
    if (scaling.constant[j]) continue;
    const offset = train.mean[j]! - scaling.shift[j]!;
    trace += (columnVariation(train, j) / train.count + offset * offset) / scaling.scale[j]! ** 2;
  }
  return trace;
}

function displayScale(spec: RunSpec, data: PreparedData, scaling: Scaling): Float64Array {
  if (spec.standardize !== 'none') return scaling.scale;
  return Float64Array.from(data.plan.columns, (_, j) => columnDeviation(data.moments.train, j) || 1);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
