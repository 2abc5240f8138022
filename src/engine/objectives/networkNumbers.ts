import { toOriginal, withoutConstants } from '../data/scaling.ts';
import type { Scaling } from '../data/types.ts';
import type { Kernels } from '../kernels/loader.ts';
import type { RowTiles } from '../kernels/rowTiles.ts';
import type { RunSpec } from '../spec.ts';
import { networkPredictor } from './network.ts';
import { packTheta, unpackTheta } from './theta.ts';
import type { Predictor } from './types.ts';

/** A network as plain numbers, as model files hold it. */
export interface NetworkNumbers {
  activation: RunSpec['activation'];
  /** Of each layer: each unit's weights over what comes before it (first the columns in original units), and biases. */
  layers: { weights: number[][]; biases: number[] }[];
}

/** θ by layers, the first over columns in original units, as a linear model's weights are. */
export function networkLayers(
  { layers = [] }: Predictor,
  theta: Float64Array,
  { activation }: Pick<RunSpec, 'activation'>,
  scaling: Scaling,
): NetworkNumbers {
  return {
    activation,
    layers: layers.map(({ inputs, outputs, start }, l) => {
      const own = unpackTheta(theta.subarray(start), inputs, outputs, true);
      const { weights, intercept } = l === 0 ? toOriginal(withoutConstants(own, scaling), scaling) : own;
      return {
        weights: Array.from({ length: outputs }, (_, unit) =>
          Array.from(weights.subarray(unit * inputs, (unit + 1) * inputs)),
        ),
        biases: Array.from(intercept),
      };
    }),
  };
}

/** The inverse of {@link networkLayers}: a predictor of rows in original units, and its θ. */
export function networkFromNumbers(
  { activation, layers }: NetworkNumbers,
  tiles: RowTiles,
  kernels: Kernels | null,
): { predictor: Predictor; theta: Float64Array } {
  const p = layers[0]?.weights[0]?.length ?? 0;
  const units = layers.map(({ biases }) => biases.length);
  const scaling = {
    shift: new Float64Array(p),
    scale: new Float64Array(p).fill(1),
    constant: new Uint8Array(p),
  };
  const hidden = units.slice(0, -1);
  const outputs = units.at(-1) ?? 0;
  const predictor = networkPredictor({ tiles, kernels, scaling, outputs, hidden, activation });
  const theta = layers.flatMap(({ weights, biases }) => {
    const own = { p: weights[0]?.length ?? 0, k: biases.length, intercept: Float64Array.from(biases) };
    return Array.from(packTheta({ ...own, weights: Float64Array.from(weights.flat()) }, true));
  });
  return { predictor, theta: Float64Array.from(theta) };
}
