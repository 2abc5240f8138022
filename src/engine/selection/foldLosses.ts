import type { PreparedData } from '../data/prepare.ts';
import { toOriginal } from '../data/scaling.ts';
import type { LinearWeights, Moments, PartName } from '../data/types.ts';
import { throwIfAborted } from '../errors.ts';
import { featuresOf } from '../features.ts';
import { type Fit, lambdaTotal, prepareFit } from '../fit.ts';
import { createProblem, totalLambda } from '../general/createProblem.ts';
import { minimize } from '../general/optimum.ts';
import type { Problem } from '../general/problem.ts';
import { scoresAt } from '../general/scores.ts';
import { JACOBI } from '../linalg/spectral.ts';
import type { Judgement, MetricInfo } from '../metrics/index.ts';
import { scoreMoments } from '../metrics/momentsScore.ts';
import { solutionErrors } from '../model/lambdaCurve.ts';
import { meanScores, scoresFromRows } from '../model/scores.ts';
import { models } from '../models/index.ts';
import { spectralFamily } from '../solvers/spectralFamily.ts';
import type { RunSpec } from '../spec.ts';
import { counted, modelsAt, type PathOptions } from './path.ts';

/** What the models of some λ lose on the rows that they were trained on, and on those that were held out. */
export interface FoldLosses {
  readonly train: Float64Array;
  readonly validation: Float64Array;
  /** The judged metric on the held-out rows; null where that is the loss itself. */
  readonly judged: Float64Array | null;
}

export interface LossOptions extends PathOptions {
  readonly memoryLimitBytes: number;
}

/** True for squared error in the target's own unit: losses are means of squared errors. */
export function isSquared(spec: RunSpec, { plan }: PreparedData): boolean {
  return models.get(plan.model).offers.includes('moments') && spec.targetTransform === 'none';
}

/** True for squared error with a plain L2 penalty. */
export function isPlainRidge(spec: RunSpec, data: PreparedData): boolean {
  return isSquared(spec, data) && featuresOf(models.get(data.plan.model), spec).has('ridge');
}

/** The metric beside the loss: the first that is not the loss itself. */
export function judgedMetric({ metrics }: Judgement): MetricInfo | null {
  return metrics.find(({ id, minor }) => id !== 'mse' && id !== 'logLoss' && !minor) ?? null;
}

/**
 * Losses of the models of falling λ (in the spec's scale) on one fold's data. Squared error: means over rows and targets,
 * from the moments as far as these keep enough digits. Any other loss: its mean, each λ trained from the one before.
 * @returns yields between pieces of work, each time how many λ are done
 */
export async function* foldLosses(
  spec: RunSpec,
  data: PreparedData,
  lambdas: readonly number[],
  options: LossOptions,
): AsyncGenerator<number, FoldLosses> {
  if (!isSquared(spec, data)) return yield* followedLosses(spec, data, lambdas, options);
  if (isPlainRidge(spec, data)) {
    const fit = yield* counted(ridgeFit(spec, data, lambdas, options.signal), 0);
    yield 0;
    return ridgeLosses(fit, lambdas, options.signal);
  }
  const problem = await createProblem(spec, data, { ...options, rows: false });
  const found = yield* modelsAt(problem, lambdas, options);
  return squaredLosses(spec, data, found, options.signal);
}

/** Rows of files up to this size are read again where they are not in memory. */
const SMALL_FILE = 32 << 20;
/** A whole decomposition is dearer than so many single solutions. */
const FEW = 4;

/** True where going through the rows again costs no pass over a large file. */
export function rowsAtHand({ kept, table }: PreparedData): boolean {
  return kept !== null || table.inMemory || table.bytes <= SMALL_FILE;
}

/**
 * Every ridge solution; over the rows themselves where the moments would lose digits and the rows are at hand.
 * @returns yields between pieces of work
 */
export async function* ridgeFit(
  spec: RunSpec,
  data: PreparedData,
  lambdas: readonly number[],
  signal?: AbortSignal,
): AsyncGenerator<void, Fit> {
  const solver = rowsAtHand(data) ? 'auto' : 'cholesky';
  const fit = await prepareFit({ ...spec, solver, lambda: Math.min(...lambdas) }, data, signal);
  if (lambdas.length <= FEW) return fit;
  const { primal } = fit;
  // One decomposition instead of a factorization at each λ, where that costs no digits.
  if (primal && !fit.illConditioned && primal.problem.moments.p <= JACOBI)
    return { ...fit, family: spectralFamily(primal.problem) };
  for (const _ of fit.family.enliven()) {
    throwIfAborted(signal);
    yield;
  }
  return fit;
}

/** Means of the squared errors of the models of some λ; where there are fewer rows than columns, by products of rows. */
export async function ridgeLosses(
  fit: Fit,
  lambdas: readonly number[],
  signal?: AbortSignal,
): Promise<FoldLosses> {
  if (!fit.dual) return squaredLosses(fit.spec, fit.data, ridgeModels(fit, lambdas), signal);
  const errors = lambdas.map((lambda) => solutionErrors(fit, lambdaTotal(fit, lambda)));
  const of = (part: PartName) => Float64Array.from(errors, (own) => own(part));
  return { train: of('train'), validation: of('validation'), judged: null };
}

/** The models of some λ, in original units. */
function ridgeModels(fit: Fit, lambdas: readonly number[]): LinearWeights[] {
  return lambdas.map((lambda) => toOriginal(fit.family.solve(lambdaTotal(fit, lambda)), fit.scaling));
}

/** Means over rows and targets of the squared errors, from the moments as far as these keep enough digits; 0 of no rows. */
async function squaredLosses(
  spec: RunSpec,
  data: PreparedData,
  found: readonly LinearWeights[],
  signal?: AbortSignal,
): Promise<FoldLosses> {
  const { train, validation } = data.moments;
  const losses = { train: new Float64Array(found.length), validation: new Float64Array(found.length) };
  const doubtful: number[] = [];
  for (const [at, weights] of found.entries()) {
    const own = 'scatter' in train ? meanError(train, weights, spec.intercept) : null;
    const held = 'scatter' in validation ? meanError(validation, weights, spec.intercept) : null;
    if (own !== null && validation.count === 0) {
      losses.train[at] = own;
      continue;
    }
    if (own === null || held === null) doubtful.push(at);
    losses.train[at] = own ?? 0;
    losses.validation[at] = held ?? 0;
  }
  if (doubtful.length === 0) return { ...losses, judged: null };
  const again = doubtful.map((at) => found[at]!);
  const { scores } = await scoresFromRows(data, again, spec.intercept, signal);
  for (const [place, at] of doubtful.entries()) {
    const means = meanScores(scores[place]!);
    losses.train[at] = means.train?.mse ?? 0;
    losses.validation[at] = means.validation?.mse ?? 0;
  }
  return { ...losses, judged: null };
}

/** A relative error that no curve shows, and that no choice of λ hangs on. */
const DIGITS = 1e-10;

/** The mean squared error over rows and targets; null where the moments keep too few of its digits. */
export function meanError(moments: Moments, weights: LinearWeights, intercept: boolean): number | null {
  const scores = scoreMoments(moments, weights, intercept);
  if (!scores?.every(({ errorBound }) => errorBound < DIGITS)) return null;
  return scores.reduce((sum, { mse }) => sum + mse!, 0) / scores.length;
}

/** Each λ's minimum from the one before; half a squared error counts as a whole one. */
async function* followedLosses(
  spec: RunSpec,
  data: PreparedData,
  lambdas: readonly number[],
  options: LossOptions,
): AsyncGenerator<number, FoldLosses> {
  const { signal } = options;
  const rows = spec.targetTransform !== 'none';
  const problem = await createProblem(spec, data, { ...options, rows });
  const whole = models.get(data.plan.model).offers.includes('moments') ? 2 / data.plan.targets.length : 1;
  const metric = judgedMetric(problem.judgement);
  const losses = {
    train: new Float64Array(lambdas.length),
    validation: new Float64Array(lambdas.length),
    judged: metric && new Float64Array(lambdas.length),
  };
  let theta = new Float64Array(problem.predictor.size);
  for (const [at, lambda] of lambdas.entries()) {
    throwIfAborted(signal);
    const steps = minimize(problem, totalLambda(spec, problem.total, lambda), theta, signal);
    const found = yield* counted(steps, at);
    theta = found.theta.slice();
    losses.train[at] = whole * found.last.dataLoss;
    losses.validation[at] = whole * (await problem.validationLoss!(theta));
    if (metric) losses.judged![at] = await judgedAt(problem, metric, theta);
    yield at + 1;
  }
  return losses;
}

async function judgedAt(problem: Problem, { id }: MetricInfo, theta: Float64Array): Promise<number> {
  const { validation } = await scoresAt(problem, theta);
  return validation?.[id] ?? Number.NaN;
}
