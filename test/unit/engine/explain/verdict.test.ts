import { describe, expect, test } from 'vitest';
import { type VerdictInput, verdict } from '../../../../src/engine/explain/verdict.ts';
import { judgements } from '../../../../src/engine/metrics/index.ts';
import type { LambdaView, PartScores } from '../../../../src/engine/report.ts';
import { run } from '../runs.ts';

const score = (mse: number) => ({ mse, rmse: Math.sqrt(mse), mae: null, r2: null });

function parts(train: number, test: number | null = null, validation: number | null = null): PartScores {
  return {
    train: score(train),
    test: test === null ? null : score(test),
    validation: validation === null ? null : score(validation),
  };
}

function view(scores: PartScores, lambdaTotal = 1, standardized = [1]): LambdaView {
  return {
    lambda: lambdaTotal,
    lambdaTotal,
    standardized,
    weights: standardized,
    intercept: [0],
    dataLoss: 1,
    penalty: 0,
    scores,
    degreesOfFreedom: 1,
    exactZeros: 0,
  };
}

function judge(now: PartScores, zero: PartScores, baseline: PartScores, more: Partial<VerdictInput> = {}) {
  return verdict({
    now: view(now),
    zero: view(zero, 0),
    baseline,
    judgement: judgements.numbers,
    trainRows: 100,
    testRows: now.test ? 50 : 0,
    columns: 5,
    warnings: [],
    diverged: null,
    excess: 0,
    ...more,
  });
}

describe('the tone', () => {
  const mean = parts(10, 10);
  test.each([
    [
      2,
      'signal',
      'There is signal.',
      /takes 80 % off the error of guessing the mean \(test MSE 2 against 10\)/,
    ],
    [5, 'signal', 'There is signal.', /about halves/],
    [0.001, 'signal', 'There is signal.', /takes 99.99 % off/],
    [9.7, 'weak', 'Hardly any signal.', /only 3\.0 %/],
    [10, 'none', 'No signal.', /does not beat guessing the mean \(test MSE 10 against 10\)/],
    [25, 'none', 'No signal.', /does not beat/],
  ] as const)('of a test error of %d against 10 is %s', (mse, tone, headline, detail) => {
    expect(judge(parts(1, mse), parts(1, mse), mean)).toMatchObject({
      tone,
      headline,
      detail: expect.stringMatching(detail),
    });
  });

  test('of a training error alone says so', () => {
    const found = judge(parts(2), parts(2), parts(10));
    expect(found).toMatchObject({ tone: 'signal', headline: 'It fits.' });
    expect(found.detail).toContain('hold out some');
  });

  test('comes from the test part before the validation part before the training part', () => {
    expect(judge(parts(1, 20, 2), parts(1, 20, 2), parts(10, 10, 10)).tone).toBe('none');
    expect(judge(parts(20, null, 2), parts(20, null, 2), parts(10, null, 10)).tone).toBe('signal');
  });

  test('is a problem after divergence, and where the data needs a look', () => {
    expect(judge(parts(1), parts(1), parts(10), { diverged: 'Too fast.' })).toEqual({
      tone: 'problem',
      headline: 'The training diverged.',
      detail: 'Too fast.',
    });
    const warnings = [
      { code: 'a', severity: 'info' as const, message: 'Never mind.' },
      { code: 'b', severity: 'serious' as const, message: 'A leak.' },
    ];
    const found = judge(parts(1, 1), parts(1, 1), parts(10, 10), { warnings });
    expect(found).toMatchObject({ tone: 'problem', headline: 'Check the data first.' });
    expect(found.detail).toMatch(/^A leak\. /);
  });
});

describe('of classes', () => {
  const of = (logLoss: number, accuracy: number): PartScores => {
    const scores = { logLoss, accuracy };
    return { train: scores, validation: null, test: scores };
  };

  test('speaks of the log loss, and of the accuracy beside it', () => {
    const found = judge(of(0.21, 0.95), of(0.21, 0.95), of(0.66, 0.63), {
      judgement: judgements.probabilities,
    });
    expect(found).toEqual({
      tone: 'signal',
      headline: 'There is signal.',
      detail:
        'The model takes 68 % off the log loss of guessing the shares of the classes (test log loss 0.21 against 0.66; accuracy 95 % against 63 %). Regularization makes no difference here: λ = 0 does as well.',
    });
  });

  test('knows when it tells nothing', () => {
    const more = { judgement: judgements.probabilities };
    expect(judge(of(0.7, 0.63), of(2, 0.6), of(0.66, 0.63), more)).toMatchObject({
      tone: 'none',
      detail: expect.stringMatching(
        /does not beat guessing the shares of the classes .* at λ = 0 the test log loss is 2\.$/,
      ),
    });
  });

  test('without probabilities counts wrong classes', () => {
    const more = { judgement: judgements.margins };
    const { detail } = judge(of(0, 0.96), of(0, 0.95), of(0, 0.6), more);
    expect(detail).toContain(
      'takes 90 % off the errors of guessing the most frequent class (test accuracy 96 % against 60 %)',
    );
    expect(detail).toContain('Regularization helps: λ = 0 does 25 % worse.');
  });

  test('that all come true is no 100 % by rounding', () => {
    const more = { judgement: judgements.margins };
    expect(judge(of(0, 0.99996), of(0, 1), of(0, 0.5), more).detail).toContain(
      'accuracy 99.99 % against 50 %',
    );
    expect(judge(of(0, 1), of(0, 1), of(0, 0.5), more).detail).toContain('accuracy 100 % against 50 %');
  });
});

test('counts are judged by their deviance', () => {
  const of = (deviance: number): PartScores => ({
    train: { deviance },
    validation: null,
    test: { deviance },
  });
  const { detail } = judge(of(1), of(1), of(4), { judgement: judgements.counts });
  expect(detail).toContain('takes 75 % off the deviance of guessing the mean (test deviance 1 against 4)');
});

test('scores that are not known are not judged', () => {
  const none: PartScores = { train: { mse: null }, validation: null, test: null };
  expect(judge(none, none, none).headline).toBe('Nothing to judge.');
});

describe('what λ did', () => {
  const mean = parts(10, 10);
  test.each([
    [4, 6, 'Regularization helps: λ = 0 does 50 % worse.'],
    [4, 3, 'Regularization costs accuracy: λ = 0 does 25 % better.'],
    [4, 4.04, 'Regularization matters little here: λ = 0 does 1.0 % worse.'],
    [4, 4.0004, 'Regularization makes no difference here: λ = 0 does as well.'],
  ])('a test error of %d, at λ = 0 of %d', (now, zero, sentence) => {
    expect(judge(parts(1, now), parts(1, zero), mean).detail).toContain(sentence);
  });

  test('at λ = 0 nothing', () => {
    const now = view(parts(1, 4), 0);
    expect(judge(parts(1, 4), parts(1, 4), mean, { now }).detail).toContain(
      'Nothing is regularized at λ = 0.',
    );
  });

  test('without held-out rows is how far the weights shrink', () => {
    const now = view(parts(4), 1, [3, 4]);
    const zero = view(parts(4), 0, [6, 8]);
    expect(judge(parts(4), parts(4), parts(10), { now, zero }).detail).toContain(
      'λ shrinks the weights by 50 %.',
    );
  });

  test('cannot be told of a descent that has not arrived', () => {
    const { detail } = judge(parts(1, 4), parts(1, 2), mean, { excess: 0.12 });
    expect(detail).toContain('its loss is 12 % above the lowest');
    expect(detail).not.toContain('Regularization');
  });
});

describe('too few rows', () => {
  const mean = parts(10, 10);
  test('for the columns', () => {
    const few = { trainRows: 5, columns: 5 };
    expect(judge(parts(1, 4), parts(1, 4), mean, few).detail).toContain('only λ keeps the weights in check');
    const now = view(parts(1, 4), 0);
    expect(judge(parts(1, 4), parts(1, 4), mean, { ...few, now }).detail).toContain(
      'nothing keeps the weights',
    );
  });

  test('held out', () => {
    expect(judge(parts(1, 4), parts(1, 4), mean, { testRows: 1 }).detail).toContain('Only 1 row is held out');
    expect(judge(parts(1, 4), parts(1, 4), mean, { testRows: 19 }).detail).toContain(
      'Only 19 rows are held out',
    );
    expect(judge(parts(1, 4), parts(1, 4), mean, { testRows: 20 }).detail).not.toContain('held out');
  });
});

test('numbers are written for reading, and a share is never rounded up to the whole', () => {
  const detail = (mse: number, mean: number) => judge(parts(1, mse), parts(1, mse), parts(mean, mean)).detail;
  expect(detail(2859.6963, 5929.885)).toContain('(test MSE 2,860 against 5,930)');
  expect(detail(0.0023456, 0.01)).toContain('(test MSE 0.002346 against 0.01)');
  expect(detail(1.23456e-9, 1e-8)).toContain('(test MSE 1.23 × 10⁻⁹ against 1.00 × 10⁻⁸)');
  expect(detail(3.2e9, 1e10)).toContain('(test MSE 3.20 × 10⁹ against 1.00 × 10¹⁰)');
  expect(detail(0.0123, 10)).toContain('99.87 %');
  expect(detail(9.9999, 10)).toContain('less than 0.01 %');
});

test('the verdict of a run agrees with its numbers', async () => {
  const rows = Array.from({ length: 60 }, (_, row) => `${row},${row + 5 * ((row * 37) % 11)}`);
  const { result } = await run(`a,y\n${rows.join('\n')}\n`, {
    target: ['y'],
    split: { kind: 'every', every: 3 },
  });
  const share = 1 - result.now.scores.test!.mse! / result.baseline.test!.mse!;
  expect(result.verdict.detail).toContain(`takes ${(share * 100).toFixed(0)} % off`);
  const change = result.zero!.scores.test!.mse! / result.now.scores.test!.mse! - 1;
  expect(result.verdict.detail).toContain(change > 0 ? 'worse' : 'better');
});
