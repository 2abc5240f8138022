import { targetTransform } from '../data/targetTransform.ts';
import { PART } from '../data/types.ts';
import { loadKernels } from '../kernels/index.ts';
import { rowTiles, type ScoredRows } from '../kernels/rowTiles.ts';
import { models } from '../models/index.ts';
import { networkFromNumbers } from '../objectives/networkNumbers.ts';
import { withDefaults } from '../registry.ts';
import { type ModelFile, outputWeights } from './modelFile.ts';

/**
 * What a model file says of rows in original units.
 * @param x count × p, row-major
 * @returns outputs × count, output by output: numbers in the target's unit, rates, probabilities, or scores
 */
export type Scorer = (x: Float64Array, count: number) => Float64Array;

/** The scorer of a model file; throws `bad-model` where its weights do not fit its columns. */
export function scorerOf(model: ModelFile): Scorer {
  const { scores, outputs } = model.network ? networkScores(model.network) : linearScores(model);
  const { back } = targetTransform(model.spec);
  const kind = models.get(model.model);
  const parameters = withDefaults(kind.parameters, model.spec.modelParameters);
  const loss = kind.loss({ outputs, classes: model.classes ?? null, parameters, kernels: null });
  return (x, count) => {
    const values = scores(x, count);
    loss.predict(values, count);
    return model.spec.targetTransform === 'none' ? values : values.map(back);
  };
}

interface Scores {
  readonly outputs: number;
  readonly scores: Scorer;
}

function linearScores(model: ModelFile): Scores {
  const outputs = outputWeights(model);
  const p = model.columns.length;
  return {
    outputs: outputs.length,
    scores(x, count) {
      const scores = new Float64Array(outputs.length * count);
      outputs.forEach(({ weights, intercept }, t) => {
        for (let row = 0; row < count; row++) {
          let sum = 0;
          for (let j = 0; j < p; j++) sum += weights[j]! * x[row * p + j]!;
          scores[t * count + row] = sum + intercept;
        }
      });
      return scores;
    },
  };
}

function networkScores(network: NonNullable<ModelFile['network']>): Scores {
  const kernels = loadKernels();
  const tiles = rowTiles(kernels);
  const { predictor, theta } = networkFromNumbers(network, tiles, kernels);
  const { k } = predictor;
  return {
    outputs: k,
    scores(x, count) {
      const scores = new Float64Array(k * count);
      const y = new Float64Array(k * count);
      const held = tiles.hold({ rows: count, x, y, part: new Uint8Array(count).fill(PART.train) });
      const keep = (tile: ScoredRows) => {
        for (let t = 0; t < k; t++)
          for (let i = 0; i < tile.count; i++)
            scores[t * count + tile.rows[i]!] = tile.scores[t * tile.count + i]!;
      };
      try {
        predictor.fold(held, PART.train, theta, keep, null);
      } finally {
        held.release();
      }
      return scores;
    },
  };
}
