import * as v from 'valibot';
import { metricIds } from './metricReport.ts';
import type { MetricId } from './metrics/index.ts';

/** What is told of scores: plain data, as in `report.ts`. */

const maybe = v.nullable(v.number());

const score = v.exactOptional(maybe);

/**
 * One part's scores for one target by metric: the ones that the run's kind of model has. Null where a score is not
 * known (absolute errors until rows were read for them) or means nothing (R² of a constant target).
 */
export const ScoresSchema = v.object(
  Object.fromEntries(metricIds.map((id) => [id, score])) as { [id in MetricId]: typeof score },
);

/** The parts of the split; null where a part has no rows. Several targets: means over the targets. */
export const PartScoresSchema = v.object({
  train: v.nullable(ScoresSchema),
  validation: v.nullable(ScoresSchema),
  test: v.nullable(ScoresSchema),
});

export type Scores = v.InferOutput<typeof ScoresSchema>;
export type PartScores = v.InferOutput<typeof PartScoresSchema>;
