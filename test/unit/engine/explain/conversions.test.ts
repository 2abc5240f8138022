import { describe, expect, test } from 'vitest';
import { type ConversionContext, conversions } from '../../../../src/engine/explain/conversions.ts';
import { run } from '../runs.ts';

/** The number in each tool's text. */
function numbers(context: ConversionContext): Record<string, number> {
  return Object.fromEntries(
    conversions(context).map(({ tool, text }) => [
      tool,
      Number(/(?:=|lambda = |l2\()([\d.e+-]+)/.exec(text.replace('alpha = 0, ', ''))?.[1]),
    ]),
  );
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
});
