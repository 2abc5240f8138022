import type { PreparedData } from '../data/prepare.ts';
import { type LinearWeights, PART } from '../data/types.ts';
import type { Fit } from '../fit.ts';
import type { Details } from '../inspectionReport.ts';
import type { MetricId } from '../metrics/index.ts';
import { scoreMoments } from '../metrics/momentsScore.ts';
import { RegressionMetrics } from '../metrics/regression.ts';
import type { RegressionScore } from '../metrics/targetSums.ts';
import type { PartScores, Scores } from '../report.ts';

const PARTS = ['train', 'validation', 'test'] as const;

/** Scores of every target on every part. */
export type TargetScores = PartScores[];

/** What the moments say of a model in original units: no row is read, and MAE stays unknown. Rows that stand in for them tell all. */
export function scoresFromMoments(
  fit: Pick<Fit, 'data' | 'spec' | 'dual'>,
  weights: LinearWeights,
): TargetScores {
  const { data, spec, dual } = fit;
  const parts = PARTS.map((part) => {
    const moments = data.moments[part];
    if ('scatter' in moments) return scoreMoments(moments, weights, spec.intercept);
    const metrics = new RegressionMetrics(weights, spec.intercept);
    if (dual) metrics.add(dual.block, PART[part]);
    return metrics.scores();
  });
  return collect(weights.k, parts);
}

/** Scores of some models, and what else is found out about the first of them. */
export interface ScoredModels {
  /** For each model, a {@link PartScores} a target. */
  readonly scores: TargetScores[];
  /** Null where no rows were read. */
  readonly details: Details | null;
}

/** Scores of several models in one go over the rows, MAE included, and the quantiles of the first one's residuals. */
export async function scoresFromRows(
  data: PreparedData,
  models: readonly LinearWeights[],
  intercept: boolean,
  signal?: AbortSignal,
): Promise<ScoredModels> {
  const metrics = models.map((weights, at) =>
    PARTS.map(() => new RegressionMetrics(weights, intercept, at === 0)),
  );
  const all = metrics.flatMap((own) => PARTS.map((part, at) => ({ metric: own[at]!, part: PART[part] })));
  if (data.kept) for (const { metric, part } of all) metric.add(data.kept, part);
  else {
    for await (const block of data.codedRows('absolute errors', signal))
      for (const { metric, part } of all) metric.addCoded(block, part);
  }
  const scores = metrics.map((own, at) =>
    collect(
      models[at]!.k,
      own.map((metric) => metric.scores()),
    ),
  );
  const [train, validation, test] = (metrics[0] ?? []).map((metric) => metric.details());
  return {
    scores,
    details: { train: train ?? null, validation: validation ?? null, test: test ?? null },
  };
}

/** Files up to this size are read again for absolute errors unasked. */
const SMALL_FILE = 32 << 20;

/**
 * Scores of several models: from the rows where they are at hand, or where the moments' own errors would show; else from
 * the moments, without MAE, and a sentence says so.
 */
export async function scoreModels(
  fit: Pick<Fit, 'data' | 'spec' | 'dual'>,
  models: readonly LinearWeights[],
  source: 'rows' | 'moments' | 'cheapest',
  signal?: AbortSignal,
): Promise<ScoredModels & { note: string | null }> {
  const { data, spec } = fit;
  const atHand = data.kept !== null || data.table.inMemory || data.table.bytes <= SMALL_FILE;
  const exact = atHand || !models.every((weights) => momentsSuffice(fit, weights));
  if (source === 'rows' || (source === 'cheapest' && exact)) {
    return { ...(await scoresFromRows(data, models, spec.intercept, signal)), note: null };
  }
  const note =
    source === 'moments'
      ? 'Mean absolute errors were left out, because the run was stopped.'
      : 'Mean absolute errors were left out: they need the file to be read once more (--mae).';
  return { scores: models.map((weights) => scoresFromMoments(fit, weights)), details: null, note };
}

function momentsSuffice(fit: Pick<Fit, 'data' | 'spec'>, weights: LinearWeights): boolean {
  return PARTS.every((part) => {
    const moments = fit.data.moments[part];
    if (!('scatter' in moments)) return true;
    const scores = scoreMoments(moments, weights, fit.spec.intercept);
    return scores === null || scores.every((score) => score.trustworthy);
  });
}

function collect(k: number, parts: (readonly RegressionScore[] | null)[]): TargetScores {
  return Array.from({ length: k }, (_, t) => {
    const [train, validation, test] = parts.map((scores) => (scores ? plain(scores[t]!) : null));
    return { train: train ?? null, validation: validation ?? null, test: test ?? null };
  });
}

function plain({ mse, rmse, mae, r2 }: RegressionScore): Scores {
  return { mse, rmse, mae, r2 };
}

/** The mean over targets of each score; RMSE is the root of the mean MSE. */
export function meanScores(targets: TargetScores): PartScores {
  if (targets.length === 1) return targets[0]!;
  const mean = (part: (typeof PARTS)[number]): Scores | null => {
    const scores = targets.map((target) => target[part]);
    return scores.some((score) => score === null) ? null : meanOf(scores as Scores[]);
  };
  return { train: mean('train'), validation: mean('validation'), test: mean('test') };
}

function meanOf(scores: readonly Scores[]): Scores {
  const ids = Object.keys(scores[0]!) as MetricId[];
  const mean: Scores = Object.fromEntries(ids.map((id) => [id, average(scores.map((score) => score[id]))]));
  const { mse } = mean;
  return typeof mse === 'number' ? { ...mean, rmse: Math.sqrt(mse) } : mean;
}

function average(values: (number | null | undefined)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null || value === undefined) return null;
    sum += value;
  }
  return sum / values.length;
}
