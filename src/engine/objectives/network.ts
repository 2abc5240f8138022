import type { Scaling } from '../data/types.ts';
import { type DenseRows, denseRows } from '../kernels/denseRows.ts';
import type { Kernels } from '../kernels/loader.ts';
import { type RowTiles, type ScoredRows, tileRows } from '../kernels/rowTiles.ts';
import { workspace } from '../kernels/workspace.ts';
import type { RunSpec } from '../spec.ts';
import { type Activation, activationOf } from './activations.ts';
import { addLayerGradient, backward, type DenseLayer, denseLayers, forward } from './denseLayer.ts';
import { linearPredictor } from './linearPredictor.ts';
import type { Predictor } from './types.ts';

export interface NetworkShape {
  readonly tiles: RowTiles;
  readonly kernels: Kernels | null;
  readonly scaling: Scaling;
  /** Scores a row. */
  readonly outputs: number;
  /** Units of each hidden layer, from the inputs on. */
  readonly hidden: readonly number[];
  readonly activation: RunSpec['activation'];
}

/**
 * Scores through hidden layers of standardized inputs: a⁰ = x̃, aˡ = φ(Wˡ aˡ⁻¹ + bˡ), s = W a + b. θ holds the layers
 * one after the other, each unit by unit: its weights, then its bias, so that each layer is laid out like a linear
 * model's θ. Gradients by back-propagation (Rumelhart, Hinton & Williams 1986), tile by tile.
 */
export function networkPredictor(shape: NetworkShape): Predictor {
  const { tiles, scaling, outputs, hidden } = shape;
  const p = scaling.scale.length;
  const layers = denseLayers([p, ...hidden, outputs]);
  const first = linearPredictor(tiles, scaling, hidden[0]!, true);
  const penalized = penalizedOf(layers);
  const deeper = denseLayers([...hidden, outputs]);
  const own = penalized.length - first.size;
  const numbers = deeper.reduce((sum, layer) => sum + layer.outputs, 0) + Math.max(...hidden);
  const machine = {
    deeper,
    activation: activationOf(shape.activation, shape.kernels),
    rows: denseRows(shape.kernels),
  };
  return {
    size: penalized.length,
    p,
    k: outputs,
    intercept: true,
    penalized,
    layers,
    fold(held, rows, theta, visit, gradient) {
      const tile = typeof rows === 'number' ? tileRows(p) : Math.min(tileRows(p), rows.length);
      const room = workspace(shape.kernels, 2 * own + numbers * tile);
      const view = room.view();
      view.set(theta.subarray(first.size));
      if (gradient) view.set(gradient.subarray(first.size), own);
      const visitUnits = (scored: ScoredRows) => {
        const all = room.view();
        const [weights, sums, values] = [
          all.subarray(0, own),
          all.subarray(own, 2 * own),
          all.subarray(2 * own),
        ];
        foldTile({ ...machine, theta: weights, visit, gradient: gradient && sums, room: values }, scored);
      };
      const ofFirst = (vector: Float64Array) => vector.subarray(0, first.size);
      try {
        first.fold(held, rows, ofFirst(theta), visitUnits, gradient && ofFirst(gradient));
        gradient?.set(room.view().subarray(own, 2 * own), first.size);
      } finally {
        room.release();
      }
    },
  };
}

interface TilePass {
  /** All layers but the first. */
  readonly deeper: readonly DenseLayer[];
  readonly activation: Activation;
  readonly rows: DenseRows;
  /** Of those layers. */
  readonly theta: Float64Array;
  readonly visit: (tile: ScoredRows) => void;
  readonly gradient: Float64Array | null;
  /** For the layers' outputs and one layer's slopes. */
  readonly room: Float64Array;
}

/** Takes a tile from the first units' scores to the outputs, and its derivatives back to those scores. */
function foldTile(
  { deeper, activation, rows, theta, visit, gradient, room }: TilePass,
  tile: ScoredRows,
): void {
  const values = [tile.scores];
  let at = 0;
  for (const layer of deeper) {
    const inputs = values.at(-1)!;
    activation.apply(inputs);
    const out = room.subarray(at, at + layer.outputs * tile.count);
    forward(rows, layer, theta, inputs, out);
    values.push(out);
    at += out.length;
  }
  visit({ ...tile, scores: values.at(-1)! });
  if (!gradient) return;
  for (let l = deeper.length - 1; l >= 0; l--) {
    const layer = deeper[l]!;
    const inputs = values[l]!;
    addLayerGradient(rows, layer, values[l + 1]!, inputs, gradient);
    const slopes = room.subarray(at, at + inputs.length);
    backward(rows, layer, theta, values[l + 1]!, slopes);
    activation.carry(inputs, slopes);
  }
}

/** 1 for weights and 0 for biases. */
function penalizedOf(layers: readonly DenseLayer[]): Uint8Array {
  const { start, outputs, inputs } = layers.at(-1)!;
  const penalized = new Uint8Array(start + outputs * (inputs + 1));
  for (const layer of layers) {
    const width = layer.inputs + 1;
    for (let unit = 0; unit < layer.outputs; unit++) {
      const at = layer.start + unit * width;
      penalized.fill(1, at, at + layer.inputs);
    }
  }
  return penalized;
}
