import { describe, expect, test } from 'vitest';
import type { RunSpecInput } from '../../../../src/engine/index.ts';
import { stream } from '../../../../src/engine/random.ts';
import { csvOf, trained } from '../runs.ts';

const random = stream(8, 'separable');
const rows = Array.from({ length: 60 }, () => {
  const [a, b] = [random.normal(), random.normal()];
  return [a, b, a > 0 ? 'p' : 'n', a + random.normal() > 0 ? 'p' : 'n'];
});
const text = csvOf(['a', 'b', 'apart', 'mixed'], rows);
const from = (more: RunSpecInput): RunSpecInput => ({
  features: ['a', 'b'],
  target: ['apart'],
  lambda: 0,
  ...more,
});

describe('classes that a column tells apart, without a penalty', () => {
  test.each<[string, RunSpecInput]>([
    ['auto', {}],
    ['softmax', { model: 'softmax' }],
    ['Newton', { solver: 'newton' }],
    ['L-BFGS', { solver: 'lbfgs' }],
    ['a tolerance tighter than usual', { tolerance: 1e-12 }],
    ['a tolerance that gradient descent reaches', { solver: 'gradientDescent', tolerance: 0.05 }],
    ['a factor of 0', { lambda: 1, penaltyFactors: { a: 0 } }],
  ])('%s: no run has converged, and none claims an optimum', async (_name, spec) => {
    const model = await trained(text, from(spec));
    const { descent, optimum, notes, inspection } = model.result();
    expect(model.file().convergence).toMatchObject({ converged: false, reason: 'noMinimum' });
    expect(descent!.reason).toBe('noMinimum');
    expect(optimum).toBeNull();
    expect(inspection.condition).toBeNull();
    expect(model.result().verdict).toMatchObject({
      tone: 'problem',
      headline: 'No best model.',
      detail: expect.stringContaining('Choose a λ above 0.'),
    });
    expect(notes.filter((note) => note.includes('there is no best model'))).toHaveLength(1);
  });

  test('a descent that is watched, chosen or beside the model, is held against no optimum', async () => {
    for (const solver of ['auto', 'gradientDescent'] as const) {
      const model = await trained(text, from({ solver, iterations: 2000 }), { watch: true });
      const { optimum, descent } = model.result();
      expect(optimum).toBeNull();
      expect(descent!.reason).not.toBe('converged');
    }
  });
});

test('with a penalty, and of classes that overlap, runs converge', async () => {
  for (const spec of [{ lambda: 1 }, { target: ['mixed'] }, { target: ['mixed'], solver: 'newton' }]) {
    const model = await trained(text, from(spec));
    expect(model.file().convergence).toMatchObject({ converged: true, reason: 'converged' });
    expect(model.result().inspection.condition).toBeGreaterThan(1);
  }
});
