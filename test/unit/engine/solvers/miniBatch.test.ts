import { expect, test } from 'vitest';
import { squaredLoss } from '../../../../src/engine/objectives/losses/squared.ts';
import { gradientDescent } from '../../../../src/engine/solvers/gradientDescent.ts';
import { miniBatch } from '../../../../src/engine/solvers/miniBatch.ts';
import { blockOf, randomRows } from '../data/blocks.ts';
import { drive } from './quadratics.ts';
import { rowObjective } from './rowProblems.ts';

test('takes 32 rows a step: an epoch of 70 rows has 3 steps, the last of 6', async () => {
  const objective = rowObjective(blockOf(randomRows(70, 2), 2), squaredLoss(1), { lambdaTotal: 1 });
  const { steps } = await drive(miniBatch, objective, { iterations: 6 });
  expect(steps.map(({ iteration }) => iteration)).toEqual([0, 3, 6]);
});

test('rows that are all alike: any batch has the gradient of all', async () => {
  const rows = Array.from({ length: 64 }, () => [1, 3]);
  const objective = rowObjective(blockOf(rows, 1), squaredLoss(1), { lambdaTotal: 1 });
  const options = { iterations: 10, learningRate: 0.3 };
  const one = await drive(miniBatch, objective, options);
  const other = await drive(gradientDescent, objective, options);
  one.result.theta.forEach((value, j) => {
    expect(value).toBeCloseTo(other.result.theta[j]!, 14);
  });
});
