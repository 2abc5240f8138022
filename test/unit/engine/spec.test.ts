import { describe, expect, test } from 'vitest';
import { defaultSpec, isExpected, parseSpec } from '../../../src/engine/index.ts';

describe('a spec', () => {
  test('is whole where nothing is said', () => {
    expect(defaultSpec()).toEqual(parseSpec({}));
    expect(defaultSpec()).toEqual({
      target: [],
      features: null,
      exclude: [],
      model: 'auto',
      task: 'auto',
      modelParameters: {},
      hidden: [16],
      activation: 'tanh',
      positive: null,
      l1Ratio: 0,
      penaltyFactors: {},
      coupling: 0,
      sampleWeight: null,
      classWeight: 'none',
      solverParameters: {},
      schedule: { id: 'constant', parameters: {} },
      batchSize: 0,
      clip: 0,
      patience: 0,
      tolerance: null,
      degree: 1,
      interactions: false,
      dateParts: false,
      missingIndicators: false,
      targetTransform: 'none',
      lambda: 1,
      lambdaScale: 'total',
      lambdaChoice: 'given',
      folds: { kind: 'shuffle', count: 10 },
      intercept: true,
      standardize: 'all',
      solver: 'auto',
      initializer: { id: 'zeros', parameters: {}, values: null },
      learningRate: 'auto',
      iterations: 1000,
      traceEvery: 0,
      seed: 0,
      split: { kind: 'none' },
      validation: { kind: 'none' },
      missing: 'drop',
      dropFirst: false,
      maxLevels: 100,
      csv: {
        delimiter: null,
        encoding: null,
        decimal: null,
        header: null,
        missingTokens: null,
        categorical: null,
      },
    });
  });

  test('is itself when parsed again, also from its text', () => {
    const spec = parseSpec({
      target: ['__proto__'],
      lambda: 0.1,
      initializer: {
        id: 'values',
        values: JSON.parse('{"__proto__":{"coefficients":{"constructor":1},"intercept":2}}'),
      },
      split: { kind: 'random', fraction: 0.2 },
    });
    const again = parseSpec(JSON.parse(JSON.stringify(spec)));
    expect(JSON.stringify(again)).toBe(JSON.stringify(spec));
    expect(JSON.stringify(spec)).toContain('"__proto__":{"coefficients":{"constructor":1}');
  });

  const wrong: [unknown, string][] = [
    [{ lambda: -1 }, 'lambda'],
    [{ lambda: Number.NaN }, 'lambda'],
    [{ lambda: Number.POSITIVE_INFINITY }, 'lambda'],
    [{ lambda: '1' }, 'lambda'],
    [{ lambdaScale: 'per-sample' }, 'lambdaScale'],
    [{ learningRate: 0 }, 'learningRate'],
    [{ learningRate: 'fast' }, 'learningRate'],
    [{ iterations: 1.5 }, 'iterations'],
    [{ iterations: -1 }, 'iterations'],
    [{ seed: 2 ** 32 }, 'seed'],
    [{ seed: -1 }, 'seed'],
    [{ target: 'y' }, 'target'],
    [{ split: { kind: 'last', fraction: 1 } }, 'split.fraction'],
    [{ split: { kind: 'every', every: 1 } }, 'split.every'],
    [{ split: { kind: 'half' } }, 'split.kind'],
    [{ validation: { kind: 'random', fraction: 0 } }, 'validation.fraction'],
    [{ missing: 'ignore' }, 'missing'],
    [{ maxLevels: 1 }, 'maxLevels'],
    [{ csv: { delimiter: ';;' } }, 'csv.delimiter'],
    [{ csv: { encoding: 'ebcdic' } }, 'csv.encoding'],
    [{ initializer: { id: 'noise', parameters: { sd: 'x' } } }, 'initializer.parameters'],
    [{ initializer: { id: 'values', values: { y: { coefficients: { a: 1 } } } } }, 'initializer.values'],
    [null, 'given'],
    ['y', 'given'],
  ];

  test.each(wrong)('%j is refused by the name of %s', (input, path) => {
    let failure: unknown;
    try {
      parseSpec(input);
    } catch (error) {
      failure = error;
    }
    expect(isExpected(failure)).toBe(true);
    expect(failure).toMatchObject({ code: 'bad-spec', message: expect.stringContaining(path) });
  });
});
