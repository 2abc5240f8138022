import { type PreparedData, prepareData } from '../data/prepare.ts';
import { throwIfAborted } from '../errors.ts';
import type { RunSpec } from '../spec.ts';
import { meanCurve } from './curve.ts';
import { foldData } from './foldData.ts';
import { foldLosses, isSquared, type LossOptions } from './foldLosses.ts';
import type { Evaluation } from './search/index.ts';

/** The rows under one design, and as each fold has them while it is held out. */
interface Folded {
  readonly data: PreparedData;
  readonly folds: readonly PreparedData[];
}

/** Prepared rows for trials that differ in their design: each design is made once, and its folds. */
export class TuningData {
  readonly #made = new Map<number, Promise<Folded>>();

  /** @param data prepared with folds, for `spec` */
  constructor(
    readonly spec: RunSpec,
    readonly data: PreparedData,
  ) {
    this.#made.set(spec.degree, this.#folded(data));
  }

  /** What is judged: squared errors, or the loss that the model is trained on. */
  get metric(): 'mse' | 'loss' {
    return isSquared(this.spec, this.data) ? 'mse' : 'loss';
  }

  /** The mean loss over the folds of what a spec trains, and its standard error: no row of the test part is gone through. */
  async judge(spec: RunSpec, options: LossOptions): Promise<Evaluation> {
    const { folds } = await this.#of(spec);
    const sizes = folds.map(({ weights }) => weights.validation);
    const losses: Float64Array[] = [];
    for (const fold of folds) {
      throwIfAborted(options.signal);
      losses.push(await validationLoss(spec, fold, options));
    }
    const { mean, se } = meanCurve({ sizes, losses });
    return { mean: mean[0]!, se: se[0]! };
  }

  #of({ degree }: RunSpec): Promise<Folded> {
    const known = this.#made.get(degree);
    if (known) return known;
    const made = prepareData(this.data.table, { ...this.spec, degree }).then((data) => this.#folded(data));
    this.#made.set(degree, made);
    return made;
  }

  async #folded(data: PreparedData): Promise<Folded> {
    const { folding } = data;
    if (!folding) throw new Error('a search needs folds');
    const folds: PreparedData[] = [];
    for (const held of folding.held) folds.push(await foldData(data, folding, held));
    return { data, folds };
  }
}

async function validationLoss(
  spec: RunSpec,
  fold: PreparedData,
  options: LossOptions,
): Promise<Float64Array> {
  const steps = foldLosses(spec, fold, [spec.lambda], options);
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value.validation;
  }
}
