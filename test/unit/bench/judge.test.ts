import { describe, expect, it } from 'vitest';
import { curveDistance } from '../../../bench/lib/answers.mjs';
import { judgeAnswers } from '../../../bench/lib/judge.mjs';

const model = (a: number) => ({ coefficients: { a }, intercept: 0 });
const own = {
  models: [model(0), model(2), model(3)].map((each) => ({ ...each, scale: { a: 1 } })),
  seconds: [],
  versions: {},
  cv: { mean: [4, 2, 2.000001], se: [0.1, 0.1, 0.1], chosen: 1 },
};
const peer = { id: 'p', label: 'P', command: () => null, tolerance: 1e-6 };
const said = (models: number[], cv: { mean: number[] | null; se?: number[]; chosen: number } | null) => ({
  models: models.map(model),
  seconds: [1],
  versions: {},
  cv,
});

describe('comparing cross-validations', () => {
  it('measures losses, their errors and what another λ loses', () => {
    const { loss, error, regret } = curveDistance(
      { mean: [4, 2.02, 2], se: [0.1, 0.1, 0.11], chosen: 2 },
      own.cv,
    );
    expect(loss).toBeCloseTo(0.01, 12);
    expect(error).toBeCloseTo(0.1, 12);
    expect(regret).toBeCloseTo(5e-7, 12);
    expect(curveDistance({ mean: null, chosen: 1 }, own.cv)).toEqual({ loss: null, error: null, regret: 0 });
    expect(() => curveDistance({ mean: [1], chosen: 0 }, own.cv)).toThrow('1 losses');
  });

  it('lets a flat minimum lie elsewhere, and nothing else', () => {
    const near = judgeAnswers(peer, said([0, 2, 3], { mean: [4, 2.000002, 2], chosen: 2 }), own);
    expect(near).toMatchObject({ distance: 0, wrong: false, failed: null });
    expect(near.differences).toBe('losses 1e-6, λ 1 places off, its loss 5e-7');
    const far = judgeAnswers(peer, said([0, 2, 3], { mean: [4, 2, 2], chosen: 0 }), own);
    expect(far.failed).toBe('answers differ: losses 5e-7, λ -1 places off, its loss 1e+0');
    expect(judgeAnswers(peer, said([0, 2, 3], { mean: [4, 2.01, 2], chosen: 1 }), own).wrong).toBe(true);
    expect(judgeAnswers(peer, said([0, 2, 3], null), own).failed).toContain('no losses on held-out rows');
  });

  it('compares a single model at the λ that its program chose', () => {
    const right = judgeAnswers(peer, said([2], { mean: null, chosen: 1 }), own);
    expect(right).toMatchObject({ distance: 0, differences: 'same λ', wrong: false });
    expect(judgeAnswers(peer, said([3], { mean: null, chosen: 1 }), own).failed).toBe(
      'answers differ by 5.0e-1',
    );
  });

  it('does not judge a program that only reads', () => {
    const { tolerance: _, ...reader } = peer;
    expect(judgeAnswers(reader, said([], null), own)).toMatchObject({ distance: null, wrong: false });
  });
});
