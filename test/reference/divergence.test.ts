import { describe, expect, it } from 'vitest';
import { type RunSpecInput, solvers } from '../../src/engine/index.ts';
import { tableOf, trainModel } from './engine.ts';

const watched = solvers
  .entries()
  .filter((solver) => solver.kind === 'iterative' && solver.goal === 'watch')
  .map(({ id, batches }) => ({ id, batches }));
const adaptive = ['adagrad', 'rmsprop', 'adam', 'adamw'];
const plain = watched.filter(({ id }) => !adaptive.includes(id));

const SETTINGS: readonly [string, string, RunSpecInput][] = [
  ['linear', 'diabetes', { target: ['target'], model: 'linear' }],
  ['huber', 'diabetes', { target: ['target'], model: 'huber', modelParameters: { delta: 50 } }],
  ['logistic', 'breast_cancer', { target: ['diagnosis'], model: 'logistic', lambda: 600 }],
  ['softmax', 'iris', { target: ['species'], model: 'softmax', lambda: 150 }],
  ['squaredHinge', 'breast_cancer', { target: ['diagnosis'], model: 'squaredHinge' }],
];

async function run(data: string, spec: RunSpecInput) {
  const trained = await trainModel(await tableOf(`data/${data}.csv`), spec, { compare: false });
  const { dataLoss, penalty } = trained.result.now;
  return { ...trained, descent: trained.result.descent!, objective: dataLoss + penalty };
}

describe.each(SETTINGS)('a rate that is too large, %s', (_, data, spec) => {
  it.each(plain)(
    '$id: it is told, the weights stay finite, and the rate of the advice converges',
    async (solver) => {
      const iterations = solver.batches === 'always' ? 2000 : 300;
      const given = { ...spec, solver: solver.id, iterations };
      const auto = await run(data, given);
      const { lipschitz, learningRate } = auto.descent;
      expect(auto.descent.reason).not.toBe('diverged');
      const diverged = await run(data, {
        ...given,
        learningRate: 1000 * Math.max(learningRate, 1 / lipschitz!),
      });
      expect(diverged.descent.reason).toBe('diverged');
      expect(Number.isFinite(diverged.objective)).toBe(true);
      const { message, suggestedRate } = diverged.descent.advice!;
      expect(message).toContain(`Resume from the last finite weights with`);
      expect(diverged.result.verdict.headline + diverged.result.verdict.detail).toContain(message);
      const advised = await run(data, { ...given, learningRate: suggestedRate });
      expect(advised.descent.reason).not.toBe('diverged');
      expect(advised.objective).toBeLessThan(diverged.objective);
    },
  );
});
