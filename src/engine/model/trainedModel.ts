import { toOriginal } from '../data/scaling.ts';
import type { LinearWeights } from '../data/types.ts';
import { RidgelineError } from '../errors.ts';
import { type ConversionContext, conversionContext } from '../explain/conversionContext.ts';
import { conversions } from '../explain/conversions.ts';
import { lambdaUnits } from '../explain/lambdaUnits.ts';
import { verdict } from '../explain/verdict.ts';
import { type Fit, lambdaTotal } from '../fit.ts';
import { inspect } from '../inspect/inspection.ts';
import type { Details, Inspection } from '../inspectionReport.ts';
import { judgements } from '../metrics/index.ts';
import { packTheta } from '../objectives/theta.ts';
import type {
  Conversion,
  DescentEnd,
  LambdaView,
  PartScores,
  RunResult,
  Verdict,
  Warning,
} from '../report.ts';
import type { Chosen } from '../selection/choose.ts';
import { choiceNotes } from '../selection/validationWords.ts';
import { AT_ONCE } from '../solvers/normalEquations.ts';
import type { SolverState } from '../solvers/types.ts';
import { modelColumns, toModelFile } from './describe.ts';
import { lambdaCurve } from './lambdaCurve.ts';
import type { Model } from './model.ts';
import type { ModelFile, TraceEntry } from './modelFile.ts';
import { encodeCells } from './predict.ts';
import { meanScores, type TargetScores } from './scores.ts';
import { lambdaView } from './views.ts';

/** What a training found, besides the fit itself. */
export interface Outcome {
  /** The model's weights on the optimized scale. */
  readonly scaled: LinearWeights;
  /** Scores from the rows: of the model, of λ = 0 and of the training mean, per target. */
  readonly now: TargetScores;
  readonly zero: TargetScores;
  readonly baseline: TargetScores;
  /** What else is told of the model on each part's rows; null where none were read. */
  readonly details: Details | null;
  /** Where many columns depend on one another, the solution of a λ that is nearly 0. */
  readonly zeroScaled: LinearWeights;
  /** At the model's λ; null where that would cost far more than the solution. */
  readonly degreesOfFreedom: number | null;
  /** Total objective at the exact optimum. */
  readonly optimum: number;
  readonly warnings: readonly Warning[];
  readonly elapsedMs: number;
  readonly solver: string;
}

/** A trained model: its report, its file, and, from the moments alone, every other λ. */
export class TrainedModel implements Model {
  /** How the streamed descent ended, where there was one. */
  descent: DescentEnd | null = null;
  trace: TraceEntry[] | null = null;
  /** What an iterative solver needs to go on from here. */
  state: SolverState | null = null;
  chosen: Chosen | null = null;
  #inspection: Inspection | null = null;

  constructor(
    readonly fit: Fit,
    readonly outcome: Outcome,
  ) {}

  get data() {
    return this.fit.data;
  }

  get spec() {
    return this.fit.spec;
  }

  get theta(): Float64Array {
    return packTheta(this.outcome.scaled, this.fit.spec.intercept);
  }

  get warnings(): readonly Warning[] {
    return this.outcome.warnings;
  }

  /** Everything the panel shows of a finished run. */
  result(): RunResult {
    const { fit, outcome } = this;
    const { degreesOfFreedom } = outcome;
    const known = { scores: meanScores(outcome.now), degreesOfFreedom };
    const now = lambdaView(fit, outcome.scaled, fit.spec.lambda, known);
    const zero = lambdaView(fit, outcome.zeroScaled, 0, { scores: meanScores(outcome.zero) });
    const baseline = meanScores(outcome.baseline);
    return {
      now,
      zero,
      metrics: [...judgements.numbers.metrics],
      guess: judgements.numbers.shortGuess,
      baseline,
      byTarget: outcome.now,
      verdict: this.verdictFor(now, zero, baseline, fit.iterative ? this.descent : null),
      // Made when it is read or sent: the terminal shows none.
      get curve() {
        return lambdaCurve(fit);
      },
      conversions: conversions(this.conversionContext(fit.spec.lambda)),
      lambdaUnits: lambdaUnits(this.conversionContext(fit.spec.lambda)),
      optimum: outcome.optimum,
      condition: this.condition(),
      rank: fit.family.rank,
      solver: outcome.solver,
      notes: [...fit.notes, ...choiceNotes(this.chosen)],
      inspection: this.inspection(),
      selection: this.chosen?.report ?? null,
      descent: this.descent,
      elapsedMs: outcome.elapsedMs,
      modelJson: JSON.stringify(this.file()),
    };
  }

  /** The exact solution at another λ (in the spec's scale), from the moments alone: O(p²). */
  preview(lambda: number): { view: LambdaView; verdict: Verdict; conversions: Conversion[] } {
    const { fit, outcome } = this;
    const view = lambdaView(fit, this.solveAt(lambda), lambda);
    const zero = lambdaView(fit, outcome.zeroScaled, 0, { scores: meanScores(outcome.zero) });
    return {
      view,
      verdict: this.verdictFor(view, zero, meanScores(outcome.baseline), null),
      conversions: conversions(this.conversionContext(lambda)),
    };
  }

  /**
   * A prediction for one case typed by hand.
   * @param lambda another λ in the spec's scale, or null for the model's own weights
   */
  predict(
    cells: Readonly<Record<string, string>>,
    lambda: number | null,
  ): { values: number[]; notes: string[] } {
    const { fit, outcome } = this;
    const scaled = lambda === null ? outcome.scaled : this.solveAt(lambda);
    const { weights, intercept, p } = toOriginal(scaled, fit.scaling);
    const { x, notes } = encodeCells(modelColumns(fit), cells, fit.data.table.dialect.decimal);
    const values = Array.from(intercept, (start, t) => {
      let value = start;
      for (let j = 0; j < p; j++) value += weights[t * p + j]! * x[j]!;
      return value;
    });
    return { values, notes };
  }

  /** The model as `ridgeline.model/1`. */
  file(): ModelFile {
    return toModelFile(this);
  }

  /** True where every other λ costs next to nothing. */
  get live(): boolean {
    return this.fit.family.live;
  }

  /** What is told of the run beyond its scores. */
  inspection(): Inspection {
    const { degreesOfFreedom, details } = this.outcome;
    // That of more columns is known or not by what else was looked at: a model's file must not depend on it.
    const condition = this.fit.family.order <= AT_ONCE ? this.condition() : null;
    this.#inspection ??= inspect({
      data: this.fit.data,
      condition,
      conditionOf: 'columns',
      degreesOfFreedom,
      details,
    });
    return this.#inspection;
  }

  private condition(): number | null {
    const { family } = this.fit;
    if (!family.knowsSpectrum) return null;
    return Number.isFinite(family.condition) ? family.condition : null;
  }

  /** The exact solution at a λ in the spec's scale; throws `bad-spec` where that is no λ. */
  private solveAt(lambda: number): LinearWeights {
    if (!(lambda >= 0 && Number.isFinite(lambda))) {
      throw new RidgelineError('bad-spec', `λ must be a number from 0 on; ${lambda} is not.`);
    }
    return this.fit.family.solve(lambdaTotal(this.fit, lambda));
  }

  /** @param descent how the weights were reached where they are not the exact solution's */
  private verdictFor(
    now: LambdaView,
    zero: LambdaView,
    baseline: PartScores,
    descent: DescentEnd | null,
  ): Verdict {
    const { counts, plan } = this.fit.data;
    const { optimum, warnings } = this.outcome;
    const excess = descent && optimum > 0 ? Math.max(0, (now.dataLoss + now.penalty) / optimum - 1) : 0;
    return verdict({
      now,
      zero,
      baseline,
      judgement: judgements.numbers,
      trainRows: counts.train,
      testRows: counts.test,
      columns: plan.columns.length,
      warnings,
      diverged: descent?.advice?.message ?? null,
      excess,
    });
  }

  private conversionContext(lambda: number): ConversionContext {
    const { fit } = this;
    return conversionContext(fit.spec, fit.data, fit.data.plan.targets.length, lambdaTotal(fit, lambda));
  }
}
