import { type Judgement, judgements, type Kind } from '../metrics/index.ts';
import type { ModelKind } from '../models/types.ts';

/** The kind of prediction that a model makes of a target with these classes; null for numbers. */
export function kindOf({ task, metrics }: ModelKind, classes: readonly string[] | null): Kind {
  if (!classes) return task === 'count' ? 'counts' : 'numbers';
  return task === 'any' || metrics[0] === 'logLoss' ? 'probabilities' : 'margins';
}

/** What it is judged by. */
export function judgementOf(model: ModelKind, classes: readonly string[] | null): Judgement {
  return judgements[kindOf(model, classes)];
}
