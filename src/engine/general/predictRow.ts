import { targetTransform } from '../data/targetTransform.ts';
import { PART } from '../data/types.ts';
import type { Problem } from './problem.ts';

/**
 * What a model says of one row in original units: a number a target; of classes, the probability of each, or the score
 * where a model has none.
 * @param x p numbers
 */
export function predictRow(
  { predictor, loss, data, judgement, spec }: Problem,
  theta: Float64Array,
  x: Float64Array,
): number[] {
  const held = data.shared.machine.tiles.hold({
    rows: 1,
    x,
    y: new Float64Array(Math.max(1, predictor.k)),
    part: Uint8Array.of(PART.train),
  });
  const { back } = targetTransform(spec);
  let values: number[] = [];
  try {
    predictor.fold(
      held,
      PART.train,
      theta,
      ({ scores }) => {
        loss.predict(scores, 1);
        values = Array.from(scores, back);
      },
      null,
    );
  } finally {
    held.release();
  }
  const [positive] = values;
  const probabilities = judgement.metrics[0]?.id === 'logLoss';
  return probabilities && values.length === 1 ? [1 - positive!, positive!] : values;
}
