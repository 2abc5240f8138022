import type { PreparedData } from '../data/prepare.ts';
import { columnVariation } from '../data/scaling.ts';
import type { Scaling } from '../data/types.ts';
import type { RunSpec } from '../spec.ts';

/** Powers of ten past these are no λ. */
const DECADES = 300;

/**
 * λ evenly spaced by powers of ten, in the spec's scale, from where it does nothing (3·10⁻⁵ of the mean eigenvalue of
 * X̃ᵀX̃) to where little is left of the weights (30 of it), rounded to whole powers and wide enough for the λ in force.
 * @param directions over how many eigenvalues the mean goes: columns, or rows where these are fewer
 */
export function lambdaAxis(
  { spec, data, scaling }: { spec: RunSpec; data: PreparedData; scaling: Scaling },
  directions: number,
  points: number,
): number[] {
  const { train } = data.moments;
  let trace = 0;
  for (let j = 0; j < train.p; j++) {
    if (!scaling.constant[j]) trace += columnVariation(train, j) / scaling.scale[j]! ** 2;
  }
  const total = data.weights.train;
  const typical = trace > 0 ? trace / directions : total;
  const unit = spec.lambdaScale === 'total' ? 1 : total;
  const decade = (lambda: number) => Math.max(-DECADES, Math.min(DECADES, Math.log10(lambda)));
  let low = Math.round(decade((3e-5 * typical) / unit));
  let high = Math.round(decade((30 * typical) / unit));
  if (spec.lambda > 0) {
    low = Math.min(low, Math.floor(decade(spec.lambda)));
    high = Math.max(high, Math.ceil(decade(spec.lambda)));
  }
  return Array.from({ length: points }, (_, i) => 10 ** (low + ((high - low) * i) / (points - 1)));
}
