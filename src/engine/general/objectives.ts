import type { PreparedData } from '../data/prepare.ts';
import { columnVariation } from '../data/scaling.ts';
import { PART, type PartName, type Scaling } from '../data/types.ts';
import { exponential } from '../kernels/index.ts';
import { coupledPenalty, elasticNetPenalty, type Penalty } from '../objectives/penalty.ts';
import { rowBatches } from '../objectives/rowBatches.ts';
import { largestRowNorm } from '../objectives/rowNorms.ts';
import { sampleRows } from '../objectives/rowSample.ts';
import { type RowProblem, scoreObjective } from '../objectives/scoreObjective.ts';
import { squaredObjective } from '../objectives/squared.ts';
import type { Predictor, ScoreLoss } from '../objectives/types.ts';
import type { Feature } from '../registry.ts';
import type { Objective } from '../solvers/types.ts';
import type { RunSpec } from '../spec.ts';
import { nullScores, nullTheta } from './nullScores.ts';
import type { RowSide } from './problem.ts';

/** What the objectives of a problem are made of. */
export interface ObjectiveParts {
  readonly spec: RunSpec;
  readonly data: PreparedData;
  readonly network: boolean;
  readonly scaling: Scaling;
  readonly features: ReadonlySet<Feature>;
  /** The factor of λ for each number of theta. */
  readonly factors: Float64Array;
  readonly predictor: Predictor;
  readonly loss: ScoreLoss;
  /** The rows, where the loss is summed over them or they are taken in batches. */
  readonly side: RowSide | null;
  /** Whether moments tell the loss. */
  readonly momentsDo: boolean;
  readonly lipschitz: ((lambdaTotal: number) => number) | undefined;
}

/** The objectives of one problem: at any λ, on any part of the split, on a sample of the rows. */
export class ProblemObjectives {
  /** Of the design; NaN of networks. */
  readonly #eigenvalue: () => number;

  constructor(private readonly parts: ObjectiveParts) {
    const { data, scaling, spec, network } = parts;
    this.#eigenvalue = once(() => (network ? Number.NaN : designEigenvalue(data, scaling, spec.intercept)));
  }

  /** The mean loss of a part's rows, and the penalty at a total λ. */
  at(lambdaTotal: number, part: PartName = 'train'): Objective {
    const { data, momentsDo, side, scaling, spec } = this.parts;
    const moments = data.moments[part];
    if (!momentsDo || !('scatter' in moments))
      return this.#overRows(lambdaTotal, part, { store: side!.store, total: data.weights[part] });
    const penalty = this.#penaltyAt(lambdaTotal);
    const batches = side ? batchesOf(side, penalty, data, scaling) : null;
    return squaredObjective(moments, scaling, spec.intercept, 0, penalty, batches);
  }

  /** The same over one training row in so many; null where rows are not held. */
  sample(lambdaTotal: number, every: number): Objective | null {
    const { side, momentsDo } = this.parts;
    const rows = side && !momentsDo ? sampleRows(side.store, every) : null;
    return rows && rows.total > 0 ? this.#overRows(lambdaTotal, 'train', rows) : null;
  }

  #overRows(lambdaTotal: number, part: PartName, own: Pick<RowProblem, 'store' | 'total'>): Objective {
    const { data, loss, predictor, network, features, scaling, side } = this.parts;
    const penalty = this.#penaltyAt(lambdaTotal);
    const batches = batchesOf(side!, penalty, data, scaling);
    const lipschitz = () =>
      this.parts.lipschitz?.(lambdaTotal) ?? curvatureOf(loss, data) * this.#eigenvalue() + penalty.curvature;
    const origin = network ? undefined : nullTheta(predictor, nullScores({ data, loss }));
    const rows = { predictor, loss, penalty, part: PART[part], ...own };
    return scoreObjective({ ...rows, features, lipschitz, batches, ...(origin ? { origin } : {}) });
  }

  #penaltyAt(lambdaTotal: number): Penalty {
    const { spec, predictor, factors, data } = this.parts;
    return penaltyOf(spec, predictor, factors, lambdaTotal / data.weights.train);
  }
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

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
