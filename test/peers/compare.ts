import type { RidgelineAnswer, Weights } from './ridgeline.ts';

/** What a tool found at a setting. */
export interface PeerAnswer {
  readonly case: string;
  readonly tool: string;
  /** The setting, as it stood in Ridgeline's list. */
  readonly text: string;
  readonly layers: readonly Weights[];
}

export interface Tolerance {
  /** The largest distance of its weights from ours, as `distance` measures. */
  readonly largest: number;
  /** A factor of λ that would be seen as a difference; null: that of n / (n − 1). */
  readonly seen: number | null;
  readonly why: string;
}

/** Settings are told to seven digits, and move weights by less than that. */
const EXACT: Tolerance = { largest: 1e-6, seen: null, why: 'goes to the minimum' };

const NEARLY: Readonly<Record<string, Tolerance>> = {
  descent: { largest: 1e-3, seen: 1.1, why: 'steps of single rows come near to the minimum and no nearer' },
  single: { largest: 1e-5, seen: 1.02, why: 'rounds some numbers to single precision in between' },
  subgradient: { largest: 1e-3, seen: 1.1, why: 'plain steps never stop at a weight of 0' },
  intercept: { largest: 1e-3, seen: 1.1, why: 'penalizes a thousandth of its intercept too' },
};

export function toleranceOf({ tool, text }: Pick<PeerAnswer, 'tool' | 'text'>): Tolerance {
  if (tool.startsWith('scikit-learn SGD')) return NEARLY['descent']!;
  if (tool === 'Keras') return NEARLY[text.includes('L1L2') ? 'subgradient' : 'single']!;
  if (text.startsWith('LinearSVC(penalty="l1"')) return NEARLY['intercept']!;
  return EXACT;
}

/**
 * How far two models are from one another: the largest difference of weights per deviation of their column, and of
 * scores at the columns' means, as a share of the largest weight per deviation; of a network's later layers, of
 * weights and biases as a share of the largest.
 */
export function distance(
  found: readonly Weights[],
  wanted: readonly Weights[],
  { x, classes }: Pick<RidgelineAnswer, 'x' | 'classes'>,
): number {
  if (found.length !== wanted.length) return Number.POSITIVE_INFINITY;
  const distances = wanted.map((layer, at) => {
    const free = at === wanted.length - 1 && classes > 0 && layer.intercept.length > 1;
    const [there, here] = [found[at]!, layer].map((own) => {
      const centred = at === 0 ? perDeviation(own, x) : own;
      return free ? withoutMean(centred) : centred;
    });
    return apart(numbersOf(there!), numbersOf(here!), sizeOf(here!));
  });
  return Math.max(...distances);
}

/** Weights per deviation, and scores at the means. */
function perDeviation({ weights, intercept }: Weights, x: RidgelineAnswer['x']): Weights {
  const columns = (x[0] ?? []).map((_, j) => x.map((row) => row[j]!));
  const means = columns.map(meanOf);
  const deviations = columns.map((column, j) => Math.sqrt(meanOf(column.map((v) => (v - means[j]!) ** 2))));
  return {
    weights: weights.map((own) => own.map((w, j) => w * deviations[j]!)),
    intercept: intercept.map((start, t) => weights[t]!.reduce((sum, w, j) => sum + w * means[j]!, start)),
  };
}

/** A number added to the scores of every class changes nothing. */
function withoutMean({ weights, intercept }: Weights): Weights {
  const mean = meanOf(intercept);
  return { weights, intercept: intercept.map((start) => start - mean) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function numbersOf({ weights, intercept }: Weights): number[] {
  return [...weights.flat(), ...intercept];
}

function sizeOf({ weights }: Weights): number {
  return Math.max(...weights.flat().map(Math.abs));
}

function apart(found: readonly number[], wanted: readonly number[], size: number): number {
  if (found.length !== wanted.length) return Number.POSITIVE_INFINITY;
  const largest = Math.max(...wanted.map((value, at) => Math.abs(value - found[at]!))) / size;
  return Number.isNaN(largest) ? Number.POSITIVE_INFINITY : largest;
}
