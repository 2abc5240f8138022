import { describe, expect, test } from 'vitest';
import { squaredLoss } from '../../../../src/engine/objectives/losses/squared.ts';
import { adam } from '../../../../src/engine/solvers/adam.ts';
import { gradientDescent } from '../../../../src/engine/solvers/gradientDescent.ts';
import { smoothness } from '../../../../src/engine/solvers/learningRate.ts';
import { miniBatch } from '../../../../src/engine/solvers/miniBatch.ts';
import { momentum } from '../../../../src/engine/solvers/momentum.ts';
import { stochastic } from '../../../../src/engine/solvers/stochastic.ts';
import { blockOf, randomRows } from '../data/blocks.ts';
import { drive, quadratic } from './quadratics.ts';
import { rowObjective, scaledRowNorms } from './rowProblems.ts';

const block = blockOf(randomRows(60, 3), 3);
const objective = rowObjective(block, squaredLoss(1), { lambdaTotal: 6 }, 25);
const rateOf = async (...[solver, options]: [typeof adam, Parameters<typeof drive>[2]?]) =>
  (await drive(solver, objective, { iterations: 1, ...options })).result.learningRate;

describe('the automatic learning rate', () => {
  test('is 1 / L over all rows, and told by the largest row for single ones', async () => {
    expect(await rateOf(gradientDescent)).toBe(1 / objective.lipschitz());
    expect(await rateOf(momentum)).toBe(1 / objective.lipschitz());
    const largest = Math.max(...scaledRowNorms(block)) + 1;
    expect(await rateOf(stochastic)).toBeCloseTo(1 / (largest + 0.1), 14);
  });

  test('in batches lies in between, and reaches 1 / L with all rows', async () => {
    const rates = [];
    for (const batchSize of [1, 2, 8, 30, 59, 60, 600]) rates.push(await rateOf(miniBatch, { batchSize }));
    expect(rates).toEqual(rates.toSorted((a, b) => a - b));
    expect(rates[0]).toBe(await rateOf(stochastic));
    expect(rates.at(-1)).toBe(1 / objective.lipschitz());
    // n (b − 1) / (b (n − 1)) and (n − b) / (b (n − 1)) at n = 60, b = 2.
    const largest = await objective.batches!.rowLipschitz();
    const wanted = (60 / (2 * 59)) * objective.lipschitz() + (58 / (2 * 59)) * largest;
    expect(await smoothness(objective, 2)).toBeCloseTo(wanted, 12);
  });

  test('is divided by how far momentum carries the noise of batches', async () => {
    const plain = await rateOf(miniBatch, { batchSize: 8 });
    expect(await rateOf(momentum, { batchSize: 8 })).toBeCloseTo(plain / 10, 14);
  });

  test('of adaptive rules grows with the target, and not with its curvature', async () => {
    const rate = async (h: number, c: number) =>
      (await drive(adam, quadratic({ h: [h], c: [c] }), { iterations: 1 })).result.learningRate;
    expect(await rate(4, 10)).toBeCloseTo(10 * (await rate(4, 1)), 12);
    expect(await rate(8, 1)).toBeCloseTo(await rate(4, 1), 12);
  });

  test('has a default where nothing is known of the curvature, and where there is none', async () => {
    const unknown = { ...quadratic({ h: [4], c: [1] }), lipschitz: () => Number.NaN };
    expect((await drive(gradientDescent, unknown)).result.learningRate).toBe(0.05);
    expect((await drive(adam, unknown)).result.learningRate).toBe(0.01);
    expect((await drive(gradientDescent, quadratic({ h: [0], c: [1] }))).result.learningRate).toBe(1);
  });

  test('a network says no limit after it diverged', async () => {
    const unknown = { ...quadratic({ h: [4], c: [1] }), lipschitz: () => Number.NaN };
    const { result } = await drive(gradientDescent, unknown, { learningRate: 10 });
    expect(result).toMatchObject({ reason: 'diverged', rateLimit: null });
    const known = await drive(gradientDescent, quadratic({ h: [4], c: [1] }), { learningRate: 10 });
    expect(known.result).toMatchObject({ reason: 'diverged', rateLimit: 0.5 });
  });
});
