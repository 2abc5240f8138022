import { describe, expect, test } from 'vitest';
import { parseModelFile } from '../../../../src/engine/index.ts';
import { stream } from '../../../../src/engine/random.ts';
import { csvOf, trained } from '../runs.ts';

const random = stream(21, 'inspection');
const rows = Array.from({ length: 90 }, (_, i) => {
  const [a, b] = [random.normal(), random.normal()];
  return [
    a,
    b + a,
    'xyz'[i % 3]!,
    1 + 2 * a - b + random.normal(),
    1 + (i % 2),
    a + random.normal() > 0 ? 'yes' : 'no',
  ];
});
const NAMES = ['a', 'b', 'kind', 'y', 'w', 'answer'];
const text = csvOf(NAMES, rows);
const spec = { target: ['y'], features: ['a', 'b', 'kind'], split: { kind: 'every' as const, every: 5 } };

describe('a linear run', () => {
  test('tells inflation, condition and residuals, in the panel and in the file', async () => {
    const result = (await trained(text, spec)).result();
    const { inspection } = result;
    expect(inspection.inflation!.map(({ reason }) => reason)).toEqual([
      null,
      null,
      'levels',
      'levels',
      'levels',
    ]);
    expect(inspection.inflation![0]!.factor).toBeGreaterThan(1.5);
    expect(inspection.inflation![2]!.factor).toBeNull();
    expect(inspection.notes[0]).toContain('where the first level of every category is left out');
    expect(inspection.notes[0]).not.toContain('--');
    expect(inspection.condition).toBe(result.condition);
    expect(inspection.degreesOfFreedom).toBe(result.now.degreesOfFreedom);
    const { train, test: held } = inspection.details!;
    for (const part of [train, held]) {
      const { values, error } = part!.residuals![0]!;
      expect(error).toBe(0);
      expect([...values].sort((one, other) => one - other)).toEqual(values);
    }
    expect(train!.residuals).not.toEqual(held!.residuals);
    expect(parseModelFile(result.modelJson).inspection).toEqual(inspection);
  });

  test.each(['cholesky', 'svd'])('of weighted rows is that of rows so many times: %s', async (solver) => {
    const twice = rows.flatMap((row) => (row[4] === 2 ? [row, row] : [row]));
    const plain = { ...spec, solver, split: { kind: 'none' as const } };
    const repeated = (await trained(csvOf(NAMES, twice), plain)).result();
    const weighted = (await trained(text, { ...plain, sampleWeight: 'w' })).result();
    weighted.now.weights.forEach((weight, j) => {
      expect(weight).toBeCloseTo(repeated.now.weights[j]!, 12);
    });
    for (const id of ['mse', 'mae', 'r2'] as const)
      expect(weighted.now.scores.train![id]).toBeCloseTo(repeated.now.scores.train![id]!, 12);
  });
});

describe('degrees of freedom of other models', () => {
  test('are those of ridge where they are ridge', async () => {
    const ridge = (await trained(text, { ...spec, lambda: 20 })).result();
    const general = (await trained(text, { ...spec, lambda: 20, penaltyFactors: { a: 1 } })).result();
    expect(general.now.degreesOfFreedom).toBeCloseTo(ridge.now.degreesOfFreedom!, 8);
  });

  test('of a lasso are the weights that are left, and the intercept', async () => {
    const result = (await trained(text, { ...spec, lambda: 30, l1Ratio: 1 })).result();
    const left = result.now.weights.filter((weight) => weight !== 0).length;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(4);
    expect(result.now.degreesOfFreedom).toBeCloseTo(left + 1, 8);
  });

  test('of classes lie between one number and all of them; their confusion counts every row', async () => {
    const result = (await trained(text, { ...spec, target: ['answer'], lambda: 5 })).result();
    expect(result.now.degreesOfFreedom).toBeGreaterThan(1);
    expect(result.now.degreesOfFreedom).toBeLessThan(4);
    const { confusion } = result.inspection.details!.test!.classes!;
    expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(18);
    expect(result.now.scores.test!.accuracy).toBeCloseTo((confusion[0]![0]! + confusion[1]![1]!) / 18, 14);
  });
});
