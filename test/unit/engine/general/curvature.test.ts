import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import type { RunSpecInput } from '../../../../src/engine/index.ts';
import { stream } from '../../../../src/engine/random.ts';
import { csvOf, trained } from '../runs.ts';

const random = stream(21, 'curvature');
const noise = () => random.normal();
const rows = Array.from({ length: 80 }, () => {
  const [a, b] = [noise(), 1 + 3 * noise()];
  const y = 1 + a - 0.4 * b + noise();
  const n = Math.max(0, Math.round(2 + a + noise()));
  return [a, b, y, y + noise() > 0 ? 'yes' : 'no', ['x', 'y', 'z'][Math.min(2, n)]!, n, 7] as const;
});
const text = csvOf(['a', 'b', 'y', 'two', 'three', 'n', 'same'], rows);
const from = (more: RunSpecInput): RunSpecInput => ({
  features: ['a', 'b'],
  standardize: 'none',
  tolerance: 1e-12,
  lambda: 2,
  ...more,
});
const inspected = async (spec: RunSpecInput) => (await trained(text, from(spec))).file().inspection!;

/** The eigenvalues, descending, of Σ curvature(scores) ⊗ x xᵀ / m + λ / m on the weights; x = (a, b, 1). */
function eigenvalues(
  weights: readonly (readonly number[])[],
  lambda: number,
  curvature: (scores: number[], row: (typeof rows)[number]) => number[][],
): number[] {
  const k = weights.length;
  const hessian = Matrix.zeros(3 * k, 3 * k);
  for (const row of rows) {
    const x = [row[0], row[1], 1];
    const bends = curvature(
      weights.map((own) => own.reduce((sum, weight, j) => sum + weight * x[j]!, 0)),
      row,
    );
    for (let i = 0; i < 3 * k; i++) {
      for (let j = 0; j < 3 * k; j++) {
        const bend = bends[Math.floor(i / 3)]![Math.floor(j / 3)]! * x[i % 3]! * x[j % 3]!;
        hessian.set(i, j, hessian.get(i, j) + bend / rows.length);
      }
    }
  }
  for (let i = 0; i < 3 * k; i++) if (i % 3 < 2) hessian.set(i, i, hessian.get(i, i) + lambda / rows.length);
  return new EigenvalueDecomposition(hessian, { assumeSymmetric: true }).realEigenvalues.reverse();
}

/** Of each output: its weights and its intercept. */
async function weightsOf(spec: RunSpecInput): Promise<number[][]> {
  const { weights, intercept } = (await trained(text, from(spec))).result().now;
  return intercept.map((own, t) => [...weights.slice(2 * t, 2 * t + 2), own]);
}

const sigmoid = (score: number) => 1 / (1 + Math.exp(-score));

describe('the condition number of the Hessian at the optimum', () => {
  test.each<[string, RunSpecInput, (score: number, y: number, n: number) => number]>([
    ['logistic', { target: ['two'] }, (score) => sigmoid(score) * (1 - sigmoid(score))],
    ['Poisson', { target: ['n'], model: 'poisson' }, (score) => Math.exp(score)],
    [
      'Huber',
      { target: ['y'], model: 'huber', modelParameters: { delta: 1 } },
      (score, y) => (Math.abs(score - y) <= 1 ? 1 : 0),
    ],
  ])('of a %s model is that of its formula', async (_name, spec, bend) => {
    const values = eigenvalues(await weightsOf(spec), 2, ([score], row) => [[bend(score!, row[2], row[5])]]);
    const { condition, conditionOf, notes } = await inspected(spec);
    expect(condition! / (values[0]! / values[2]!)).toBeCloseTo(1, 6);
    expect(conditionOf).toBe('hessian');
    expect(notes).toEqual([]);
  });

  test('of softmax leaves out that intercepts may grow together, at λ = 0 weights too', async () => {
    const bends = (scores: number[]) => {
      const shares = scores.map(Math.exp);
      const total = shares.reduce((sum, share) => sum + share, 0);
      return shares.map((a, i) =>
        shares.map((b, j) => (i === j ? a / total : 0) - (a * b) / (total * total)),
      );
    };
    for (const [lambda, flat] of [
      [2, 1],
      [0, 3],
    ] as const) {
      const spec: RunSpecInput = { target: ['three'], lambda };
      const values = eigenvalues(await weightsOf(spec), lambda, bends);
      expect(Math.abs(values[9 - flat]!)).toBeLessThan(1e-12);
      expect((await inspected(spec)).condition! / (values[0]! / values[8 - flat]!)).toBeCloseTo(1, 6);
    }
  });

  test('of squared hinge is told, of a lasso over the weights that are not 0, of columns that vary alone', async () => {
    expect((await inspected({ target: ['two'], model: 'squaredHinge' })).condition).toBeGreaterThan(1);
    const alone = await inspected({ target: ['y'], features: ['a'], l1Ratio: 1, lambda: 1e-9 });
    const lasso = await inspected({ target: ['y'], l1Ratio: 1, lambda: 72, standardize: 'all' });
    expect(lasso.degreesOfFreedom).toBe(2);
    expect(lasso.condition).toBeCloseTo(1, 12);
    const beside = await inspected({ target: ['y'], features: ['a', 'same'], l1Ratio: 1, lambda: 1e-9 });
    expect(beside.condition).toBeCloseTo(alone.condition!, 9);
  });

  test('is not told where it is infinite, and why', async () => {
    const doubled = csvOf(
      ['a', 'b', 'two'],
      rows.map(([a, , , two]) => [a, 2 * a, two]),
    );
    const model = await trained(doubled, from({ target: ['two'], lambda: 0 }));
    const { condition, notes } = model.file().inspection!;
    expect(condition).toBeNull();
    expect(notes).toContainEqual(expect.stringContaining('The condition number is infinite'));
  });

  test('is left out of many rows and weights, and why; networks have none', async () => {
    const wide = Array.from({ length: 70 }, (_, row) => [
      ...Array.from({ length: 470 }, noise),
      row % 2 ? 'u' : 'v',
    ]);
    const names = [...Array.from({ length: 470 }, (_, j) => `x${j}`), 'c'];
    const model = await trained(csvOf(names, wide), { target: ['c'], lambda: 1, tolerance: 1e-4 });
    const { condition, degreesOfFreedom, notes } = model.file().inspection!;
    expect([condition, degreesOfFreedom]).toEqual([null, null]);
    expect(notes[0]).toContain('with 70 rows and 471 weights');
    const network: RunSpecInput = {
      target: ['two'],
      model: 'mlp',
      hidden: [2],
      iterations: 5,
      features: ['a'],
    };
    expect((await trained(text, network)).file().inspection).toMatchObject({ condition: null, notes: [] });
  });
});
