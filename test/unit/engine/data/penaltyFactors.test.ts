import { describe, expect, test } from 'vitest';
import { resolvePenaltyFactors } from '../../../../src/engine/data/penaltyFactors.ts';
import { planDesign } from '../../../../src/engine/data/plan.ts';
import { parseSpec } from '../../../../src/engine/index.ts';
import { tableOf } from '../runs.ts';

const table = await tableOf('age,city,y\n1,u,2\n2,v,3\n3,u,5\n4,w,4\n');
const plan = planDesign(table, parseSpec({ target: ['y'] }));
const factorsOf = (factors: Record<string, number>) => [...resolvePenaltyFactors(factors, plan)];

describe('penalty factors', () => {
  test('are 1 where none is given', () => {
    expect(factorsOf({})).toEqual([1, 1, 1, 1]);
  });

  test('are given by design column, or by the file’s column for all of its levels', () => {
    expect(factorsOf({ age: 0, 'city=v': 3 })).toEqual([0, 1, 3, 1]);
    expect(factorsOf({ city: 0.5 })).toEqual([1, 0.5, 0.5, 0.5]);
  });

  test('of a design column count more than those of its file’s column, in any order', () => {
    expect(factorsOf({ 'city=w': 4, city: 2 })).toEqual([1, 2, 2, 4]);
    expect(factorsOf({ city: 2, 'city=w': 4 })).toEqual([1, 2, 2, 4]);
  });

  test('of a name that is no column of the model are refused with the closest one', () => {
    expect(() => factorsOf({ 'city=x': 1 })).toThrow(/"city=x" belongs to no column.*Did you mean "city=u"/);
    expect(() => factorsOf({ y: 1 })).toThrow(/The columns are: age, city=u, city=v, city=w, city\./);
  });
});
