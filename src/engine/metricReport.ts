import * as v from 'valibot';
import { type MetricId, metrics } from './metrics/index.ts';

export const metricIds = metrics.map(({ id }) => id) as [MetricId, ...MetricId[]];

/** What is said of a metric, so that whoever shows it need not know it. */
export const MetricSchema = v.object({
  id: v.picklist(metricIds),
  label: v.string(),
  description: v.string(),
  better: v.picklist(['low', 'high']),
  form: v.picklist(['number', 'share', 'percent']),
  minor: v.boolean(),
});
