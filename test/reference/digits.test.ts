import { describe, expect, it } from 'vitest';
import type { RunSpecInput } from '../../src/engine/index.ts';
import { tableOf, trainModel } from './engine.ts';

/** Handwritten digits of 8 × 8 pixels, every fifth held out. */
async function accuracyOf(spec: RunSpecInput): Promise<number> {
  const given: RunSpecInput = { target: ['digit'], split: { kind: 'every', every: 5 }, seed: 0 };
  const table = await tableOf('documents/digits.csv');
  const { file, result } = await trainModel(table, { ...given, ...spec }, { compare: false });
  expect(file.rows).toMatchObject({ train: 1438, test: 359 });
  expect(file.classes).toHaveLength(10);
  return result.now.scores.test!.accuracy!;
}

describe('digits', () => {
  it('softmax with the best of four λ tells at least 95 % of the held-out ones', async () => {
    const accuracies: number[] = [];
    for (const lambda of [0.1, 1, 10, 100]) accuracies.push(await accuracyOf({ model: 'softmax', lambda }));
    expect(Math.max(...accuracies)).toBeGreaterThanOrEqual(0.95);
    // Too much of it does harm: λ is worth choosing.
    expect(accuracies[3]).toBeLessThan(Math.max(...accuracies));
  });

  const network: RunSpecInput = {
    model: 'mlp',
    hidden: [64],
    activation: 'relu',
    initializer: { id: 'heNormal' },
    lambda: 5,
  };

  it.each<[string, RunSpecInput]>([
    ['L-BFGS', { solver: 'lbfgs', iterations: 100 }],
    ['Adam in batches', { solver: 'adam', batchSize: 32, iterations: 3000, schedule: { id: 'cosine' } }],
    ['no solver chosen', { iterations: 200 }],
  ])('a network of one hidden layer tells at least 97 %%: %s', async (_, spec) => {
    expect(await accuracyOf({ ...network, ...spec })).toBeGreaterThanOrEqual(0.97);
  });
});
