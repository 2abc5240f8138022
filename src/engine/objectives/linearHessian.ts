import type { LinearScores, RowTiles } from '../kernels/rowTiles.ts';
import { weightedProducts } from '../kernels/weightedProducts.ts';
import { thetaWidth } from './theta.ts';
import type { Predictor } from './types.ts';

/** What linear scores are made of, on the optimized scale: x̃_j = (x_j − shift_j) · factor_j. */
export interface LinearShape {
  readonly shift: Float64Array;
  /** 1 / scale; 0 for constant columns. */
  readonly factor: Float64Array;
  readonly k: number;
  readonly intercept: boolean;
}

/**
 * `Predictor.addHessian` of linear scores: block (a, b) of the outputs is Σ_i curvature_ab(i) x̃_i x̃_iᵀ, x̃ with a last 1
 * where there is an intercept.
 * @param scoresAt the linear scores of a theta
 */
export function linearHessian(
  tiles: RowTiles,
  { shift, factor, k, intercept }: LinearShape,
  scoresAt: (theta: Float64Array) => LinearScores,
): NonNullable<Predictor['addHessian']> {
  const pairs = (k * (k + 1)) / 2;
  const width = thetaWidth(shift.length, intercept);
  return (held, rows, theta, curvatures, hessian) => {
    const products = weightedProducts(tiles.kernels, { shift, factor, ones: intercept }, pairs);
    let room = new Float64Array(0);
    tiles.fold(
      held,
      rows,
      scoresAt(theta),
      (tile) => {
        if (room.length !== pairs * tile.count) room = new Float64Array(pairs * tile.count);
        curvatures(tile, room);
        products.add(held, tile.rows, room);
      },
      null,
    );
    for (let a = 0, pair = 0; a < k; a++) {
      for (let b = a; b < k; b++, pair++) {
        products.read(pair, (i, j, value) =>
          addEntry(hessian, k * width, a * width + i, b * width + j, value),
        );
        // A block beside the diagonal lies in the upper triangle whole, and is symmetric itself.
        if (a === b) continue;
        products.read(pair, (i, j, value) => {
          if (i < j) addEntry(hessian, k * width, a * width + j, b * width + i, value);
        });
      }
    }
    products.dispose();
  };
}

function addEntry(hessian: Float64Array, size: number, row: number, column: number, value: number): void {
  hessian[row * size + column]! += value;
}
