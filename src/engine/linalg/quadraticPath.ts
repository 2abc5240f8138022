import { minimizeQuadratic, type Quadratic } from './quadratic.ts';

/** ½ θᵀHθ − cᵀθ + λ Σ f_j [ (1 − ρ)/2 θ_j² + ρ |θ_j| ], for one λ after the other. */
export interface ElasticNetPath {
  readonly n: number;
  /** H of the data loss alone: n × n, row-major, symmetric. */
  readonly hessian: Float64Array;
  /** c. */
  readonly linear: Float64Array;
  /** f: n factors ≥ 0; coordinates with 0 are not penalized. */
  readonly factors: Float64Array;
  /** ρ. */
  readonly l1Ratio: number;
}

/** The share of the largest |c_j| by which rounding may move a slope past its bound. */
const TOLERANCE = 1e-13;

/**
 * The minima at falling λ, each from the one before. What the sequential strong rule (Tibshirani et al. 2012) leaves out
 * is not looked at, and comes back where the KKT conditions say that it was wrong. Exact zeros. The arrays are the
 * caller's.
 * @param screen false: without the rule, with the same results
 */
export function* elasticNetPath(
  path: ElasticNetPath,
  lambdas: Iterable<number>,
  screen = true,
): Generator<Float64Array> {
  const theta = new Float64Array(path.n);
  const slopes = path.linear.map((value) => -value);
  const tolerance = TOLERANCE * path.linear.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  let before = Number.POSITIVE_INFINITY;
  for (const lambda of lambdas) {
    const candidates = new Uint8Array(path.n).fill(1);
    const falling = Number.isFinite(before) && before >= lambda;
    if (screen && falling) applyStrongRule(path, theta, slopes, lambda, before, candidates);
    do {
      minimizeAmong(path, lambda, candidates, theta);
      refreshSlopes(path, theta, slopes);
    } while (addViolators(path, slopes, lambda, candidates, tolerance));
    before = lambda;
    yield theta.slice();
  }
}

/** Leaves out coordinates at 0 whose slope at the last λ is below ρ f (2λ − λ_before). */
function applyStrongRule(
  { factors, l1Ratio }: ElasticNetPath,
  theta: Float64Array,
  slopes: Float64Array,
  lambda: number,
  before: number,
  candidates: Uint8Array,
): void {
  for (let j = 0; j < theta.length; j++) {
    const bound = l1Ratio * factors[j]! * (2 * lambda - before);
    if (theta[j] === 0 && Math.abs(slopes[j]!) < bound) candidates[j] = 0;
  }
}

function minimizeAmong(
  { n, hessian, linear, factors, l1Ratio }: ElasticNetPath,
  lambda: number,
  candidates: Uint8Array,
  theta: Float64Array,
): void {
  const chosen: number[] = [];
  for (let j = 0; j < n; j++) if (candidates[j]) chosen.push(j);
  const size = chosen.length;
  const own = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    const row = chosen[a]! * n;
    for (let b = 0; b < size; b++) own[a * size + b] = hessian[row + chosen[b]!]!;
    own[a * (size + 1)]! += lambda * (1 - l1Ratio) * factors[chosen[a]!]!;
  }
  const problem: Quadratic = {
    n: size,
    hessian: own,
    linear: Float64Array.from(chosen, (j) => linear[j]!),
    l1: l1Ratio > 0 ? Float64Array.from(chosen, (j) => lambda * l1Ratio * factors[j]!) : null,
  };
  const values = Float64Array.from(chosen, (j) => theta[j]!);
  minimizeQuadratic(problem, values);
  for (const [a, j] of chosen.entries()) theta[j] = values[a]!;
}

/** Hθ − c: the slopes of the data loss. */
function refreshSlopes(
  { n, hessian, linear }: ElasticNetPath,
  theta: Float64Array,
  slopes: Float64Array,
): void {
  for (let j = 0; j < n; j++) slopes[j] = -linear[j]!;
  for (let j = 0; j < n; j++) {
    const value = theta[j]!;
    if (value === 0) continue;
    for (let i = 0, at = j * n; i < n; i++, at++) slopes[i]! += value * hessian[at]!;
  }
}

/** Takes back coordinates that were left out although they do not stay at 0; true where there were any. */
function addViolators(
  { factors, l1Ratio }: ElasticNetPath,
  slopes: Float64Array,
  lambda: number,
  candidates: Uint8Array,
  tolerance: number,
): boolean {
  let found = false;
  for (let j = 0; j < slopes.length; j++) {
    if (candidates[j] || Math.abs(slopes[j]!) <= lambda * l1Ratio * factors[j]! + tolerance) continue;
    candidates[j] = 1;
    found = true;
  }
  return found;
}
