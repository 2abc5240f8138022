import type { DescentStep } from '../engine/index.ts';
import type { Iterates } from '../engine/report.ts';

/** More points than this in one message could not be told apart on a screen. */
const POINTS = 64;

/** Collects iterations between two messages, thinned evenly as they come. */
export class IterateBatch {
  #steps: Omit<DescentStep, 'weights'>[] = [];
  #stride = 1;
  #seen = 0;
  #last: DescentStep | null = null;
  /** Weights after 1, 2, 4, 8 … steps of the batch: a fast descent does most of its way early. */
  #snapshots: { readonly at: number; readonly weights: number[] }[] = [];

  get empty(): boolean {
    return this.#last === null;
  }

  add(step: DescentStep): void {
    this.#last = step;
    if (Number.isInteger(Math.log2(this.#seen + 1))) {
      this.#snapshots.push({ at: step.iteration, weights: step.weights() });
    }
    if (this.#seen++ % this.#stride !== 0) return;
    this.#steps.push(step);
    if (this.#steps.length < POINTS) return;
    this.#steps = this.#steps.filter((_, index) => index % 2 === 0);
    this.#stride *= 2;
  }

  /** What was collected, the newest step always among it, with snapshots of the weights; empties the batch. */
  take(): Iterates {
    const last = this.#last;
    const steps = last && this.#steps.at(-1) !== last ? [...this.#steps, last] : this.#steps;
    const snapshots = this.#snapshots;
    if (last && snapshots.at(-1)?.at !== last.iteration)
      snapshots.push({ at: last.iteration, weights: last.weights() });
    this.#snapshots = [];
    this.#steps = [];
    this.#stride = 1;
    this.#seen = 0;
    this.#last = null;
    const distance = steps.flatMap((step) => (step.distance == null ? [] : [step.distance]));
    return {
      iteration: steps.map((step) => step.iteration),
      dataLoss: steps.map((step) => step.dataLoss),
      penalty: steps.map((step) => step.penalty),
      validation: steps.flatMap((step) => (step.validationLoss === null ? [] : [step.validationLoss])),
      gradientNorm: steps.map((step) => step.gradientNorm),
      ...(distance.length === steps.length ? { distance } : {}),
      weightsAt: snapshots.map(({ at }) => at),
      weights: snapshots.map(({ weights }) => weights),
    };
  }
}
