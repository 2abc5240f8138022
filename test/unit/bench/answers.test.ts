import { describe, expect, it } from 'vitest';
import { distance, largestDistance } from '../../../bench/lib/answers.mjs';
import { printedBy } from '../../../bench/lib/printed.mjs';

const model = (a: number, b: number) => ({ coefficients: { a, b }, intercept: 0 });
const reference = { ...model(1, 0.01), scale: { a: 1, b: 100 } };

describe('comparing answers', () => {
  it('weighs every column by its deviation', () => {
    expect(distance(model(1, 0.01), reference)).toBe(0);
    expect(distance(model(1, 0.02), reference)).toBeCloseTo(1 / Math.SQRT2, 12);
  });

  it('refuses other columns and other numbers of models', () => {
    expect(() => distance({ coefficients: { a: 1 }, intercept: 0 }, reference)).toThrow('other columns (b');
    expect(() => largestDistance([], [reference])).toThrow('0 models');
  });

  it('finds two models without weights the same', () => {
    expect(distance(model(0, 0), { ...model(0, 0), scale: { a: 1, b: 100 } })).toBe(0);
    expect(distance(model(0, 1), { ...model(0, 0), scale: { a: 1, b: 100 } })).toBe(Number.POSITIVE_INFINITY);
  });

  it('never takes what is no number for near', () => {
    expect(largestDistance([model(Number.NaN, 0), model(1, 0.01)], [reference, reference])).toBeNaN();
  });

  it('leaves a constant in the levels to the intercept where that is asked for', () => {
    const levels = (plus: number) => ({
      coefficients: { x: 2, 'city=a': 1 + plus, 'city=b': -1 + plus },
      intercept: -plus,
    });
    const own = { ...levels(0), scale: { x: 1, 'city=a': 0.5, 'city=b': 0.5 } };
    expect(distance(levels(7), own, { levelsUpToConstant: true })).toBeCloseTo(0, 12);
    expect(distance(levels(7), own)).toBeGreaterThan(1);
  });

  it('reads a model file of Ridgeline’s as it reads a peer’s output', () => {
    const columns = [{ name: 'a', scale: 1 }];
    const file = { schema: 'ridgeline.model/1', coefficients: { a: 2 }, intercept: 3, columns };
    const { models } = printedBy(JSON.stringify(file));
    expect(models).toEqual([{ coefficients: { a: 2 }, intercept: 3, scale: { a: 1 } }]);
    const path = {
      schema: 'ridgeline.path/1',
      columns,
      lambdas: [2, 1],
      coefficients: [{ a: 1 }, { a: 2 }],
      intercepts: [0, 3],
      cvMean: [5, 4],
      cvSe: [0.1, 0.2],
      lambdaMin: 1,
    };
    expect(printedBy(JSON.stringify(path))).toMatchObject({
      models: [{ coefficients: { a: 1 } }, { coefficients: { a: 2 }, intercept: 3 }],
      cv: { mean: [5, 4], se: [0.1, 0.2], chosen: 1 },
    });
    expect(printedBy('{"models":null,"seconds":[1],"versions":{}}').models).toBeNull();
  });
});
