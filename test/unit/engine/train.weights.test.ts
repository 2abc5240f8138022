import { describe, expect, test } from 'vitest';
import type { RunSpecInput } from '../../../src/engine/index.ts';
import type { Model } from '../../../src/engine/model/model.ts';
import { stream } from '../../../src/engine/random.ts';
import { csvOf, trained } from './runs.ts';

const random = stream(5, 'weighted rows');
const rows = Array.from({ length: 150 }, (_, row) => {
  const [a, b] = [random.normal(), 5 + 2 * random.normal()];
  const y = 3 * a - b + random.normal();
  return { cells: [a, b, y, y + random.normal() > -5 ? 'yes' : 'no'], weight: [0, 1, 3, 2][row % 4]! };
});
const names = ['a', 'b', 'y', 'c'];
const weighted = csvOf(
  [...names, 'w'],
  rows.map(({ cells, weight }) => [...cells, weight]),
);
const repeated = csvOf(
  names,
  rows.flatMap(({ cells, weight }) => Array.from({ length: weight }, () => cells)),
);

/** Weights, intercepts and scores of the training rows. */
function told(model: Model): number[] {
  const { coefficients, intercept, metrics } = model.file();
  const { train, baseline } = metrics as unknown as Record<string, Record<string, number | null>>;
  const scores = [train!, baseline!].flatMap(({ mse, rmse, mae, r2, logLoss, accuracy, rocAuc }) => [
    mse,
    rmse,
    mae,
    r2,
    logLoss,
    accuracy,
    rocAuc,
  ]);
  const numbers = scores.filter((score): score is number => typeof score === 'number');
  return [...Object.values(coefficients as Record<string, number>), intercept as number, ...numbers];
}

describe('a row of weight 2 is two rows, and one of weight 0 is none', () => {
  const perSample = { lambda: 0.1, lambdaScale: 'perSample' } as const;
  test.each<[string, RunSpecInput]>([
    ['linear', { target: ['y'] }],
    ['linear, λ per sample', { target: ['y'], ...perSample }],
    ['linear by singular values', { target: ['y'], solver: 'svd', ...perSample }],
    ['linear, λ 0', { target: ['y'], lambda: 0 }],
    ['elastic net', { target: ['y'], l1Ratio: 0.5, ...perSample }],
    ['Huber', { target: ['y'], model: 'huber', ...perSample }],
    ['logistic', { target: ['c'], ...perSample }],
    ['squared hinge', { target: ['c'], model: 'squaredHinge' }],
    ['gradient descent', { target: ['y'], solver: 'gradientDescent', iterations: 50, ...perSample }],
  ])('%s', async (_, spec) => {
    const features = ['a', 'b'];
    const found = told(await trained(weighted, { features, sampleWeight: 'w', ...spec }));
    const wanted = told(await trained(repeated, { features, ...spec }));
    expect(found).toHaveLength(wanted.length);
    found.forEach((value, at) => {
      expect(value).toBeCloseTo(wanted[at]!, 9);
    });
  });
});

test('balanced classes weigh in training, and not in scores', async () => {
  const few = rows.filter(({ cells }, row) => cells[3] === 'yes' || row % 3 === 0);
  const text = csvOf(
    names,
    few.map(({ cells }) => cells),
  );
  const spec: RunSpecInput = { target: ['c'], features: ['a', 'b'] };
  const shares = few.filter(({ cells }) => cells[3] === 'yes').length / few.length;
  const { metrics, intercept } = (await trained(text, { ...spec, classWeight: 'balanced' })).file();
  const plain = (await trained(text, spec)).file();
  const train = (metrics as { train: { logLoss: number; accuracy: number } }).train;
  expect(intercept as number).toBeLessThan(plain.intercept as number);
  expect(train.logLoss).toBeGreaterThan((plain.metrics as { train: { logLoss: number } }).train.logLoss);
  expect((train.accuracy * few.length) % 1).toBeCloseTo(0, 9);
  const { baseline } = metrics as { baseline: { logLoss: number } };
  expect(baseline.logLoss).toBeCloseTo(-shares * Math.log(shares) - (1 - shares) * Math.log(1 - shares), 12);
});
