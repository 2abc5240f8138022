import { subgradientNorm } from '../objectives/penalty.ts';
import { withDefaults } from '../registry.ts';
import { DivergenceWatch } from './divergence.ts';
import { EarlyStopping } from './earlyStopping.ts';
import { automaticRate, type RateSetting, rateLimit } from './learningRate.ts';
import { clip, decayWeights, proximalStep } from './proximal.ts';
import { rowsAStep } from './rowsAStep.ts';
import type {
  Batch,
  Evaluation,
  Iterate,
  IterativeOptions,
  IterativeResult,
  Objective,
  SolverState,
  StopReason,
} from './types.ts';
import type { FirstOrder, UpdateRule } from './updateRule.ts';
import { freshPosition, type Position, positionOf, restore, stateOf } from './walkState.ts';

/** Rows after which a run in batches shows itself, and can be paused and stopped, within an epoch. */
const SHOWN_ROWS = 4096;

/** Batches whose mean loss is told by no single one of them. */
const SETTLED_STEPS = 32;

/** What {@link Walk.look} found; without an iterate where the loss or its gradient is not finite. */
export interface Look {
  readonly iterate: Iterate | null;
  readonly reason: StopReason | null;
}

/** A first-order run between two updates: θ, what its rule remembers, and where in the rows it is. */
export class Walk {
  readonly objective: Objective;
  readonly options: IterativeOptions;
  /** Rows a step; null: all of them. */
  readonly batchSize: number | null;
  readonly position: Position;
  readonly #kind: FirstOrder;
  readonly #rule: UpdateRule;
  readonly #theta: Float64Array;
  readonly #gradient: Float64Array;
  readonly #decay: Float64Array;
  readonly #rates: RateSetting;
  readonly #watch: DivergenceWatch;
  readonly #stopping: EarlyStopping;
  /** False until a resumed run has evaluated again what it had judged before it was saved. */
  #judges: boolean;
  /** What the run returns. */
  readonly #stood: { readonly theta: Float64Array; iteration: number };

  constructor(kind: FirstOrder, objective: Objective, start: Float64Array, options: IterativeOptions) {
    const { size } = objective;
    const { resume } = options;
    this.#kind = kind;
    this.objective = objective;
    this.options = options;
    this.batchSize = rowsAStep(kind, objective, options);
    const parameters = withDefaults(kind.parameters, options.parameters ?? {});
    this.#rates = { kind, parameters, objective, batchSize: this.batchSize };
    this.#rule = kind.create(size, parameters, this.batchSize === null);
    this.#theta = start.slice();
    this.#gradient = new Float64Array(size);
    this.#decay = new Float64Array(size);
    if (resume) restore(resume, kind, this.#theta, this.#rule.memory);
    this.position = resume ? positionOf(resume, this.batchSize) : freshPosition();
    if (options.learningRate !== 'auto') this.position.rate = options.learningRate;
    const best = resume?.arrays['bestTheta'];
    this.#watch = new DivergenceWatch(resume?.numbers);
    this.#stopping = new EarlyStopping(options, resume?.numbers, best ? Float64Array.from(best) : null);
    this.#judges = !resume;
    this.#stood = { theta: this.#theta.slice(), iteration: this.position.iteration };
  }

  /** True after the last update. */
  get atEnd(): boolean {
    return this.position.iteration >= this.options.iterations;
  }

  /** True where enough rows have been taken since the last iterate. */
  get due(): boolean {
    return this.position.rows >= SHOWN_ROWS && !this.atEnd;
  }

  /** Evaluates all rows at θ, and tells whether the run ends here. */
  async look(): Promise<Look> {
    const { position } = this;
    const evaluation = await this.objective.evaluate(this.#theta, this.#gradient);
    const gradientNorm = subgradientNorm(this.#theta, this.#gradient, this.objective.penalty.l1);
    const { dataLoss, penalty } = evaluation;
    position.rate ??= await automaticRate(this.#rates, this.#gradient);
    if (!Number.isFinite(dataLoss + penalty + gradientNorm)) return { iterate: null, reason: 'diverged' };
    position.startNorm ??= gradientNorm;
    const reason = await this.#reason(evaluation, gradientNorm);
    return { iterate: this.#iterate(evaluation, gradientNorm, false), reason };
  }

  /** Moves θ by the gradient that {@link look} left. */
  update(): void {
    const { position, options } = this;
    const rate = position.rate! * (options.schedule?.(position.iteration) ?? 1);
    if (this.#kind.decoupled)
      decayWeights(this.objective.penalty, this.#theta, this.#gradient, this.#decay, rate);
    clip(this.#gradient, options.clip ?? 0);
    this.#rule.step(this.#theta, this.#gradient, rate, position.iteration);
    proximalStep(this.#theta, this.objective.penalty.l1, rate, this.#rule.scale ?? null);
    this.#rule.settle?.(this.#theta);
    position.iteration++;
  }

  /** Moves θ by the gradient of a batch; false, and θ stays, where the loss is not finite any more, or nearly so. */
  take(batch: Batch): boolean {
    const { position } = this;
    const evaluation = batch.evaluate(this.#theta, this.#gradient);
    if (!Number.isFinite(evaluation.dataLoss + evaluation.penalty)) return false;
    position.batch++;
    position.rows += batch.count;
    position.lossSum += batch.count * evaluation.dataLoss;
    position.penalty = evaluation.penalty;
    const settled = position.rows >= SETTLED_STEPS * this.batchSize!;
    if (settled && this.#watch.isBlownUp(position.lossSum / position.rows)) return false;
    if (position.rows >= SHOWN_ROWS)
      position.gradientNorm = subgradientNorm(this.#theta, this.#gradient, this.objective.penalty.l1);
    this.update();
    return true;
  }

  /** The run within an epoch, by the mean loss of the batches since the last iterate; null where it diverges. */
  partial(): Iterate | null {
    const { position } = this;
    const dataLoss = position.lossSum / position.rows;
    const { penalty, gradientNorm } = position;
    position.rows = 0;
    position.lossSum = 0;
    if (this.#watch.sees(this.#watched({ dataLoss, penalty }), gradientNorm)) return null;
    return this.#iterate({ dataLoss, penalty }, gradientNorm, true);
  }

  /** The iterate at which a resumed run had been saved, within an epoch. */
  again(): Iterate {
    const { dataLoss, penalty, gradientNorm, partial } = this.position;
    this.#judges = true;
    return this.#iterate({ dataLoss, penalty }, gradientNorm, partial);
  }

  /** All rows of the epoch were taken. */
  endEpoch(): void {
    if (this.position.batch === 0) throw new Error('an epoch without rows');
    this.position.epoch++;
    this.position.batch = 0;
    this.position.rows = 0;
    this.position.lossSum = 0;
  }

  async end(reason: StopReason): Promise<IterativeResult> {
    const { theta, iteration } = this.#stood;
    const result = { reason, iterations: iteration, learningRate: this.position.rate! };
    if (reason === 'earlyStopping') return { ...result, theta: this.#stopping.bestTheta! };
    if (reason === 'diverged') return { ...result, theta, rateLimit: await rateLimit(this.#rates) };
    return { ...result, theta };
  }

  async #reason(evaluation: Evaluation, gradientNorm: number): Promise<StopReason | null> {
    const { position, options } = this;
    // Within an epoch all rows are evaluated at the end of a run alone: going on from there must not show it.
    const judges = this.#judges && position.batch === 0;
    this.#judges = true;
    const diverged = judges && this.#watch.sees(this.#watched(evaluation), gradientNorm);
    const waited = judges && (await this.#stopping.sees(this.#theta));
    // Batches are evaluated too rarely for a second look at the end.
    const high = this.atEnd && this.batchSize !== null && this.#watch.isHigh(this.#watched(evaluation));
    if (diverged || high) return 'diverged';
    if (gradientNorm === 0 || gradientNorm < options.tolerance * position.startNorm!) return 'converged';
    if (waited) return 'earlyStopping';
    return this.atEnd ? 'iterations' : null;
  }

  /** What must not rise: the objective, or what of it a rule with decoupled decay lowers. */
  #watched({ dataLoss, penalty }: Evaluation): number {
    return this.#kind.decoupled ? dataLoss : dataLoss + penalty;
  }

  #iterate({ dataLoss, penalty }: Evaluation, gradientNorm: number, partial: boolean): Iterate {
    const { position } = this;
    const theta = this.#theta;
    // Between two evaluations of batches weights may go far beyond use: those are left that stood before.
    if (this.batchSize === null || !this.#watch.isHigh(this.#watched({ dataLoss, penalty }))) {
      this.#stood.theta.set(theta);
      this.#stood.iteration = position.iteration;
    }
    Object.assign(position, { dataLoss, penalty, gradientNorm, partial });
    const { iteration } = position;
    const shown = { iteration, dataLoss, penalty, gradientNorm, theta, state: () => this.#save() };
    return partial ? { ...shown, partial } : shown;
  }

  #save(): SolverState {
    const { bestTheta } = this.#stopping;
    const arrays = { ...this.#rule.memory, ...(bestTheta ? { bestTheta } : {}) };
    const numbers = { ...this.#watch.numbers(), ...this.#stopping.numbers() };
    return stateOf(this.#kind.id, this.position, this.batchSize, this.#theta, numbers, arrays);
  }
}
