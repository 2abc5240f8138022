import { exponentials } from '../kernels/exponential.ts';
import type { Kernels } from '../kernels/loader.ts';
import type { RunSpec } from '../spec.ts';

/** What hidden units make of their scores. */
export interface Activation {
  /** In place. Allocates nothing in the kernels' memory where the values stand there. */
  apply(values: Float64Array): void;
  /** Overwrites the outputs of `apply` by slopes · ∂output/∂score, which the outputs alone tell. */
  carry(outputs: Float64Array, slopes: Float64Array): void;
}

/** Every activation; those made of exponentials are the same in every engine. */
export function activationOf(id: RunSpec['activation'], kernels: Kernels | null): Activation {
  return { tanh, relu, sigmoid }[id](kernels);
}

/** 1 − 2 / (e^(2z) + 1), which no large z overflows. */
const tanh = (kernels: Kernels | null): Activation => ({
  apply(values) {
    for (let at = 0; at < values.length; at++) values[at]! *= 2;
    exponentials(kernels, values);
    for (let at = 0; at < values.length; at++) values[at] = 1 - 2 / (values[at]! + 1);
  },
  carry(outputs, slopes) {
    for (let at = 0; at < outputs.length; at++) {
      const own = outputs[at]!;
      outputs[at] = slopes[at]! * (1 - own * own);
    }
  },
});

const sigmoid = (kernels: Kernels | null): Activation => ({
  apply(values) {
    for (let at = 0; at < values.length; at++) values[at] = -values[at]!;
    exponentials(kernels, values);
    for (let at = 0; at < values.length; at++) values[at] = 1 / (1 + values[at]!);
  },
  carry(outputs, slopes) {
    for (let at = 0; at < outputs.length; at++) {
      const own = outputs[at]!;
      outputs[at] = slopes[at]! * own * (1 - own);
    }
  },
});

const relu = (): Activation => ({
  apply(values) {
    for (let at = 0; at < values.length; at++) values[at] = Math.max(0, values[at]!);
  },
  carry(outputs, slopes) {
    for (let at = 0; at < outputs.length; at++) outputs[at] = outputs[at]! > 0 ? slopes[at]! : 0;
  },
});
