import type { Scaling } from '../data/types.ts';
import type { BlockLoss } from './lossSums.ts';
import { thetaWidth } from './theta.ts';

/** Squared error ½ Σ_t (y_t − b_t − x̃ · w_t)² of rows on the optimized scale, for p columns and k targets. */
export function blockSquared(scaling: Scaling, k: number, intercept: boolean): BlockLoss {
  const p = scaling.scale.length;
  const width = thetaWidth(p, intercept);
  const scaled = new Float64Array(p);
  return {
    p,
    k,
    intercept,
    add(block, part, theta, sums) {
      for (let row = 0; row < block.rows; row++) {
        if (block.part[row] !== part) continue;
        scaleRow(block.x, row * p, scaling, scaled);
        for (let t = 0; t < k; t++) {
          const start = t * width;
          let error = (intercept ? theta[start + p]! : 0) - block.y[row * k + t]!;
          for (let j = 0; j < p; j++) error += theta[start + j]! * scaled[j]!;
          sums.loss.add(0.5 * error * error);
          for (let j = 0; j < p; j++) sums.gradient[start + j]! += error * scaled[j]!;
          if (intercept) sums.gradient[start + p]! += error;
        }
        sums.count++;
      }
    },
  };
}

/** Writes row x, which starts at `start`, on the optimized scale into `scaled`; constant columns are 0 there. */
export function scaleRow(x: Float64Array, start: number, scaling: Scaling, scaled: Float64Array): void {
  const { shift, scale, constant } = scaling;
  for (let j = 0; j < scaled.length; j++)
    scaled[j] = constant[j] ? 0 : (x[start + j]! - shift[j]!) / scale[j]!;
}
