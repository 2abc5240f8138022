import { expect, test } from 'vitest';
import { squaredLoss } from '../../../../src/engine/objectives/losses/squared.ts';
import { stochastic } from '../../../../src/engine/solvers/stochastic.ts';
import { blockOf } from '../data/blocks.ts';
import { drive } from './quadratics.ts';
import { rowObjective } from './rowProblems.ts';

test('two rows, one after the other: θ ← θ − η (s − y) [x̃, 1] by hand', async () => {
  // Standardized, x̃ = ∓1; y = 1 and 4; λ = 0.
  const rows = [
    [0, 1],
    [2, 4],
  ];
  const objective = rowObjective(blockOf(rows, 1), squaredLoss(1), { lambdaTotal: 0 });
  const { result } = await drive(stochastic, objective, { iterations: 2, learningRate: 0.5 });
  const after = (order: readonly number[]) => {
    let [w, b] = [0, 0];
    for (const i of order) {
      const x = i === 0 ? -1 : 1;
      const error = b + w * x - rows[i]![1]!;
      [w, b] = [w - 0.5 * error * x, b - 0.5 * error];
    }
    return [w, b];
  };
  expect([after([0, 1]), after([1, 0])]).toContainEqual([...result.theta]);
});
