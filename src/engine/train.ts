import type { PreparedData } from './data/prepare.ts';
import { trainGeneral } from './general/trainGeneral.ts';
import type { Model } from './model/model.ts';
import { models } from './models/index.ts';
import { chooseLambda } from './selection/choose.ts';
import { wantsFolds } from './selection/folds.ts';
import type { RunSpec } from './spec.ts';
import { MEMORY_LIMIT, type TrainEvent, type TrainOptions } from './training.ts';
import { trainRidge } from './trainRidge.ts';
import { told } from './workReport.ts';

/**
 * Trains a spec on prepared data. Pausing, stepping and stopping are the caller's: it asks for the next event, or
 * returns the generator. Expected failures are `RidgelineError`s. An aborted signal throws `stopped`, except in a descent:
 * that ends where it is, and its model is returned.
 */
export async function* train(
  spec: RunSpec,
  data: PreparedData,
  options: TrainOptions = {},
): AsyncGenerator<TrainEvent, Model> {
  if (!wantsFolds(spec)) return yield* trainAt(spec, data, options);
  const memoryLimitBytes = options.memoryLimitBytes ?? MEMORY_LIMIT;
  const { signal } = options;
  const choosing = chooseLambda(
    spec,
    data,
    { memoryLimitBytes, signal, lambdas: null },
    options.live === true,
  );
  const chosen = yield* told(choosing, (progress): TrainEvent => ({ type: 'choosing', progress }));
  const training = trainAt({ ...spec, lambda: chosen.lambda }, data, options);
  for (;;) {
    const next = await training.next();
    const model = next.done ? next.value : next.value.type === 'model' ? next.value.model : null;
    if (model) model.chosen = chosen;
    if (next.done) return next.value;
    yield next.value;
  }
}

/** Trains at the spec's λ. */
function trainAt(
  spec: RunSpec,
  data: PreparedData,
  options: TrainOptions,
): AsyncGenerator<TrainEvent, Model> {
  return isRidge(spec, data) ? trainRidge(spec, data, options) : trainGeneral(spec, data, options);
}

/** True for squared error with a plain L2 penalty: all of its solutions come from one decomposition. */
function isRidge(spec: RunSpec, data: PreparedData): boolean {
  const plain = spec.l1Ratio === 0 && spec.coupling === 0 && Object.keys(spec.penaltyFactors).length === 0;
  // Scores of a transformed target are told in its own unit, which moments do not know.
  return plain && spec.targetTransform === 'none' && models.get(data.plan.model).offers.includes('ridge');
}
