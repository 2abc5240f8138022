import { describe, expect, test } from 'vitest';
import { type ConversionContext, conversions } from '../../../../src/engine/explain/conversions.ts';
import { run, trained } from '../runs.ts';

/** The number in each tool's text. */
function numbers(context: ConversionContext): Record<string, number> {
  return Object.fromEntries(
    conversions(context).map(({ tool, text }) => [
      tool,
      Number(/(?:=|lambda = |l2\()([\d.e+-]+)/.exec(text.replace('alpha = 0, ', ''))?.[1]),
    ]),
  );
}

function texts(context: ConversionContext): Record<string, string> {
  return Object.fromEntries(conversions(context).map(({ tool, text }) => [tool, text]));
}

describe('λ in other tools’ words', () => {
  test('for λ_total = 12, 400 rows and a target deviation of 5', () => {
    const perSample = 12 / 400;
    expect(numbers({ lambdaTotal: 12, rows: 400, targetSd: 5, standardize: 'all' })).toEqual({
      'scikit-learn Ridge': 12,
      'scikit-learn SGDRegressor': perSample,
      glmnet: perSample * 5,
      'Spark ML': perSample * 5,
      Keras: perSample,
      PyTorch: 2 * perSample,
      'MASS lm.ridge': 12,
    });
  });

  test('tools that divide by the target’s deviation have none with several targets, or with a constant one', () => {
    for (const targetSd of [null, 0]) {
      const tools = conversions({ lambdaTotal: 1, rows: 10, targetSd, standardize: 'all' }).map(
        ({ tool }) => tool,
      );
      expect(tools).not.toContain('glmnet');
      expect(tools).not.toContain('Spark ML');
    }
  });

  test('tools that standardize by themselves are told not to where we do not', () => {
    for (const standardize of ['none', 'numeric'] as const) {
      const list = conversions({ lambdaTotal: 1, rows: 10, targetSd: 2, standardize });
      const text = (tool: string) => list.find((own) => own.tool === tool)?.text;
      expect(text('glmnet')).toBe('glmnet(alpha = 0, lambda = 0.2, standardize = FALSE)');
      expect(text('Spark ML')).toBe('LinearRegression(regParam=0.2, standardization=False)');
      expect(text('MASS lm.ridge')).toBeUndefined();
    }
  });

  const four = (model: string, more: Partial<ConversionContext> = {}) =>
    texts({ lambdaTotal: 4, rows: 40, targetSd: null, standardize: 'all', model, classes: true, ...more });

  test('log loss: C is 1 / λ, and Spark divides columns by the deviation of a sample', () => {
    expect(four('logistic')).toMatchObject({
      'scikit-learn LogisticRegression': 'LogisticRegression(C=0.25)',
      'scikit-learn SGDClassifier': 'SGDClassifier(loss="log_loss", penalty="l2", alpha=0.1)',
      glmnet: 'glmnet(family = "binomial", alpha = 0, lambda = 0.1)',
      'Spark ML': 'LogisticRegression(regParam=0.0975)',
      Keras: 'regularizers.l2(0.05)',
      PyTorch: 'weight_decay=0.1',
    });
    expect(four('logistic', { standardize: 'none' })['Spark ML']).toBe(
      'LogisticRegression(regParam=0.1, standardization=False)',
    );
  });

  test('softmax of two classes has twice the weights that scikit-learn has, and half of its penalty', () => {
    const tool = 'scikit-learn LogisticRegression';
    expect(four('softmax', { outputs: 3 })[tool]).toBe('LogisticRegression(C=0.25)');
    expect(four('softmax', { outputs: 2 })[tool]).toBe('LogisticRegression(C=0.5)');
    // λ [(1 − ρ)/4 v² + ρ |v|] with ρ = ½ is 3 [⅓ ½ v² + ⅔ |v|].
    expect(four('softmax', { outputs: 2, l1Ratio: 0.5 })[tool]).toBe(
      'LogisticRegression(C=0.3333333, l1_ratio=0.6666667, solver="saga")',
    );
  });

  test('a mean squared error over several targets has a share of each', () => {
    const found = texts({ lambdaTotal: 12, rows: 40, targetSd: null, standardize: 'all', outputs: 3 });
    expect(found).toEqual({
      'scikit-learn Ridge': 'Ridge(alpha=12)',
      Keras: 'regularizers.l2(0.1)',
      PyTorch: 'weight_decay=0.2',
    });
  });

  test('without an intercept glmnet divides the target by its root mean square', () => {
    const found = texts({
      lambdaTotal: 12,
      rows: 40,
      targetSd: 3,
      targetMean: 4,
      standardize: 'all',
      intercept: false,
    });
    expect(found['glmnet']).toBe('glmnet(alpha = 0, lambda = 1.5, intercept = FALSE)');
    expect(found['scikit-learn Ridge']).toBe('Ridge(alpha=12, fit_intercept=False)');
    expect(found['MASS lm.ridge']).toBeUndefined();
  });

  test('the elastic net of glmnet and Spark has the target’s deviation in its L2 part', () => {
    const found = texts({ lambdaTotal: 40, rows: 40, targetSd: 3, standardize: 'all', l1Ratio: 0.25 });
    expect(found['glmnet']).toBe('glmnet(alpha = 0.1, lambda = 2.5)');
    expect(found['Spark ML']).toBe('LinearRegression(regParam=2.5, elasticNetParam=0.1)');
    expect(found['Keras']).toBe('regularizers.L1L2(l1=0.5, l2=0.75)');
    expect(found['PyTorch']).toBeUndefined();
  });

  test('no tool has λ with factors of one’s own', () => {
    expect(four('logistic', { uneven: true })).toEqual({});
  });

  test('keep their digits for every size of λ', () => {
    for (const lambdaTotal of [0, 1e-12, 1 / 3, 12345.678, 1e20]) {
      const found = numbers({ lambdaTotal, rows: 7, targetSd: 3, standardize: 'all' });
      const close = (value: number | undefined, wanted: number) =>
        expect(Math.abs(value! - wanted)).toBeLessThanOrEqual(1e-6 * wanted);
      close(found['scikit-learn Ridge'], lambdaTotal);
      close(found['Keras'], lambdaTotal / 7);
      close(found['PyTorch'], (2 * lambdaTotal) / 7);
      close(found['glmnet'], (3 * lambdaTotal) / 7);
    }
  });

  test('count training rows and their deviation, and know which columns are standardized', async () => {
    const text = 'a,c,y\n1,u,0\n2,v,4\n3,u,0\n4,v,4\n9,u,1000\n';
    const spec = { target: ['y'], lambda: 8, split: { kind: 'last', fraction: 0.2 } } as const;
    const all = (await run(text, { ...spec, target: ['y'] })).result.conversions;
    expect(all.find(({ tool }) => tool === 'glmnet')?.text).toBe('glmnet(alpha = 0, lambda = 4)');
    const some = (await run(text, { ...spec, target: ['y'], standardize: 'numeric' })).result.conversions;
    expect(some.find(({ tool }) => tool === 'glmnet')?.text).toContain('standardize = FALSE');
    const numeric = { ...spec, target: ['y'], standardize: 'numeric', features: ['a'] } as const;
    const only = (await run(text, { ...numeric, target: ['y'], features: ['a'] })).result.conversions;
    expect(only.find(({ tool }) => tool === 'glmnet')?.text).toBe('glmnet(alpha = 0, lambda = 4)');
  });

  test('know the intercept, factors, δ, and columns that tell of missing cells', async () => {
    const text = 'a,c,y\n1,u,1\n2,v,4\n3,u,0\n4,v,5\n';
    const of = async (spec: Parameters<typeof trained>[1]) => {
      const list = (await trained(text, spec)).result().conversions;
      return Object.fromEntries(list.map((own): [string, string] => [own.tool, own.text]));
    };
    const spec = { target: ['y'], features: ['a'], lambda: 8 };
    expect((await of({ ...spec, intercept: false }))['glmnet']).toBe(
      `glmnet(alpha = 0, lambda = ${Number((2 * Math.sqrt(42 / 4)).toPrecision(7))}, intercept = FALSE)`,
    );
    expect(await of({ ...spec, penaltyFactors: { a: 2 } })).toEqual({});
    const huber = await of({ ...spec, model: 'huber', modelParameters: { delta: 3 } });
    expect(huber['scikit-learn SGDRegressor']).toBe(
      'SGDRegressor(loss="huber", epsilon=3, penalty="l2", alpha=2)',
    );
    const filled = { ...spec, standardize: 'numeric', missing: 'mean', missingIndicators: true } as const;
    expect((await of(filled))['MASS lm.ridge']).toBe('lm.ridge(lambda = 8)');
    const holes = `${text},v,2\n`;
    const indicated = (await trained(holes, filled)).result().conversions;
    expect(indicated.find(({ tool }) => tool === 'glmnet')?.text).toContain('standardize = FALSE');
  });
});
