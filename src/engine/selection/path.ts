import type { PreparedData } from '../data/prepare.ts';
import { toOriginal } from '../data/scaling.ts';
import type { LinearWeights } from '../data/types.ts';
import { RidgelineError, throwIfAborted } from '../errors.ts';
import { lambdaTotal, prepareFit } from '../fit.ts';
import { createProblem, totalLambda } from '../general/createProblem.ts';
import { minimize } from '../general/optimum.ts';
import { originalWeights } from '../general/outputs.ts';
import type { Problem } from '../general/problem.ts';
import { elasticNetPath } from '../linalg/quadraticPath.ts';
import { scaleMoments } from '../linalg/scaledMoments.ts';
import { withIntercept } from '../solvers/ridgeIntercept.ts';
import type { RunSpec } from '../spec.ts';
import { MEMORY_LIMIT } from '../training.ts';
import { countedProgress, told, type WorkProgress } from '../workReport.ts';
import { pathLambdas } from './pathLambdas.ts';

/** The models of falling λ. */
export interface CoefficientPath {
  /** λ in the spec's scale, from the largest on. */
  readonly lambdas: readonly number[];
  /** In original units, one model a λ. */
  readonly models: readonly LinearWeights[];
  /** What the weights are keyed by. */
  readonly outputs: readonly string[];
}

export interface PathOptions {
  readonly memoryLimitBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

/** More λ than columns have bends; a whole decomposition is dearer than so many single solutions. */
const FEW = 4;

/** See {@link pathSteps}: all steps at once. */
export async function coefficientPath(
  spec: RunSpec,
  data: PreparedData,
  asked: readonly number[] | number,
  options: PathOptions = {},
): Promise<CoefficientPath> {
  const steps = pathSteps(spec, data, asked, options);
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}

/**
 * Trains at each λ: ridge by one decomposition, squared error with an L1 part by coordinate descent over the moments,
 * anything else each from the one before. Throws `bad-spec` for networks, whose minimum is not one of λ alone.
 * @param asked λ in the spec's scale, in any order, or how many the data are to choose
 * @returns yields between pieces of work, each time how far it is
 */
export async function* pathSteps(
  spec: RunSpec,
  data: PreparedData,
  asked: readonly number[] | number,
  options: PathOptions = {},
): AsyncGenerator<WorkProgress, CoefficientPath> {
  const memoryLimitBytes = options.memoryLimitBytes ?? MEMORY_LIMIT;
  const problem = await createProblem(spec, data, { memoryLimitBytes, rows: false });
  if (problem.model.network) {
    throw new RidgelineError(
      'bad-spec',
      'A network has no path over λ: each λ leads to another network. Train it at the λ that you want, or choose another model.',
    );
  }
  const lambdas =
    typeof asked === 'number' ? await pathLambdas(problem, asked) : [...asked].sort((a, b) => b - a);
  const progress = (done: number) => countedProgress('weights at λ', done, lambdas.length);
  const models = yield* told(modelsAt(problem, lambdas, options), progress);
  return { lambdas, models, outputs: problem.outputs };
}

/**
 * The models of falling λ (in the spec’s scale), in original units.
 * @returns yields between pieces of work, each time how many λ are done
 */
export async function* modelsAt(
  problem: Problem,
  lambdas: readonly number[],
  options: PathOptions,
): AsyncGenerator<number, LinearWeights[]> {
  const { features, spec, data, scaling } = problem;
  if (features.has('ridge')) return yield* ridgePath(spec, data, lambdas, options.signal);
  if (problem.store === null && spec.l1Ratio > 0 && spec.coupling === 0) {
    const found = lassoPath(problem, lambdas).map((own) => toOriginal(own, scaling));
    yield lambdas.length;
    return found;
  }
  return yield* followedPath(problem, lambdas, options.signal);
}

/** Every ridge solution of one problem, in original units. @param lambdas falling */
async function* ridgePath(
  spec: RunSpec,
  data: PreparedData,
  lambdas: readonly number[],
  signal?: AbortSignal,
): AsyncGenerator<number, LinearWeights[]> {
  const fit = await prepareFit({ ...spec, solver: 'auto', lambda: lambdas.at(-1)! }, data, signal);
  if (lambdas.length > FEW) {
    for (const _ of fit.family.enliven()) {
      throwIfAborted(signal);
      yield 0;
    }
  }
  return lambdas.map((lambda) => toOriginal(fit.family.solve(lambdaTotal(fit, lambda)), fit.scaling));
}

/**
 * Squared error with an elastic net at falling λ (in the spec's scale), from the moments: the intercept is eliminated by
 * centring, and each λ starts from the one before, without the columns that the strong rule leaves out.
 * @returns on the optimized scale
 */
export function lassoPath(problem: Problem, lambdas: readonly number[]): LinearWeights[] {
  const { spec, data, scaling, factors, total } = problem;
  const moments = data.moments.train;
  if (!('scatter' in moments)) throw new Error('a path from moments needs products of the columns');
  const scaled = scaleMoments(moments, scaling, spec.intercept);
  const { p, k, gram, cross } = scaled;
  const hessian = gram.map((sum) => sum / total);
  const perSample = lambdas.map((lambda) => totalLambda(spec, total, lambda) / total);
  const weights = lambdas.map(() => new Float64Array(k * p));
  for (let t = 0; t < k; t++) {
    const from = (t * factors.length) / k;
    const linear = cross.subarray(t * p, (t + 1) * p).map((sum) => sum / total);
    const own = factors.slice(from, from + p);
    const path = elasticNetPath({ n: p, hessian, linear, factors: own, l1Ratio: spec.l1Ratio }, perSample);
    let at = 0;
    for (const theta of path) weights[at++]!.set(theta, t * p);
  }
  return weights.map((own) => withIntercept(own, scaled, spec.intercept));
}

/** Each λ trained from the weights of the one before. */
async function* followedPath(
  problem: Problem,
  lambdas: readonly number[],
  signal?: AbortSignal,
): AsyncGenerator<number, LinearWeights[]> {
  const { spec, total } = problem;
  const models: LinearWeights[] = [];
  let theta = new Float64Array(problem.predictor.size);
  for (const lambda of lambdas) {
    throwIfAborted(signal);
    const steps = minimize(problem, totalLambda(spec, total, lambda), theta, signal);
    theta = (yield* counted(steps, models.length)).theta.slice();
    models.push(originalWeights(problem, theta));
  }
  return models;
}

/** Steps towards one λ, of which so many are done. */
export function counted<T>(steps: AsyncGenerator<void, T>, done: number): AsyncGenerator<number, T> {
  return told(steps, () => done);
}
