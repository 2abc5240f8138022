import type { LinearWeights, Moments, Scaling } from '../data/types.ts';
import type { Steps } from '../linalg/steps.ts';
import type { Penalty } from '../objectives/penalty.ts';
import type { EntryInfo, Feature } from '../registry.ts';

/** The loss at one point, as the three numbers that are never mixed: total = dataLoss + penalty. */
export interface Evaluation {
  readonly dataLoss: number;
  readonly penalty: number;
}

/**
 * A training objective on the optimized (scaled) weights: mean data loss + penalty. `theta` of a linear model holds,
 * output by output, p weights and then, with an intercept, one intercept: k × (p + 1) numbers, or k × p without.
 * Objectives over moments answer at once, those over blocks of rows by a promise: solvers await either.
 */
export interface Objective {
  readonly p: number;
  readonly k: number;
  readonly intercept: boolean;
  /** Numbers in theta. */
  readonly size: number;
  /** What it has: see {@link Feature}. */
  readonly features: ReadonlySet<Feature>;
  readonly penalty: Penalty;
  /** The theta whose weights are 0 and whose intercepts fit alone: what KKT residuals are relative to. Absent: 0. */
  readonly origin?: Float64Array;
  /**
   * Value at theta, the L1 part included; writes the gradient of the smooth part (data loss + L2) into `gradient`
   * where given.
   */
  evaluate(theta: Float64Array, gradient: Float64Array | null): Evaluation | Promise<Evaluation>;
  /**
   * A bound of the Hessian's largest eigenvalue (smooth part): full-batch gradient descent converges below 2 / this.
   * Where the loss has no bound, that at the start; NaN where nothing is known.
   */
  lipschitz(): number;
  /** Writes the Hessian of the smooth part, symmetric and full, size × size; absent without `hessian` among the features. */
  hessian?(theta: Float64Array, hessian: Float64Array): void | Promise<void>;
  /** The training rows in batches; null where only moments are known. */
  readonly batches: BatchSource | null;
}

/** The training rows a few at a time, for stochastic solvers. */
export interface BatchSource {
  /** Training rows. */
  readonly count: number;
  /** A bound of the largest second derivative of one row's loss + smooth penalty: the largest row norm matters. */
  rowLipschitz(): number | Promise<number>;
  /**
   * All rows once, `size` at a time (the last batch may be smaller): blocks in an order, and rows within a block in an
   * order, that `seed` and `epoch` alone decide.
   */
  epoch(size: number, seed: number, epoch: number): AsyncIterable<Batch>;
}

export interface Batch {
  readonly count: number;
  /** Mean loss of the batch + the whole penalty; writes the gradient of the smooth part. */
  evaluate(theta: Float64Array, gradient: Float64Array): Evaluation;
}

/** A moment of an iterative run; the arrays are the solver's own and are overwritten by the next step. */
export interface Iterate extends Evaluation {
  readonly iteration: number;
  /**
   * Euclidean norm of the gradient of the total; with an L1 part, of the subgradient that is nearest to 0
   * (`subgradientNorm`).
   */
  readonly gradientNorm: number;
  /** The relative KKT residual, where the solver goes by it. */
  readonly kktResidual?: number;
  readonly theta: Float64Array;
  /** True where loss and gradient are those of the last batch, not of all rows. */
  readonly partial?: boolean;
  /** All that the solver needs to go on from here as if it had not stopped, bit for bit. */
  readonly state?: () => SolverState;
}

/** A solver's state as plain data: numbers and arrays of numbers by the solver's own names. */
export interface SolverState {
  readonly solver: string;
  readonly iteration: number;
  readonly theta: number[];
  readonly numbers: Record<string, number>;
  readonly arrays: Record<string, number[]>;
}

/** converged: the tolerance was reached. stalled: no step improves the loss any more. earlyStopping: validation rose. */
export type StopReason = 'iterations' | 'converged' | 'diverged' | 'stalled' | 'earlyStopping';

/** How an iterative run ended. */
export interface IterativeResult {
  readonly reason: StopReason;
  readonly iterations: number;
  /** The last finite weights; after early stopping, those with the best validation loss. */
  readonly theta: Float64Array;
  readonly learningRate: number;
  /** After divergence: the rate below which the method is known to converge on a quadratic; null where none is known. */
  readonly rateLimit?: number | null;
}

export interface IterativeOptions {
  readonly iterations: number;
  readonly learningRate: number | 'auto';
  /** Stops when the gradient's norm falls below this share of its norm at the start; 0: never. */
  readonly tolerance: number;
  /**
   * Solvers to tolerance also go on until the minimum lies no farther off, by what they have learned of the curvature,
   * than this share of the largest number of theta, or until digits end; 0 or absent: the tolerance alone decides.
   */
  readonly settled?: number;
  readonly seed?: number;
  /** Rows a step; 0 or absent: the solver's own choice. */
  readonly batchSize?: number;
  /** The solver's parameters by id, all of them. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** The learning rate's factor at an iteration (from 0 on), of `iterations` in all; absent: 1. */
  readonly schedule?: (iteration: number) => number;
  /** Gradients longer than this are shortened to it; 0 or absent: never. */
  readonly clip?: number;
  /** Early stopping: evaluations without a better validation loss; 0 or absent: never. */
  readonly patience?: number;
  readonly validationLoss?: (theta: Float64Array) => number | Promise<number>;
  /** Where another run stopped. */
  readonly resume?: SolverState;
}

/** Yields the state at iteration 0, 1, 2 …; the caller pauses, steps and cancels by not asking for the next. */
export interface IterativeSolver extends EntryInfo {
  readonly kind: 'iterative';
  /** tolerance: runs until it has arrived (1e-8 unless told otherwise). watch: runs its iterations, to be seen. */
  readonly goal: 'tolerance' | 'watch';
  run(
    objective: Objective,
    start: Float64Array,
    options: IterativeOptions,
  ): AsyncGenerator<Iterate, IterativeResult>;
}

/**
 * Squared error with L2 on the optimized scale, from moments of the training rows:
 * J = ½ Σ_t ‖ỹ_t − X̃ w_t‖² / m + (λ / 2m) Σ_t ‖w_t‖², the intercept eliminated by centring.
 */
export interface RidgeProblem {
  readonly moments: Moments;
  readonly scaling: Scaling;
  readonly intercept: boolean;
  /** Columns that are the levels of one text column each. */
  readonly groups?: readonly (readonly number[])[];
  /** For the `svd` solver: the triangular factor of the scaled rows, where it was accumulated. */
  readonly factor: TriangularFactor | null;
}

/** R of the QR of the rows [X̃ ỹ] (centred with an intercept), merged block by block. */
export interface TriangularFactor {
  readonly p: number;
  readonly k: number;
  readonly count: number;
  /** (p + k) × (p + k), row-major, upper triangular. */
  readonly r: Float64Array;
}

/** Every exact solution of one problem: made once, then asked for as many λ as wanted. */
export interface RidgeFamily {
  /** Weights at a total λ, on the optimized scale. At λ = 0 and rank < p: the minimum-norm solution. */
  solve(lambdaTotal: number): LinearWeights;
  /** The same for a comparison: where that would take the spectrum of many columns, only nearly so. */
  solveRoughly(lambdaTotal: number): LinearWeights;
  /** Σ d² / (d² + λ), plus one for the intercept. Where the spectrum is not known it costs as much as a solution. */
  degreesOfFreedom(lambdaTotal: number): number;
  /** True where the spectrum is there, or there in no time: the condition and other λ then cost next to nothing. */
  readonly knowsSpectrum: boolean;
  /** Ratio of the largest to the smallest singular value of X̃ (Infinity where singular); from the spectrum. */
  readonly condition: number;
  /** True where the columns that vary depend on one another: without λ, many models fit equally well. */
  readonly singular: boolean;
  /** An upper bound where that would take a spectrum that is not known. */
  readonly rank: number;
  /** True where another λ costs no more than O(p²), or next to nothing anyway. */
  readonly live: boolean;
  /** Computes in steps what makes the family live, where that is worth it. */
  enliven(): Steps<void>;
  /**
   * Estimated condition number of X̃ᵀX̃ + λ_total I after its columns are brought to one size: solutions from moments
   * lose about as many digits as it has, whatever the columns' units. Infinity where singular to working precision.
   */
  gramCondition(lambdaTotal: number): number;
  /** Order of the system that is solved: the columns, or in the dual form the rows. */
  readonly order: number;
}

/** A family over columns, which iterative refinement can build on. */
export interface ColumnFamily extends RidgeFamily {
  /**
   * (X̃ᵀX̃ + λ_total I)⁻¹ applied to `right` (k × p, target-major; a new array is returned), or its pseudo-inverse
   * where singular: the step of an iterative refinement.
   */
  correct(right: Float64Array, lambdaTotal: number): Float64Array;
}

export interface ExactSolver extends EntryInfo {
  readonly kind: 'exact';
  /** True where the solver needs `RidgeProblem.factor`, which costs a pass over the rows. */
  readonly needsFactor: boolean;
  prepare(problem: RidgeProblem): ColumnFamily;
}

export type Solver = ExactSolver | IterativeSolver;
