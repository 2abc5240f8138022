import { describe, expect, it } from 'vitest';
import { lambdaUnits } from '../../src/engine/explain/lambdaUnits.ts';
import { metrics } from '../../src/engine/metrics/index.ts';
import type { Selection } from '../../src/engine/selectionReport.ts';
import { errorDomain } from '../../webview/charts/lambda/errors.ts';
import {
  countTicks,
  freedomReading,
  lambdaAt,
  readingsOf,
  shareOf,
  spanOf,
  valueAt,
} from '../../webview/charts/lambda/lambdaAxis.ts';
import { domainOf, layoutOf, roundValues, shareAt, xOf, yOf } from '../../webview/charts/lambda/layout.ts';
import { countsOf, nearestPath, pathsOf } from '../../webview/charts/lambda/paths.ts';

const lambdas = [0.01, 0.1, 1, 10, 100, 1000];
const selection: Selection = {
  lambdas,
  metric: metrics.find(({ id }) => id === 'mse') as Selection['metric'],
  cvMean: [50, 45, 40, 42, 80, 200],
  cvSe: [4, 4, 4, 4, 6, 9],
  lambdaMin: 1,
  lambda1se: 10,
  folds: '10 shuffled folds',
  loo: [49, 44, 41, 43, 81, 199],
  gcv: null,
  degreesOfFreedom: [4, 3.8, 3, 2.2, 1.3, 1.01],
  // Two outputs of two features.
  paths: lambdas.map((lambda) => [4 / (1 + lambda), -2 / (1 + lambda), 1, lambda < 50 ? 8 : 0]),
  nonZero: [4, 4, 4, 4, 3, 3],
  chosen: 'min',
  notes: [],
};
const units = lambdaUnits({ rows: 200, targetSd: 5 });
const reading = (id: string, perSample = false) => {
  const found = readingsOf(selection, units, perSample).find((one) => one.id === id);
  if (!found) throw new Error(`no reading ${id}`);
  return found;
};

describe('the axis of λ', () => {
  it('goes by ratios, and back', () => {
    const span = spanOf(selection);
    expect(span).toEqual({ low: 0.01, high: 1000 });
    expect(shareOf(1, span)).toBeCloseTo(0.4, 12);
    expect([0, 0.001, 1e9].map((lambda) => shareOf(lambda, span))).toEqual([0, 0, 1]);
    for (const lambda of [0.0123, 0.5, 7, 999]) expect(lambdaAt(shareOf(lambda, span), span)).toBe(lambda);
    expect(spanOf({ lambdas: [0, 0.5, 8] })).toEqual({ low: 0.5, high: 8 });
    expect(spanOf({ lambdas: [3] })).toEqual({ low: 0.3, high: 30 });
  });

  it('reads total and per-sample λ, scikit-learn, glmnet and degrees of freedom', () => {
    expect(readingsOf(selection, units, false).map(({ id }) => id)).toEqual([
      'total',
      'perSample',
      'scikitLearn',
      'glmnet',
      'freedom',
    ]);
    const at = (id: string, perSample = false): string => reading(id, perSample).at(10);
    expect([at('total'), at('perSample'), at('scikitLearn'), at('glmnet'), at('freedom')]).toEqual([
      '10',
      '0.05',
      '10',
      '0.25',
      '2.2',
    ]);
    // The same numbers where the spec's own λ is per sample: 10 there is 2,000 in total.
    expect([at('total', true), at('perSample', true), at('glmnet', true)]).toEqual(['2000', '10', '50']);
  });

  it('has its labels at round numbers of what it is read in', () => {
    const ticks = reading('perSample').ticks(10 ** 0.5);
    expect(ticks.map(({ text }) => text)).toEqual(['10⁻⁴', '0.001', '0.01', '0.1', '1']);
    for (const { lambda, text } of ticks.slice(1)) expect(lambda / 200).toBeCloseTo(Number(text), 12);
    expect(
      reading('total')
        .ticks(10 ** 1.5)
        .map(({ text }) => text),
    ).toEqual(['0.01', '1', '100']);
  });

  it('turns round where a tool divides by λ', () => {
    const own = lambdaUnits({ rows: 200, targetSd: null, model: 'logistic' });
    const c = readingsOf(selection, own, false).find(({ id }) => id === 'scikitLearn');
    expect(c?.label).toBe('scikit-learn C');
    expect(c?.at(10)).toBe('0.1');
    for (const { lambda, text } of c?.ticks(10 ** 0.9) ?? []) expect(1 / lambda).toBeCloseTo(Number(text), 9);
    expect(c?.ticks(10 ** 0.9)).toHaveLength(6);
  });

  it('of a run that was kept without units has λ itself', () => {
    expect(
      readingsOf({ ...selection, degreesOfFreedom: null }, undefined, true).map(({ label }) => label),
    ).toEqual(['λ per sample']);
  });

  it('puts whole degrees of freedom where the curve passes them, at a distance', () => {
    const freedom = freedomReading(lambdas, selection.degreesOfFreedom ?? []);
    const ticks = freedom.ticks(1);
    expect(ticks.map(({ text }) => text)).toEqual(['4', '3', '2']);
    expect(ticks.map(({ lambda }) => lambda)[1]).toBeCloseTo(1, 12);
    for (const { lambda, text } of ticks)
      expect(valueAt(lambdas, selection.degreesOfFreedom ?? [], lambda)).toBeCloseTo(Number(text), 9);
    expect(freedom.ticks(1e3).map(({ text }) => text)).toEqual(['4', '2']);
    expect(countTicks(lambdas, selection.nonZero, 100).map(({ text }) => text)).toEqual(['4', '4', '3']);
  });

  it('reads curves between their points, and not beyond them', () => {
    expect(valueAt(lambdas, selection.cvMean, 10)).toBe(42);
    expect(valueAt(lambdas, selection.cvMean, Math.sqrt(1000))).toBeCloseTo(61, 9);
    expect([0, 1e-9, 1e9].map((lambda) => valueAt(lambdas, selection.cvMean, lambda))).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('the charts over λ', () => {
  const layout = layoutOf(640, 400, 6);
  const span = spanOf(selection);

  it('stand one above the other on one axis', () => {
    expect(layout.paths.bottom).toBeLessThan(layout.errors.top);
    expect(shareAt(xOf(0.3, layout), layout)).toBeCloseTo(0.3, 12);
    expect(layoutOf(300, 400, 40).left).toBeLessThan(100);
    expect(roundValues({ low: -13, high: 31 }, 4).map(({ text }) => text)).toEqual(['0', '20']);
    expect(domainOf([2, 2])).toEqual({ low: 1, high: 3 });
    expect(domainOf([Number.NaN])).toEqual({ low: 0, high: 1 });
  });

  it('keep to one output, the largest weights first', () => {
    expect(pathsOf(selection, ['a', 'b'], 0).order).toEqual([0, 1]);
    const second = pathsOf(selection, ['a', 'b'], 1);
    expect(second.order).toEqual([1, 0]);
    expect(second.weight(1, 0)).toBe(8);
    expect(countsOf(second)).toEqual([2, 2, 2, 2, 1, 1]);
  });

  it('find the path under the pointer, and none where none is near', () => {
    const paths = pathsOf(selection, ['a', 'b'], 0);
    const x = xOf(shareOf(1, span), layout);
    const y = (value: number): number => yOf(value, paths.domain, layout.paths);
    expect(nearestPath(paths, layout, span, x, y(2) + 3)).toBe(0);
    expect(nearestPath(paths, layout, span, x, y(-1) - 3)).toBe(1);
    expect(nearestPath(paths, layout, span, x, y(3.4))).toBeNull();
  });

  it('end above the errors among which λ is chosen', () => {
    const { low, high } = errorDomain(selection, []);
    expect(low).toBeLessThan(36);
    expect(high).toBeGreaterThan(64);
    expect(high).toBeLessThan(70);
  });
});
