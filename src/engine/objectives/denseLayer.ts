import type { DenseRows, Factors } from '../kernels/denseRows.ts';

/**
 * A layer of a network in θ: from `start` on, unit by unit, a weight for each input and then a bias. Its arrays are
 * laid out unit by unit, `values[unit·count + i]` of row i.
 */
export interface DenseLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly start: number;
}

/** The layers of a network, one after the other in θ: from `sizes[0]` inputs through hidden units to outputs. */
export function denseLayers(sizes: readonly number[]): DenseLayer[] {
  const layers: DenseLayer[] = [];
  let start = 0;
  for (let l = 1; l < sizes.length; l++) {
    const [inputs, outputs] = [sizes[l - 1]!, sizes[l]!];
    layers.push({ inputs, outputs, start });
    start += outputs * (inputs + 1);
  }
  return layers;
}

/** The layer's weights, or the places of their gradient, by unit and input. */
function weightsOf({ inputs, outputs, start }: DenseLayer, theta: Float64Array): Factors {
  return { values: theta, start, units: outputs, unitStride: inputs + 1, terms: inputs, termStride: 1 };
}

/** Writes bias + Σ weight · input of each unit and row into `out`. */
export function forward(
  rows: DenseRows,
  layer: DenseLayer,
  theta: Float64Array,
  values: Float64Array,
  out: Float64Array,
): void {
  const { inputs, outputs, start } = layer;
  const count = out.length / outputs;
  for (let unit = 0; unit < outputs; unit++) {
    const bias = theta[start + unit * (inputs + 1) + inputs]!;
    out.fill(bias, unit * count, (unit + 1) * count);
  }
  rows.mix(weightsOf(layer, theta), values, count, out);
}

/** Writes Σ weight · slope over the units, for each input and row, into `out`. */
export function backward(
  rows: DenseRows,
  { inputs, outputs, start }: DenseLayer,
  theta: Float64Array,
  slopes: Float64Array,
  out: Float64Array,
): void {
  const byInput = { start, units: inputs, unitStride: 1, terms: outputs, termStride: inputs + 1 };
  out.fill(0);
  rows.mix({ values: theta, ...byInput }, slopes, out.length / inputs, out);
}

/** Adds Σ_i slope · input, and of the bias Σ_i slope, to the layer's part of `gradient`. */
export function addLayerGradient(
  rows: DenseRows,
  layer: DenseLayer,
  slopes: Float64Array,
  values: Float64Array,
  gradient: Float64Array,
): void {
  const { inputs, outputs, start } = layer;
  const count = slopes.length / outputs;
  rows.addProducts(weightsOf(layer, gradient), slopes, values, count);
  for (let unit = 0; unit < outputs; unit++) {
    let bias = 0;
    for (let i = unit * count; i < (unit + 1) * count; i++) bias += slopes[i]!;
    gradient[start + unit * (inputs + 1) + inputs]! += bias;
  }
}
