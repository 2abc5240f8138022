import { describe, expect, test } from 'vitest';
import { judgements } from '../../../../src/engine/metrics/index.ts';
import { resolveModel, takesClasses } from '../../../../src/engine/models/auto.ts';
import { models } from '../../../../src/engine/models/index.ts';
import { withDefaults } from '../../../../src/engine/registry.ts';

const text = (distinct: number) => ({ kind: 'category' as const, distinct });
const numbers = (distinct: number) => ({ kind: 'numeric' as const, distinct });

describe('auto', () => {
  test.each([
    ['two numbers', [numbers(2)], 'logistic'],
    ['two levels', [text(2)], 'logistic'],
    ['few levels', [text(3)], 'softmax'],
    ['twenty levels', [text(20)], 'softmax'],
    ['many levels', [text(21)], 'linear'],
    ['counts', [numbers(7)], 'linear'],
    ['several targets', [numbers(2), numbers(2)], 'linear'],
    ['dates', [{ kind: 'date' as const, distinct: 5 }], 'linear'],
    ['nothing', [], 'linear'],
  ])('%s', (_, targets, model) => {
    expect(resolveModel('auto', targets)).toBe(model);
  });

  test('a model that is chosen stays', () => {
    expect(resolveModel('poisson', [text(2)])).toBe('poisson');
  });
});

test('only models of classes take classes, and a network where the target is no plain number', () => {
  const taking = models.ids().filter((id) => takesClasses(id, numbers(9)));
  expect(taking).toEqual(['logistic', 'softmax', 'squaredHinge']);
  expect(takesClasses('mlp', numbers(2))).toBe(true);
  expect(takesClasses('mlp', text(9))).toBe(true);
  expect(takesClasses('mlp', numbers(9))).toBe(false);
});

describe.each(models.entries())('$id', (model) => {
  const classes = { number: null, count: null, twoClasses: ['a', 'b'], classes: ['a', 'b', 'c'], any: null }[
    model.task
  ];
  const outputs = { number: 2, count: 1, twoClasses: 1, classes: 3, any: 2 }[model.task];
  const parameters = withDefaults(model.parameters, {});

  test('makes a loss of as many scores as it is asked for', () => {
    const loss = model.loss({ outputs, classes, parameters, kernels: null });
    expect(loss.outputs).toBe(outputs);
    expect(model.offers.includes('hessian')).toBe(!model.network);
    expect(model.offers.includes('convex')).toBe(!model.network);
  });

  test('is judged by something', () => {
    const { metrics } = judgements[model.predicts(classes)];
    expect(metrics.length).toBeGreaterThan(2);
    expect(new Set(metrics.map(({ id }) => id)).size).toBe(metrics.length);
  });
});

test('a network takes the loss of its target', () => {
  const mlp = models.get('mlp');
  const outputs = (classes: string[] | null, scores: number) => {
    const loss = mlp.loss({ outputs: scores, classes, parameters: {}, kernels: null });
    return [loss.outputs, loss.curvature];
  };
  expect(outputs(null, 3)).toEqual([3, 1]);
  expect(outputs(['a', 'b'], 1)).toEqual([1, 0.25]);
  expect(outputs(['a', 'b', 'c'], 3)).toEqual([3, 0.5]);
  expect(mlp.predicts(['a', 'b'])).toBe('probabilities');
  expect(mlp.predicts(null)).toBe('numbers');
});

test('a delta of 0 is refused with a way out', () => {
  const make = () =>
    models.get('huber').loss({ outputs: 1, classes: null, parameters: { delta: 0 }, kernels: null });
  expect(make).toThrow(/Choose one above 0/);
});

test('the task can be told: numbers as classes, and counts as numbers', () => {
  expect(resolveModel('auto', [numbers(9)], 'classification')).toBe('softmax');
  expect(resolveModel('auto', [numbers(2)], 'classification')).toBe('logistic');
  expect(resolveModel('auto', [numbers(2)], 'regression')).toBe('linear');
  expect(takesClasses('mlp', numbers(9), 'classification')).toBe(true);
  expect(takesClasses('mlp', numbers(2), 'regression')).toBe(false);
  expect(takesClasses('linear', numbers(2), 'classification')).toBe(false);
});
