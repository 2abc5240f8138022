import { shownWeights } from '../descent.ts';
import { RidgelineError } from '../errors.ts';
import { type ConversionContext, conversionContext } from '../explain/conversionContext.ts';
import { conversions } from '../explain/conversions.ts';
import { lambdaUnits } from '../explain/lambdaUnits.ts';
import { verdict } from '../explain/verdict.ts';
import { inspect } from '../inspect/inspection.ts';
import type { Details, Inspection } from '../inspectionReport.ts';
import { modelColumns } from '../model/describe.ts';
import type { Model, Preview } from '../model/model.ts';
import type { ModelFile, TraceEntry } from '../model/modelFile.ts';
import { encodeCells } from '../model/predict.ts';
import { meanScores, type TargetScores } from '../model/scores.ts';
import type { DescentEnd, LambdaCurve, LambdaView, RunResult, Verdict, Warning } from '../report.ts';
import type { Chosen } from '../selection/choose.ts';
import { choiceNotes } from '../selection/validationWords.ts';
import type { SolverState } from '../solvers/types.ts';
import { totalLambda } from './createProblem.ts';
import type { Curvature } from './curvature.ts';
import { emptyCurve } from './curve.ts';
import { generalFile } from './generalFile.ts';
import { minimize } from './optimum.ts';
import { originalWeights } from './outputs.ts';
import { predictRow } from './predictRow.ts';
import type { Problem } from './problem.ts';
import { noMinimumNote } from './runaway.ts';
import { scoresAt } from './scores.ts';

/** What a training found, besides the problem itself. */
export interface GeneralOutcome {
  /** On the optimized scale. */
  readonly theta: Float64Array;
  /** At λ = 0, as far as that exists; null where it was not trained. */
  readonly zero: Float64Array | null;
  readonly nowScores: TargetScores;
  readonly zeroScores: TargetScores | null;
  readonly baselineScores: TargetScores;
  /** Data loss at theta on the training rows. */
  readonly dataLoss: number;
  readonly curvature: Curvature;
  readonly details: Details | null;
  /** Total objective at the exact optimum; null where that is not known. */
  readonly optimum: number | null;
  readonly warnings: readonly Warning[];
  readonly elapsedMs: number;
  readonly solver: string;
}

/** A trained model of any loss and penalty; another λ is trained from the last one's weights. */
export class GeneralModel implements Model {
  descent: DescentEnd | null = null;
  /** How the model's own numbers were reached: another descent may be shown beside them. */
  convergence: DescentEnd | null = null;
  trace: TraceEntry[] | null = null;
  state: SolverState | null = null;
  chosen: Chosen | null = null;
  curve: LambdaCurve | null = null;
  #inspection: Inspection | null = null;
  /** Where the next λ starts from. */
  #near: Float64Array;

  constructor(
    readonly problem: Problem,
    readonly outcome: GeneralOutcome,
  ) {
    this.#near = outcome.theta;
  }

  get spec() {
    return this.problem.spec;
  }

  get theta(): Float64Array {
    return this.outcome.theta;
  }

  get warnings(): readonly Warning[] {
    return this.outcome.warnings;
  }

  get data() {
    return this.problem.data;
  }

  get live(): boolean {
    return this.curve !== null;
  }

  result(): RunResult {
    const { problem, outcome } = this;
    const { judgement, spec } = problem;
    const now = this.#viewOf(outcome.theta, spec.lambda, outcome.nowScores, outcome.dataLoss);
    const baseline = meanScores(outcome.baselineScores);
    const zero = this.#zeroView();
    return {
      now: { ...now, degreesOfFreedom: outcome.curvature.degreesOfFreedom },
      zero,
      metrics: [...judgement.metrics],
      guess: judgement.shortGuess,
      baseline,
      byTarget: outcome.nowScores,
      verdict: this.#verdictFor(now, this.descent, this.convergence),
      curve: this.curve ?? emptyCurve(problem),
      conversions: conversions(this.#conversionContext(spec.lambda)),
      lambdaUnits: lambdaUnits(this.#conversionContext(spec.lambda)),
      optimum: outcome.optimum,
      condition: null,
      rank: problem.predictor.size,
      solver: outcome.solver,
      notes: [...problem.notes, ...choiceNotes(this.chosen)],
      inspection: this.inspection(),
      selection: this.chosen?.report ?? null,
      descent: this.descent,
      convergence: this.convergence,
      kktResidual: this.convergence?.kktResidual ?? null,
      elapsedMs: outcome.elapsedMs,
      modelJson: JSON.stringify(this.file()),
    };
  }

  /** What is told of the run beyond its scores. */
  inspection(): Inspection {
    const { curvature, details } = this.outcome;
    this.#inspection ??= inspect({ data: this.data, conditionOf: 'hessian', ...curvature, details });
    return this.#inspection;
  }

  async preview(lambda: number): Promise<Preview> {
    const { problem } = this;
    if (!(lambda >= 0 && Number.isFinite(lambda)))
      throw new RidgelineError('bad-spec', `λ must be a number from 0 on; ${lambda} is not.`);
    const theta = await this.#thetaAt(lambda);
    const total = totalLambda(problem.spec, problem.total, lambda);
    const { dataLoss } = await problem.objective(total).evaluate(theta, null);
    const view = this.#viewOf(theta, lambda, [await scoresAt(problem, theta)], dataLoss);
    return {
      view,
      verdict: this.#verdictFor(view, null, null),
      conversions: conversions(this.#conversionContext(lambda)),
    };
  }

  async predict(cells: Readonly<Record<string, string>>, lambda: number | null) {
    const theta = lambda === null ? this.outcome.theta : await this.#thetaAt(lambda);
    const { decimal } = this.problem.data.table.dialect;
    const { x, notes } = encodeCells(modelColumns(this.problem), cells, decimal);
    return { values: predictRow(this.problem, theta, x), notes };
  }

  file(): ModelFile {
    return generalFile(this);
  }

  async #thetaAt(lambda: number): Promise<Float64Array> {
    const { problem } = this;
    if (!problem.features.has('convex')) {
      throw new RidgelineError(
        'bad-spec',
        'A network has no solution that moves along with λ: press Train to train it with this λ.',
      );
    }
    const steps = minimize(problem, totalLambda(problem.spec, problem.total, lambda), this.#near);
    for (;;) {
      const next = await steps.next();
      if (!next.done) continue;
      this.#near = next.value.theta.slice();
      return this.#near;
    }
  }

  #viewOf(theta: Float64Array, lambda: number, scores: TargetScores, dataLoss: number): LambdaView {
    const { problem } = this;
    const { spec, total, model } = problem;
    const lambdaTotal = totalLambda(spec, total, lambda);
    const penalty = problem.objective(lambdaTotal).penalty.value(theta);
    const view = {
      lambda,
      lambdaTotal,
      standardized: shownWeights(problem, theta),
      dataLoss,
      penalty,
      scores: meanScores(scores),
      degreesOfFreedom: null,
    };
    if (model.network) return { ...view, weights: [], intercept: [], exactZeros: 0 };
    const { weights, intercept } = originalWeights(problem, theta);
    const exactZeros = weights.reduce((zeros, weight) => zeros + (weight === 0 ? 1 : 0), 0);
    return { ...view, weights: Array.from(weights), intercept: Array.from(intercept), exactZeros };
  }

  #zeroView(): LambdaView | null {
    const { zero, zeroScores } = this.outcome;
    return zero && zeroScores ? this.#viewOf(zero, 0, zeroScores, 0) : null;
  }

  /** @param reached how the weights were reached; null where that is not judged */
  #verdictFor(now: LambdaView, descent: DescentEnd | null, reached: DescentEnd | null): Verdict {
    const { problem, outcome } = this;
    const { counts, plan } = problem.data;
    const { optimum, warnings, baselineScores } = outcome;
    const excess =
      descent && optimum !== null && optimum > 0
        ? Math.max(0, (now.dataLoss + now.penalty) / optimum - 1)
        : 0;
    return verdict({
      now,
      zero: this.#zeroView(),
      baseline: meanScores(baselineScores),
      judgement: problem.judgement,
      trainRows: counts.train,
      testRows: counts.test,
      columns: plan.columns.length,
      warnings,
      diverged: descent?.advice?.message ?? null,
      unbounded: reached?.reason === 'noMinimum' ? noMinimumNote(problem) : null,
      excess,
    });
  }

  #conversionContext(lambda: number): ConversionContext {
    const { spec, data, total, outputs } = this.problem;
    return conversionContext(spec, data, outputs.length, totalLambda(spec, total, lambda));
  }
}
