/** Losses of the folds at each λ, the largest λ first. */
export interface FoldCurve {
  /** Rows (or their weight) that each fold held out. */
  readonly sizes: readonly number[];
  /** Of each fold, the loss at each λ. */
  readonly losses: readonly Float64Array[];
}

/** The mean over the folds at each λ, and its standard error. */
export interface MeanCurve {
  readonly mean: number[];
  readonly se: number[];
}

/**
 * The folds' mean weighted by their sizes, and √(weighted variance / (k − 1)); 0 for one fold, which tells nothing of
 * how folds differ.
 */
export function meanCurve({ sizes, losses }: FoldCurve): MeanCurve {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const lambdas = losses[0]?.length ?? 0;
  const mean: number[] = [];
  const se: number[] = [];
  for (let at = 0; at < lambdas; at++) {
    let centre = 0;
    for (const [fold, own] of losses.entries()) centre += (sizes[fold]! / total) * own[at]!;
    let variance = 0;
    for (const [fold, own] of losses.entries())
      variance += (sizes[fold]! / total) * (own[at]! - centre) * (own[at]! - centre);
    mean.push(centre);
    se.push(losses.length > 1 ? Math.sqrt(variance / (losses.length - 1)) : 0);
  }
  return { mean, se };
}

/** Indices, in a list of falling λ, of λ_min and λ_1se. */
export interface Choices {
  /** Of the smallest mean; the largest λ among equals. */
  readonly min: number;
  /** The largest λ whose mean is within one standard error of the smallest. */
  readonly oneSe: number;
}

/** λ falls, so that λ_1se, found from the front, is never below λ_min. */
export function chooseIn({ mean, se }: MeanCurve): Choices {
  let min = 0;
  for (let at = 1; at < mean.length; at++) if (mean[at]! < mean[min]! || Number.isNaN(mean[min])) min = at;
  const limit = mean[min]! + se[min]!;
  const oneSe = mean.findIndex((own) => own <= limit);
  return { min, oneSe: oneSe < 0 || oneSe > min ? min : oneSe };
}
