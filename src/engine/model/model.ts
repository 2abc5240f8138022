import type { PreparedData } from '../data/prepare.ts';
import type { Conversion, DescentEnd, LambdaView, RunResult, Verdict, Warning } from '../report.ts';
import type { Chosen } from '../selection/choose.ts';
import type { RunSpec } from '../spec.ts';
import type { ModelFile, TraceEntry } from './modelFile.ts';

/** The solution at another λ, as the panel shows it. */
export interface Preview {
  readonly view: LambdaView;
  readonly verdict: Verdict;
  readonly conversions: Conversion[];
}

/** A prediction for one case. */
export interface RowPrediction {
  /** One number a target; of classes, the probability (or score) of each. */
  readonly values: number[];
  readonly notes: string[];
}

/** A trained model: its report, its file, other λ, and predictions. */
export interface Model {
  readonly spec: RunSpec;
  readonly data: PreparedData;
  /** The model's numbers on the optimized scale, as its solver moves them. */
  readonly theta: Float64Array;
  readonly warnings: readonly Warning[];
  /** How the streamed descent ended, where there was one. */
  readonly descent: DescentEnd | null;
  readonly trace: TraceEntry[] | null;
  /** How λ was chosen; null where it was given. */
  chosen: Chosen | null;
  /** True where every other λ costs next to nothing. */
  readonly live: boolean;
  /** Everything the panel shows of a finished run. */
  result(): RunResult;
  /** The model at another λ (in the spec's scale); throws `bad-spec` where that is no λ, or where there is none. */
  preview(lambda: number): Preview | Promise<Preview>;
  /**
   * A prediction for one case typed by hand.
   * @param lambda another λ in the spec's scale, or null for the model's own weights
   */
  predict(
    cells: Readonly<Record<string, string>>,
    lambda: number | null,
  ): RowPrediction | Promise<RowPrediction>;
  /** The model as `ridgeline.model/1`. */
  file(): ModelFile;
}
