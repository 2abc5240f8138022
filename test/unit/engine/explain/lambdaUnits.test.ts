import { describe, expect, test } from 'vitest';
import { type ConversionContext, conversions } from '../../../../src/engine/explain/conversions.ts';
import { lambdaUnits } from '../../../../src/engine/explain/lambdaUnits.ts';

type Setting = Omit<ConversionContext, 'lambdaTotal'>;
const base: Setting = { rows: 400, targetSd: 5, standardize: 'all' };

/** What a tool's text gives as its number, and what the axis says at the same λ. */
function bothWays(setting: Setting, id: string, tool: string, pattern: RegExp): [number, number] {
  const lambdaTotal = 12;
  const text = conversions({ ...setting, lambdaTotal }).find((own) => own.tool === tool)?.text ?? '';
  const unit = lambdaUnits(setting).find((own) => own.id === id);
  if (!unit) throw new Error(`no unit ${id}`);
  return [
    Number(pattern.exec(text)?.[1]),
    unit.inverse ? unit.factor / lambdaTotal : unit.factor * lambdaTotal,
  ];
}

describe('an axis of λ reads', () => {
  test.each([
    [{ ...base }, 'scikitLearn', 'scikit-learn Ridge', /alpha=([\d.e-]+)/],
    [{ ...base, l1Ratio: 0.3 }, 'scikitLearn', 'scikit-learn ElasticNet', /alpha=([\d.e-]+)/],
    [{ ...base, l1Ratio: 1 }, 'scikitLearn', 'scikit-learn Lasso', /alpha=([\d.e-]+)/],
    [{ ...base, model: 'logistic' }, 'scikitLearn', 'scikit-learn LogisticRegression', /C=([\d.e-]+)/],
    [{ ...base, model: 'softmax' }, 'scikitLearn', 'scikit-learn LogisticRegression', /C=([\d.e-]+)/],
    [
      { ...base, model: 'softmax', outputs: 2 },
      'scikitLearn',
      'scikit-learn LogisticRegression',
      /C=([\d.e-]+)/,
    ],
    [{ ...base, model: 'squaredHinge', l1Ratio: 1 }, 'scikitLearn', 'scikit-learn LinearSVC', /C=([\d.e-]+)/],
    [{ ...base, targetMean: 12, intercept: false }, 'glmnet', 'glmnet', /lambda = ([\d.e-]+)/],
    [{ ...base, model: 'squaredHinge' }, 'scikitLearn', 'scikit-learn LinearSVC', /C=([\d.e-]+)/],
    [{ ...base, model: 'poisson' }, 'scikitLearn', 'scikit-learn PoissonRegressor', /alpha=([\d.e-]+)/],
    [{ ...base }, 'glmnet', 'glmnet', /lambda = ([\d.e-]+)/],
    [{ ...base, l1Ratio: 0.3 }, 'glmnet', 'glmnet', /lambda = ([\d.e-]+)/],
    [{ ...base, l1Ratio: 1, targetSd: null }, 'glmnet', 'glmnet', /lambda = ([\d.e-]+)/],
    [{ ...base, model: 'logistic', l1Ratio: 0.5 }, 'glmnet', 'glmnet', /lambda = ([\d.e-]+)/],
    [{ ...base, model: 'poisson' }, 'glmnet', 'glmnet', /lambda = ([\d.e-]+)/],
  ] as const)('as the tool writes it: %o, %s', (setting, id, tool, pattern) => {
    const [written, read] = bothWays(setting, id, tool, pattern);
    expect(written).toBeGreaterThan(0);
    expect(Math.abs(read - written)).toBeLessThanOrEqual(1e-6 * written);
  });

  test('nothing that a tool has no number for', () => {
    const ids = (setting: Setting): string[] => lambdaUnits(setting).map(({ id }) => id);
    expect(ids({ ...base, targetSd: null })).toEqual(['total', 'perSample', 'scikitLearn']);
    expect(ids({ ...base, l1Ratio: 1, targetSd: null, outputs: 3 })).toEqual([
      'total',
      'perSample',
      'scikitLearn',
    ]);
    expect(ids({ ...base, model: 'mlp' })).toEqual(['total', 'perSample']);
    expect(ids({ ...base, model: 'poisson', l1Ratio: 0.5 })).toEqual(['total', 'perSample', 'glmnet']);
  });
});
