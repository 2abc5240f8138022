import { type PreparedData, prepareData } from '../data/prepare.ts';
import type { RunSpec } from '../spec.ts';
import { crossValidate } from './crossValidation.ts';
import { isSquared, type LossOptions } from './foldLosses.ts';
import type { Evaluation } from './search/index.ts';

export interface JudgeOptions extends LossOptions {
  /** Awaited between pieces of work, so that whoever computes can listen in between. */
  readonly breathe?: () => Promise<void>;
}

/** Prepared rows for trials that differ in their design: each design is made once, and what its folds prepare anew. */
export class TuningData {
  readonly #made = new Map<number, Promise<PreparedData>>();

  /** @param data prepared with folds, for `spec` */
  constructor(
    readonly spec: RunSpec,
    readonly data: PreparedData,
  ) {
    this.#made.set(spec.degree, Promise.resolve(remembering(data)));
  }

  /** What is judged: squared errors, or the loss that the model is trained on. */
  get metric(): 'mse' | 'loss' {
    return isSquared(this.spec, this.data) ? 'mse' : 'loss';
  }

  /** The cross-validated loss of a spec at its λ, and its standard error: the test part has no say in it. */
  async judge(spec: RunSpec, options: JudgeOptions): Promise<Evaluation> {
    const data = await this.#of(spec, options.signal);
    const steps = crossValidate(spec, data, { ...options, lambdas: [spec.lambda], foldsAlone: true });
    for (;;) {
      const next = await steps.next();
      if (next.done) return { mean: next.value.cvMean[0]!, se: next.value.cvSe[0]! };
      await options.breathe?.();
    }
  }

  #of({ degree }: RunSpec, signal: AbortSignal | undefined): Promise<PreparedData> {
    const known = this.#made.get(degree);
    if (known) return known;
    const { table, plan } = this.data;
    const made = prepareData(table, { ...this.spec, degree }, signal, false, plan.room).then(remembering);
    this.#made.set(degree, made);
    made.catch(() => this.#made.delete(degree));
    return made;
  }
}

/**
 * The data with each fold that is prepared anew prepared once, where there is room for the rows of all of them. A
 * preparation that fails, or is stopped, is no preparation.
 */
function remembering(data: PreparedData): PreparedData {
  const anew = data.folding?.anew;
  if (!data.folding || !anew) return data;
  const rows = 8 * data.counts.train * data.plan.columns.length;
  if (rows * data.folding.rows.length > data.plan.room) return data;
  const made = new Map<number, Promise<PreparedData>>();
  return {
    ...data,
    folding: {
      ...data.folding,
      anew: (held, signal) => {
        const own = made.get(held) ?? anew(held, signal);
        made.set(held, own);
        own.catch(() => made.delete(held));
        return own;
      },
    },
  };
}
