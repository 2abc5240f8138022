import { CompensatedSum } from '../linalg/compensated.ts';

/** How well predictions fit one target on one part of the rows. */
export interface RegressionScore {
  readonly mse: number;
  readonly rmse: number;
  /** Null where only moments are known: absolute errors need the rows. */
  readonly mae: number | null;
  /** 1 − RSS / Σ(y − ȳ)², or 1 − RSS / Σy² without an intercept; null where the target does not vary. */
  readonly r2: number | null;
}

/**
 * @param rss Σ(y − ŷ)²
 * @param squares Σ(y − ȳ)², or Σy²
 */
export function scoreOf(rss: number, count: number, squares: number, mae: number | null): RegressionScore {
  const mse = rss / count;
  return { mse, rmse: Math.sqrt(mse), mae, r2: squares > 0 ? 1 - rss / squares : null };
}

/** What one target's score needs, y measured from its first value so that a large offset costs no digits. */
export class TargetSums {
  #origin: number | null = null;
  readonly #squaredErrors = new CompensatedSum();
  readonly #absoluteErrors = new CompensatedSum();
  readonly #offsets = new CompensatedSum();
  readonly #squaredOffsets = new CompensatedSum();
  readonly #squares = new CompensatedSum();
  #count = 0;

  /** Sum of the rows' weights. */
  get count(): number {
    return this.#count;
  }

  add(y: number, predicted: number, weight: number): void {
    if (weight === 0) return;
    this.#origin ??= y;
    const error = y - predicted;
    const offset = y - this.#origin;
    this.#count += weight;
    this.#squaredErrors.add(weight * error * error);
    this.#absoluteErrors.add(weight * Math.abs(error));
    this.#offsets.add(weight * offset);
    this.#squaredOffsets.add(weight * offset * offset);
    this.#squares.add(weight * y * y);
  }

  merge(other: TargetSums): void {
    const origin = other.#origin;
    if (origin === null) return;
    this.#origin ??= origin;
    const moved = origin - this.#origin;
    const { count } = other;
    this.#count += count;
    this.#squaredErrors.add(other.#squaredErrors.value);
    this.#absoluteErrors.add(other.#absoluteErrors.value);
    this.#squares.add(other.#squares.value);
    this.#offsets.add(other.#offsets.value + moved * count);
    this.#squaredOffsets.add(
      other.#squaredOffsets.value + moved * (2 * other.#offsets.value + moved * count),
    );
  }

  score(hasIntercept: boolean): RegressionScore {
    const count = this.#count;
    const offsets = this.#offsets.value;
    const centred = this.#squaredOffsets.value - (offsets * offsets) / count;
    const squares = hasIntercept ? centred : this.#squares.value;
    return scoreOf(this.#squaredErrors.value, count, squares, this.#absoluteErrors.value / count);
  }
}
