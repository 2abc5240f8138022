import { describe, expect, test } from 'vitest';
import { defaultSpec } from '../../../src/engine/spec.ts';
import { settingsSpec } from '../../../src/host/settingsSpec.ts';
import { specChanges, withChanges } from '../../../src/host/specMemory.ts';

describe('remembered choices', () => {
  const base = { ...defaultSpec(), lambda: 2 };

  test('are what differs from the settings, and come back', () => {
    const spec = { ...base, target: ['y'], split: { kind: 'every' as const, every: 3 } };
    const changes = specChanges(spec, base);
    expect(changes).toEqual({ target: ['y'], split: { kind: 'every', every: 3 } });
    expect(withChanges(base, changes)).toEqual(spec);
  });

  test('leave what was not chosen to settings that change later', () => {
    const changes = specChanges({ ...base, target: ['y'] }, base);
    expect(withChanges({ ...base, lambda: 50 }, changes)).toMatchObject({ target: ['y'], lambda: 50 });
  });

  test.each([
    null,
    'text',
    7,
    { lambda: -1 },
    { lambda: 'x', unknown: 1 },
    { split: { kind: 'odd' } },
    { schedule: 'step', hidden: [] },
    { l1Ratio: 2, penaltyFactors: { a: -1 } },
  ])('that cannot be read are forgotten: %j', (changes) => {
    expect(withChanges(base, changes)).toEqual(base);
  });

  test('are forgotten one by one', () => {
    expect(withChanges(base, { lambda: 'x', seed: 4 })).toEqual({ ...base, seed: 4 });
  });
});

describe('settings', () => {
  test('without any: hold out a fifth at random', () => {
    const { spec, problems } = settingsSpec({});
    expect(spec).toEqual({
      ...defaultSpec(),
      split: { kind: 'random', fraction: 0.2 },
      lambdaChoice: 'min',
    });
    expect(problems).toEqual([]);
  });

  test('a λ that is set is trained with; without one cross-validation chooses', () => {
    expect(settingsSpec({ lambda: 3, lambdaChoice: 'min' }).spec).toMatchObject({
      lambda: 3,
      lambdaChoice: 'given',
    });
    expect(settingsSpec({ lambda: null, lambdaChoice: '1se' }).spec).toMatchObject({ lambdaChoice: '1se' });
    expect(settingsSpec({ lambda: -3, lambdaChoice: 'given' }).spec).toMatchObject({
      lambda: 1,
      lambdaChoice: 'given',
    });
  });

  test('become fields of the spec', () => {
    const { spec } = settingsSpec({
      lambda: 3,
      split: 'last:0.3',
      initializer: 'heNormal',
      model: 'softmax',
      schedule: 'cosine',
      l1Ratio: 0.5,
      learningRate: 0.1,
      delimiter: ';',
      encoding: 'latin1',
    });
    expect(spec).toMatchObject({
      lambda: 3,
      split: { kind: 'last', fraction: 0.3 },
      initializer: { id: 'heNormal', parameters: {}, values: null },
      model: 'softmax',
      schedule: { id: 'cosine', parameters: {} },
      l1Ratio: 0.5,
      learningRate: 0.1,
      csv: { delimiter: ';', encoding: 'latin1' },
    });
  });

  test('that are not valid stay at their default, with a sentence each', () => {
    const { spec, problems } = settingsSpec({ lambda: -1, split: 'half', encoding: 'auto', seed: 5 });
    expect(spec).toMatchObject({ lambda: 1, seed: 5, split: { kind: 'random', fraction: 0.2 } });
    expect(spec.csv.encoding).toBeNull();
    expect(problems).toHaveLength(2);
    expect(problems[1]).toContain('ridgeline.split');
  });
});
