import { describe, expect, test } from 'vitest';
import { columnMomentsOf } from '../../../../src/engine/data/columnMoments.ts';
import { scalingOf } from '../../../../src/engine/data/scaling.ts';
import { type DesignBlock, type LinearWeights, PART } from '../../../../src/engine/data/types.ts';
import { allSteps } from '../../../../src/engine/linalg/steps.ts';
import { rowsObjective } from '../../../../src/engine/objectives/rowsSquared.ts';
import { squaredObjective } from '../../../../src/engine/objectives/squared.ts';
import { packTheta } from '../../../../src/engine/objectives/theta.ts';
import { type DualFamily, dualFamily } from '../../../../src/engine/solvers/dualFamily.ts';
import { spectralFamily } from '../../../../src/engine/solvers/spectralFamily.ts';
import type { RidgeProblem } from '../../../../src/engine/solvers/types.ts';
import type { RunSpec } from '../../../../src/engine/spec.ts';
import { blockOf, momentsOf, numeric, randomRows } from '../data/blocks.ts';
import { largest } from './problems.ts';

const [ROWS, P, K] = [75, 200, 2];

/** 60 rows to train on and 15 test rows among them. */
function wideBlock(): DesignBlock {
  const block = blockOf(randomRows(ROWS, P, K), P);
  for (let row = 0; row < ROWS; row += 5) block.part[row] = PART.test;
  return block;
}

function both(
  standardize: RunSpec['standardize'],
  intercept: boolean,
): { dual: DualFamily; problem: RidgeProblem } {
  const block = wideBlock();
  const moments = momentsOf(block);
  const scaling = scalingOf(moments, numeric(P), standardize, intercept);
  const dual = dualFamily(block, columnMomentsOf(block, P, K, PART.train), scaling, intercept);
  return { dual, problem: { moments, scaling, intercept, factor: null } };
}

function difference(a: LinearWeights, b: LinearWeights): number {
  const weights = largest(a.weights.map((value, at) => value - b.weights[at]!)) / largest(b.weights);
  const intercept = largest(a.intercept.map((value, t) => value - b.intercept[t]!));
  return Math.max(weights, intercept / Math.max(1, largest(b.intercept)));
}

const forms = (['all', 'none'] as const).flatMap((standardize) =>
  [true, false].map((intercept) => [standardize, intercept] as const),
);

describe.each(forms)('standardize %s, intercept %s', (standardize, intercept) => {
  const { dual, problem } = both(standardize, intercept);
  const primal = spectralFamily(problem);

  test.each([0, 1e-3, 1, 100, 1e6])('the rows’ products give the columns’ solution at λ = %d', (lambda) => {
    expect(difference(dual.solve(lambda), primal.solve(lambda))).toBeLessThan(1e-8);
    expect(dual.degreesOfFreedom(lambda)).toBeCloseTo(primal.degreesOfFreedom(lambda), 7);
  });

  test('λ = 0 fits every row, and no other weights that do are smaller', () => {
    const { weights, intercept: own } = dual.solve(0);
    const predictions = dual.predictions(0);
    for (let row = 0; row < ROWS; row++) {
      if (dual.block.part[row] !== PART.train) continue;
      expect(predictions[row * K]).toBeCloseTo(dual.block.y[row * K]!, 6);
    }
    expect(own).toHaveLength(K);
    const small = primal.solve(1e-7).weights;
    expect(largest(weights.map((value, at) => value - small[at]!))).toBeLessThan(1e-5 * largest(weights));
  });

  test('predictions for all rows are those of the weights', () => {
    const { weights, intercept: own } = dual.solve(3);
    const predictions = dual.predictions(3);
    const { scaling } = problem;
    for (const row of [0, 1, 5, ROWS - 1]) {
      for (let t = 0; t < K; t++) {
        let value = own[t]!;
        for (let j = 0; j < P; j++) {
          value +=
            (weights[t * P + j]! * (dual.block.x[row * P + j]! - scaling.shift[j]!)) / scaling.scale[j]!;
        }
        expect(predictions[row * K + t]! / value).toBeCloseTo(1, 9);
      }
    }
  });

  test('rank, and a Lipschitz constant that holds and is hardly too large', () => {
    expect(dual.rank).toBe(intercept ? 59 : 60);
    expect(dual.singular).toBe(true);
    const exact = squaredObjective(problem.moments, problem.scaling, intercept, 10).lipschitz();
    expect(dual.lipschitz(10)).toBeGreaterThan(exact * (1 - 1e-9));
    expect(dual.lipschitz(10)).toBeLessThan(exact * 1.002 + 10 / 60);
  });

  test('the objective over rows is that over moments', async () => {
    const byMoments = squaredObjective(problem.moments, problem.scaling, intercept, 10);
    const byRows = rowsObjective(
      dual.block,
      'train',
      problem.scaling,
      { k: K, intercept, lambdaTotal: 10 },
      () => 1,
    );
    // Far from the rows, where moments keep their digits.
    const theta = packTheta(dual.solve(50), intercept).map((value) => value / 2);
    const gradients = [new Float64Array(theta.length), new Float64Array(theta.length)] as const;
    const a = byMoments.evaluate(theta, gradients[0]);
    const b = await byRows.evaluate(theta, gradients[1]);
    expect(b.dataLoss / a.dataLoss).toBeCloseTo(1, 9);
    expect(b.penalty / a.penalty).toBeCloseTo(1, 12);
    expect(largest(gradients[0].map((value, at) => value - gradients[1][at]!))).toBeLessThan(1e-7);
  });
});

test('repeated rows and a row at the means are no trouble', () => {
  const rows = randomRows(20, 60);
  const block = blockOf([...rows, rows[3]!, rows[3]!], 60);
  const moments = momentsOf(block);
  const scaling = scalingOf(moments, numeric(60), 'all', true);
  const dual = dualFamily(block, columnMomentsOf(block, 60, 1, PART.train), scaling, true);
  const primal = spectralFamily({ moments, scaling, intercept: true, factor: null });
  expect(dual.rank).toBe(19);
  for (const lambda of [0, 1])
    expect(difference(dual.solve(lambda), primal.solve(lambda))).toBeLessThan(1e-8);
});

test('many rows become live in steps', () => {
  const block = blockOf(randomRows(310, 400), 400);
  const moments = columnMomentsOf(block, 400, 1, PART.train);
  const scaling = scalingOf(moments, numeric(400), 'all', true);
  const dual = dualFamily(block, moments, scaling, true);
  const before = dual.solve(2);
  expect(dual.live).toBe(false);
  allSteps(dual.enliven());
  expect(dual.live).toBe(true);
  expect(difference(dual.solve(2), before)).toBeLessThan(1e-9);
});
