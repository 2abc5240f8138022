import type { Iterates } from '../src/engine/report.ts';

const POINTS = 4000;
const SNAPSHOTS = 240;

type Series = 'iteration' | 'dataLoss' | 'penalty' | 'validation' | 'gradientNorm' | 'distance';
const SERIES: readonly Series[] = [
  'iteration',
  'dataLoss',
  'penalty',
  'validation',
  'gradientNorm',
  'distance',
];

/**
 * A run's iterations as they stream in. Appends in place and keeps at most a few thousand points: when there are
 * more, every second one goes, and the newest always stays. `version` grows with every change.
 */
export class Trace {
  version = 0;
  readonly iteration: number[] = [];
  readonly dataLoss: number[] = [];
  readonly penalty: number[] = [];
  readonly validation: number[] = [];
  readonly gradientNorm: number[] = [];
  /** From the exact optimum; empty where that is not known. */
  readonly distance: number[] = [];
  weightsAt: number[] = [];
  weights: number[][] = [];

  append(more: Iterates): void {
    for (const name of SERIES) for (const value of more[name] ?? []) this[name].push(value);
    for (const at of more.weightsAt) this.weightsAt.push(at);
    for (const weights of more.weights) this.weights.push(weights);
    this.#thinPoints();
    this.#thinSnapshots();
    this.version++;
  }

  /** The newest weights (standardized, k × p), or null before any. */
  get latestWeights(): readonly number[] | null {
    return this.weights.at(-1) ?? null;
  }

  #thinPoints(): void {
    if (this.iteration.length <= POINTS) return;
    const last = this.iteration.length - 1;
    for (const name of SERIES) {
      const values = this[name];
      if (values.length === 0) continue;
      const kept = values.filter((_, index) => index % 2 === 0 || index === last);
      values.splice(0, values.length, ...kept);
    }
  }

  #thinSnapshots(): void {
    if (this.weights.length <= SNAPSHOTS) return;
    const last = this.weights.length - 1;
    const keep = <T>(_: T, index: number): boolean => index % 2 === 0 || index === last;
    this.weights = this.weights.filter(keep);
    this.weightsAt = this.weightsAt.filter(keep);
  }
}
