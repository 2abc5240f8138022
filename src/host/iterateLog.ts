import type { Iterates } from '../engine/report.ts';

/** Points of the loss chart and snapshots of the weights that a run keeps, however long it iterates. */
export const MAX_POINTS = 2000;
export const MAX_SNAPSHOTS = 200;
/** Wide models keep fewer snapshots: a trajectory holds at most about this many numbers. */
const MAX_SNAPSHOT_NUMBERS = 200_000;

/**
 * Keeps at most `limit` of the items pushed, evenly thinned, always with the first and the last.
 * Every `stride`-th item is kept; where that becomes too many the stride doubles and every other one goes.
 */
export class ThinnedList<T> {
  #kept: T[] = [];
  #last: T | undefined;
  #count = 0;
  #stride = 1;

  constructor(private readonly limit: number) {}

  push(item: T): void {
    const kept = this.#count % this.#stride === 0;
    this.#count++;
    this.#last = kept ? undefined : item;
    if (!kept) return;
    this.#kept.push(item);
    // One place stays free for the last item.
    if (this.#kept.length < this.limit) return;
    const newest = this.#kept.at(-1);
    this.#kept = this.#kept.filter((_, index) => index % 2 === 0);
    this.#stride *= 2;
    if (this.#kept.at(-1) !== newest) this.#last = newest;
  }

  items(): T[] {
    return this.#last === undefined ? [...this.#kept] : [...this.#kept, this.#last];
  }
}

interface Point {
  readonly iteration: number;
  readonly dataLoss: number;
  readonly penalty: number;
  readonly validation: number | undefined;
  readonly gradientNorm: number;
  readonly distance: number | undefined;
}

interface Snapshot {
  readonly at: number;
  readonly weights: number[];
}

/** The iterations of one run, kept bounded. */
export class IterateLog {
  readonly #points: ThinnedList<Point>;
  #snapshots: ThinnedList<Snapshot> | undefined;

  constructor(
    maxPoints = MAX_POINTS,
    private readonly maxSnapshots = MAX_SNAPSHOTS,
  ) {
    this.#points = new ThinnedList(maxPoints);
  }

  append(iterates: Iterates): void {
    const { iteration, dataLoss, penalty, validation, gradientNorm, distance, weightsAt, weights } = iterates;
    for (const [i, value] of iteration.entries()) {
      this.#points.push({
        iteration: value,
        dataLoss: dataLoss[i] ?? 0,
        penalty: penalty[i] ?? 0,
        validation: validation[i],
        gradientNorm: gradientNorm[i] ?? 0,
        distance: distance?.[i],
      });
    }
    for (const [i, at] of weightsAt.entries()) this.#keep({ at, weights: weights[i] ?? [] });
  }

  toIterates(): Iterates {
    const points = this.#points.items();
    const snapshots = this.#snapshots?.items() ?? [];
    return {
      iteration: points.map((point) => point.iteration),
      dataLoss: points.map((point) => point.dataLoss),
      penalty: points.map((point) => point.penalty),
      validation: points.map((point) => point.validation).filter((value) => value !== undefined),
      gradientNorm: points.map((point) => point.gradientNorm),
      ...withDistance(points.map((point) => point.distance).filter((value) => value !== undefined)),
      weightsAt: snapshots.map((snapshot) => snapshot.at),
      weights: snapshots.map((snapshot) => snapshot.weights),
    };
  }

  #keep(snapshot: Snapshot): void {
    const fitting = Math.floor(MAX_SNAPSHOT_NUMBERS / Math.max(1, snapshot.weights.length));
    this.#snapshots ??= new ThinnedList(Math.max(4, Math.min(this.maxSnapshots, fitting)));
    this.#snapshots.push(snapshot);
  }
}

/** The same iterations with fewer points, e.g. for what is kept on disk. */
export function thinIterates(iterates: Iterates, maxPoints: number, maxSnapshots: number): Iterates {
  const log = new IterateLog(maxPoints, maxSnapshots);
  log.append(iterates);
  return log.toIterates();
}

/**
 * Without the iterations at which a number is not finite: a diverging descent reaches infinity before it is stopped,
 * and the panel's messages are JSON, which has no infinity.
 */
export function finiteIterates(iterates: Iterates): Iterates {
  const { iteration, dataLoss, penalty, validation, gradientNorm, distance, weightsAt, weights } = iterates;
  const ok = iteration.map((_, i) =>
    [dataLoss[i], penalty[i], gradientNorm[i], validation[i] ?? 0, distance?.[i] ?? 0].every(Number.isFinite),
  );
  const okWeights = weights.map((row) => row.every(Number.isFinite));
  if (!ok.includes(false) && !okWeights.includes(false)) return iterates;
  const pick = (column: number[]) => column.filter((_, i) => ok[i]);
  return {
    iteration: pick(iteration),
    dataLoss: pick(dataLoss),
    penalty: pick(penalty),
    validation: pick(validation),
    gradientNorm: pick(gradientNorm),
    ...withDistance(pick(distance ?? [])),
    weightsAt: weightsAt.filter((_, i) => okWeights[i]),
    weights: weights.filter((_, i) => okWeights[i]),
  };
}

/** Two messages' iterations as one. */
export function joinIterates(first: Iterates, second: Iterates): Iterates {
  return {
    iteration: [...first.iteration, ...second.iteration],
    dataLoss: [...first.dataLoss, ...second.dataLoss],
    penalty: [...first.penalty, ...second.penalty],
    validation: [...first.validation, ...second.validation],
    gradientNorm: [...first.gradientNorm, ...second.gradientNorm],
    ...withDistance([...(first.distance ?? []), ...(second.distance ?? [])]),
    weightsAt: [...first.weightsAt, ...second.weightsAt],
    weights: [...first.weights, ...second.weights],
  };
}

/** Distances from the optimum are absent where it is not known. */
const withDistance = (distance: number[]): Pick<Iterates, 'distance'> =>
  distance.length > 0 ? { distance } : {};
