import type { PreparedData } from '../data/prepare.ts';
import { columnVariation, toOriginal } from '../data/scaling.ts';
import { type DesignBlock, type LinearWeights, PART, type PartName } from '../data/types.ts';
import { type Fit, lambdaTotal } from '../fit.ts';
import type { Details } from '../inspectionReport.ts';
import type { MetricId } from '../metrics/index.ts';
import { RegressionMetrics, type RegressionScore, scoreMoments } from '../metrics/regression.ts';
import type { LambdaCurve, LambdaView, PartScores, Scores } from '../report.ts';
import { SPECTRUM_LIMIT } from '../solvers/normalEquations.ts';

const PARTS = ['train', 'validation', 'test'] as const;

/** Scores of every target on every part. */
export type TargetScores = PartScores[];

/** What the moments say of a model in original units: no row is read, and MAE stays unknown. Rows that stand in for them tell all. */
export function scoresFromMoments(
  fit: Pick<Fit, 'data' | 'spec' | 'dual'>,
  weights: LinearWeights,
): TargetScores {
  const { data, spec, dual } = fit;
  const parts = PARTS.map((part) => {
    const moments = data.moments[part];
    if ('scatter' in moments) return scoreMoments(moments, weights, spec.intercept);
    const metrics = new RegressionMetrics(weights, spec.intercept);
    if (dual) metrics.add(dual.block, PART[part]);
    return metrics.scores();
  });
  return collect(weights.k, parts);
}

/** Scores of some models, and what else is found out about the first of them. */
export interface ScoredModels {
  /** For each model, a {@link PartScores} a target. */
  readonly scores: TargetScores[];
  /** Null where no rows were read. */
  readonly details: Details | null;
}

/** Scores of several models in one go over the rows, MAE included, and the quantiles of the first one's residuals. */
export async function scoresFromRows(
  data: PreparedData,
  models: readonly LinearWeights[],
  intercept: boolean,
  signal?: AbortSignal,
): Promise<ScoredModels> {
  const metrics = models.map((weights, at) =>
    PARTS.map(() => new RegressionMetrics(weights, intercept, at === 0)),
  );
  const all = metrics.flatMap((own) => PARTS.map((part, at) => ({ metric: own[at]!, part: PART[part] })));
  if (data.kept) for (const { metric, part } of all) metric.add(data.kept, part);
  else {
    for await (const block of data.codedRows('absolute errors', signal))
      for (const { metric, part } of all) metric.addCoded(block, part);
  }
  const scores = metrics.map((own, at) =>
    collect(
      models[at]!.k,
      own.map((metric) => metric.scores()),
    ),
  );
  const [train, validation, test] = (metrics[0] ?? []).map((metric) => metric.details());
  return {
    scores,
    details: { train: train ?? null, validation: validation ?? null, test: test ?? null },
  };
}

/** Files up to this size are read again for absolute errors unasked. */
const SMALL_FILE = 32 << 20;

/**
 * Scores of several models: from the rows where they are at hand, or where the moments' own errors would show; else from
 * the moments, without MAE, and a sentence says so.
 */
export async function scoreModels(
  fit: Pick<Fit, 'data' | 'spec' | 'dual'>,
  models: readonly LinearWeights[],
  source: 'rows' | 'moments' | 'cheapest',
  signal?: AbortSignal,
): Promise<ScoredModels & { note: string | null }> {
  const { data, spec } = fit;
  const atHand = data.kept !== null || data.table.inMemory || data.table.bytes <= SMALL_FILE;
  const exact = atHand || !models.every((weights) => momentsSuffice(fit, weights));
  if (source === 'rows' || (source === 'cheapest' && exact)) {
    return { ...(await scoresFromRows(data, models, spec.intercept, signal)), note: null };
  }
  const note =
    source === 'moments'
      ? 'Mean absolute errors were left out, because the run was stopped.'
      : 'Mean absolute errors were left out: they need the file to be read once more (--mae).';
  return { scores: models.map((weights) => scoresFromMoments(fit, weights)), details: null, note };
}

function momentsSuffice(fit: Pick<Fit, 'data' | 'spec'>, weights: LinearWeights): boolean {
  return PARTS.every((part) => {
    const moments = fit.data.moments[part];
    if (!('scatter' in moments)) return true;
    const scores = scoreMoments(moments, weights, fit.spec.intercept);
    return scores === null || scores.every((score) => score.trustworthy);
  });
}

function collect(k: number, parts: (readonly RegressionScore[] | null)[]): TargetScores {
  return Array.from({ length: k }, (_, t) => {
    const [train, validation, test] = parts.map((scores) => (scores ? plain(scores[t]!) : null));
    return { train: train ?? null, validation: validation ?? null, test: test ?? null };
  });
}

function plain({ mse, rmse, mae, r2 }: RegressionScore): Scores {
  return { mse, rmse, mae, r2 };
}

/** The mean over targets of each score; RMSE is the root of the mean MSE. */
export function meanScores(targets: TargetScores): PartScores {
  if (targets.length === 1) return targets[0]!;
  const mean = (part: (typeof PARTS)[number]): Scores | null => {
    const scores = targets.map((target) => target[part]);
    return scores.some((score) => score === null) ? null : meanOf(scores as Scores[]);
  };
  return { train: mean('train'), validation: mean('validation'), test: mean('test') };
}

function meanOf(scores: readonly Scores[]): Scores {
  const ids = Object.keys(scores[0]!) as MetricId[];
  const mean: Scores = Object.fromEntries(ids.map((id) => [id, average(scores.map((score) => score[id]))]));
  const { mse } = mean;
  return typeof mse === 'number' ? { ...mean, rmse: Math.sqrt(mse) } : mean;
}

function average(values: (number | null | undefined)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null || value === undefined) return null;
    sum += value;
  }
  return sum / values.length;
}

/**
 * A model and its λ as the panel shows them.
 * @param scaled weights on the optimized scale
 * @param known means over targets, where rows were read (else they come from the moments), and degrees of freedom
 */
export function lambdaView(
  fit: Fit,
  scaled: LinearWeights,
  lambda: number,
  known: { readonly scores?: PartScores; readonly degreesOfFreedom?: number | null } = {},
): LambdaView {
  const total = lambdaTotal(fit, lambda);
  const original = toOriginal(scaled, fit.scaling);
  const scores = known.scores ?? meanScores(scoresFromMoments(fit, original));
  const p = scaled.p;
  return {
    lambda,
    lambdaTotal: total,
    standardized: Array.from(original.weights, (weight, at) => weight * fit.displayScale[at % p]!),
    weights: Array.from(original.weights),
    intercept: Array.from(original.intercept),
    dataLoss: 0.5 * (scores.train?.mse ?? 0) * scaled.k,
    penalty: penaltyOf(scaled, total, fit.data.weights.train),
    scores,
    degreesOfFreedom: known.degreesOfFreedom ?? degreesOfFreedom(fit, total),
    exactZeros: scaled.weights.reduce((zeros, weight) => zeros + (weight === 0 ? 1 : 0), 0),
  };
}

/** Without the spectrum the degrees of freedom would cost more than the solution: null stands for "not known". */
function degreesOfFreedom({ family }: Fit, total: number): number | null {
  const cheap = family.knowsSpectrum || (total === 0 && !family.singular);
  return cheap ? family.degreesOfFreedom(total) : null;
}

function penaltyOf(scaled: LinearWeights, total: number, rows: number): number {
  if (total === 0) return 0;
  const root = Math.sqrt(total / (2 * rows));
  let penalty = 0;
  for (const weight of scaled.weights) penalty += (root * weight) ** 2;
  return penalty;
}

/** Points on the λ axis, and what the moments say at each: the picture behind the slider. */
export function lambdaCurve(fit: Fit): LambdaCurve {
  const lambda = lambdaGrid(fit);
  const heldOutPart =
    fit.data.counts.validation > 0 ? 'validation' : fit.data.counts.test > 0 ? 'test' : null;
  const freedom: number[] = [];
  const train: number[] = [];
  const heldOut: number[] = [];
  for (const value of lambda) {
    const total = lambdaTotal(fit, value);
    const errors = solutionErrors(fit, total);
    train.push(errors('train'));
    if (heldOutPart) heldOut.push(errors(heldOutPart));
    const known = degreesOfFreedom(fit, total);
    if (known !== null) freedom.push(known);
  }
  return {
    lambda,
    train,
    heldOut: heldOutPart ? heldOut : null,
    heldOutPart,
    degreesOfFreedom: freedom.length > 0 ? freedom : null,
  };
}

/** The mean squared errors, over targets, of the exact solution at a total λ. */
export function solutionErrors(fit: Fit, total: number): (part: PartName) => number {
  if (fit.dual) return predictionErrors(fit.dual.block, fit.dual.predictions(total));
  const original = toOriginal(fit.family.solve(total), fit.scaling);
  const scores = meanScores(scoresFromMoments(fit, original));
  return (part) => scores[part]?.mse ?? 0;
}

function predictionErrors({ y, part, rows }: DesignBlock, predictions: Float64Array) {
  const k = y.length / rows;
  return (name: PartName): number => {
    let sum = 0;
    let count = 0;
    for (let at = 0; at < y.length; at++) {
      if (part[Math.floor(at / k)] !== PART[name]) continue;
      sum += (y[at]! - predictions[at]!) ** 2;
      count++;
    }
    return count === 0 ? 0 : sum / count;
  };
}

/** Powers of ten past these are no λ. */
const DECADES = 300;

/**
 * λ evenly spaced by powers of ten, in the spec's scale, from where it does nothing (3·10⁻⁵ of the mean eigenvalue of
 * X̃ᵀX̃) to where little is left of the weights (30 of it), rounded to whole powers and wide enough for the λ in force.
 */
function lambdaGrid(fit: Fit): number[] {
  const { moments, weights } = fit.data;
  const { train } = moments;
  let trace = 0;
  for (let j = 0; j < train.p; j++) {
    if (!fit.scaling.constant[j]) trace += columnVariation(train, j) / fit.scaling.scale[j]! ** 2;
  }
  const typical = trace > 0 ? trace / (fit.dual ? train.count : train.p) : weights.train;
  const unit = fit.spec.lambdaScale === 'total' ? 1 : weights.train;
  const decade = (lambda: number) => Math.max(-DECADES, Math.min(DECADES, Math.log10(lambda)));
  let low = Math.round(decade((3e-5 * typical) / unit));
  let high = Math.round(decade((30 * typical) / unit));
  if (fit.spec.lambda > 0) {
    low = Math.min(low, Math.floor(decade(fit.spec.lambda)));
    high = Math.max(high, Math.ceil(decade(fit.spec.lambda)));
  }
  const points = pointsOnCurve(fit);
  return Array.from({ length: points }, (_, i) => 10 ** (low + ((high - low) * i) / (points - 1)));
}

/** Where every λ has to be factored by itself, few; where a better picture is to come, its ends. */
function pointsOnCurve({ family }: Fit): number {
  if (family.live) return 61;
  return family.order <= SPECTRUM_LIMIT ? 2 : 7;
}
