import type { Objective } from './types.ts';
import type { AdaptiveRates, FirstOrder, PlainRates } from './updateRule.ts';

/** Where nothing is known of the curvature (networks): rates that work on standardized columns. */
const UNKNOWN_PLAIN = 0.05;
const UNKNOWN_ADAPTIVE = 0.01;

const PLAIN: PlainRates = { limit: 2, gain: 1 };

/** What a rate is chosen for. */
export interface RateSetting {
  readonly kind: Pick<FirstOrder, 'rates'>;
  readonly parameters: Readonly<Record<string, number>>;
  readonly objective: Objective;
  /** Rows a step; null: all of them. */
  readonly batchSize: number | null;
}

/**
 * The learning rate `auto`: 1 / L of what a step sees; in batches, where momentum carries the noise on too, divided by
 * how far it carries. Adaptive rules move every weight about as far as the rate says, whatever the gradient's size: theirs
 * is a share of the longest way that a weight would go in a first plain step, so that the target's unit does not matter. 1 where the objective is flat.
 * @param gradient of all rows at the start
 */
export async function automaticRate(setting: RateSetting, gradient: Float64Array): Promise<number> {
  const { objective, batchSize } = setting;
  const rates = ratesOf(setting);
  if ('share' in rates) {
    const bound = objective.lipschitz();
    return Number.isNaN(bound) ? UNKNOWN_ADAPTIVE : usable((rates.share * longest(gradient)) / bound);
  }
  const carried = batchSize === null ? 1 : rates.gain;
  const bound = await smoothness(objective, batchSize);
  return Number.isNaN(bound) ? UNKNOWN_PLAIN / carried : usable(1 / (bound * carried));
}

/** The rate below which the rule is known to converge on a quadratic; null where no such rate is known. */
export async function rateLimit(setting: RateSetting): Promise<number | null> {
  const { objective, batchSize } = setting;
  const rates = ratesOf(setting);
  if ('share' in rates) return null;
  const bound = await smoothness(objective, batchSize);
  const rate = (batchSize === null ? rates.limit : 2 / rates.gain) / bound;
  return Number.isFinite(rate) ? rate : null;
}

/**
 * L over all rows; in batches of b of n rows the expected smoothness
 * n (b − 1) / (b (n − 1)) · L + (n − b) / (b (n − 1)) · L_max, which goes from the largest row's bound at b = 1 to L at
 * b = n: Gower, Loizou, Qian, Sailanbayev, Shulgin & Richtárik (2019), "SGD: General Analysis and Improved Rates",
 * Proposition 3.8. NaN where nothing is known.
 */
export async function smoothness(objective: Objective, batchSize: number | null): Promise<number> {
  const all = objective.lipschitz();
  const { batches } = objective;
  if (batchSize === null || !batches || Number.isNaN(all)) return all;
  const n = batches.count;
  if (batchSize >= n) return all;
  const largestRow = await batches.rowLipschitz();
  const share = (n - batchSize) / (batchSize * (n - 1));
  return ((n * (batchSize - 1)) / (batchSize * (n - 1))) * all + share * largestRow;
}

function ratesOf({ kind, parameters }: RateSetting): PlainRates | AdaptiveRates {
  return kind.rates?.(parameters) ?? PLAIN;
}

function longest(gradient: Float64Array): number {
  let length = 0;
  for (const value of gradient) length = Math.max(length, Math.abs(value));
  return length;
}

function usable(rate: number): number {
  return Number.isFinite(rate) && rate > 0 ? rate : 1;
}
