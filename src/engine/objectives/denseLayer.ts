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

/** Writes bias + Σ weight · input of each unit and row into `out`. */
export function forward(
  { inputs, outputs, start }: DenseLayer,
  theta: Float64Array,
  values: Float64Array,
  out: Float64Array,
): void {
  const count = out.length / outputs;
  for (let unit = 0; unit < outputs; unit++) {
    const at = start + unit * (inputs + 1);
    out.fill(theta[at + inputs]!, unit * count, (unit + 1) * count);
    addMixed({ factors: theta, at, stride: 1, terms: inputs }, values, out, unit * count, count);
  }
}

/** Writes Σ weight · slope over the units, for each input and row, into `out`. */
export function backward(
  { inputs, outputs, start }: DenseLayer,
  theta: Float64Array,
  slopes: Float64Array,
  out: Float64Array,
): void {
  const count = out.length / inputs;
  const stride = inputs + 1;
  out.fill(0);
  for (let input = 0; input < inputs; input++) {
    addMixed(
      { factors: theta, at: start + input, stride, terms: outputs },
      slopes,
      out,
      input * count,
      count,
    );
  }
}

/** Adds Σ_i slope · input, and of the bias Σ_i slope, to the layer's part of `gradient`. */
export function addLayerGradient(
  { inputs, outputs, start }: DenseLayer,
  slopes: Float64Array,
  values: Float64Array,
  gradient: Float64Array,
): void {
  const count = slopes.length / outputs;
  for (let unit = 0; unit < outputs; unit++) {
    const own = slopes.subarray(unit * count, (unit + 1) * count);
    const at = start + unit * (inputs + 1);
    let input = 0;
    for (; input + 3 < inputs; input += 4) addFourProducts(own, values, input * count, gradient, at + input);
    for (; input < inputs; input++) gradient[at + input]! += product(own, values, input * count);
    let bias = 0;
    for (let i = 0; i < count; i++) bias += own[i]!;
    gradient[at + inputs]! += bias;
  }
}

/** `terms` factors in an array, `stride` apart. */
interface Factors {
  readonly factors: Float64Array;
  readonly at: number;
  readonly stride: number;
  readonly terms: number;
}

/** out[to + i] += Σ_term factor · values[term·count + i]: four terms at a time, because each run reads and writes `out`. */
function addMixed(
  { factors, at, stride, terms }: Factors,
  values: Float64Array,
  out: Float64Array,
  to: number,
  count: number,
): void {
  let term = 0;
  for (; term + 3 < terms; term += 4) {
    const from = at + term * stride;
    const a = factors[from]!;
    const b = factors[from + stride]!;
    const c = factors[from + 2 * stride]!;
    const d = factors[from + 3 * stride]!;
    for (let i = 0, own = term * count; i < count; i++, own++) {
      const first = a * values[own]! + b * values[own + count]!;
      const second = c * values[own + 2 * count]! + d * values[own + 3 * count]!;
      out[to + i]! += first + second;
    }
  }
  for (; term < terms; term++) {
    const factor = factors[at + term * stride]!;
    for (let i = 0, own = term * count; i < count; i++, own++) out[to + i]! += factor * values[own]!;
  }
}

/** gradient[at + n] += Σ_i slopes[i] · values[from + n·count + i] for n < 4: sums that do not wait for one another. */
function addFourProducts(
  slopes: Float64Array,
  values: Float64Array,
  from: number,
  gradient: Float64Array,
  at: number,
): void {
  const count = slopes.length;
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0, own = from; i < count; i++, own++) {
    const slope = slopes[i]!;
    a += slope * values[own]!;
    b += slope * values[own + count]!;
    c += slope * values[own + 2 * count]!;
    d += slope * values[own + 3 * count]!;
  }
  gradient[at]! += a;
  gradient[at + 1]! += b;
  gradient[at + 2]! += c;
  gradient[at + 3]! += d;
}

function product(slopes: Float64Array, values: Float64Array, from: number): number {
  let sum = 0;
  for (let i = 0; i < slopes.length; i++) sum += slopes[i]! * values[from + i]!;
  return sum;
}
