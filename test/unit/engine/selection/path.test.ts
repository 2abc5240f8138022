import { describe, expect, test } from 'vitest';
import { coefficientPath, parseSpec, type RunSpecInput } from '../../../../src/engine/index.ts';
import { stream } from '../../../../src/engine/random.ts';
import { csvOf, prepared, trained } from '../runs.ts';

const COLUMNS = 6;

/** Correlated columns of several sizes, two targets of some of them, and two classes. */
function example(): string {
  const random = stream(5, 'path');
  const rows = Array.from({ length: 120 }, () => {
    const common = random.normal();
    const x = Array.from({ length: COLUMNS }, (_, j) => (common + random.normal()) * 10 ** (j % 3) + j);
    const y = 3 + x[0]! - 0.02 * x[2]! + random.normal();
    return [...x, y, 2 * x[3]! - y + random.normal(), y > 3.5 ? 'yes' : 'no'];
  });
  return csvOf([...Array.from({ length: COLUMNS }, (_, j) => `x${j}`), 'y', 'z', 'c'], rows);
}

const text = example();
const LAMBDAS = [40, 7, 1, 0.05];

type Named = Record<string, number>;

/** The weights and the intercept of each λ trained by itself, output by output. */
async function oneByOne(spec: RunSpecInput, outputs: readonly string[]): Promise<number[][]> {
  return Promise.all(
    LAMBDAS.map(async (lambda) => {
      const { coefficients, intercept } = (await trained(text, { ...spec, lambda })).file();
      const of = <T>(keyed: unknown, name: string) =>
        (outputs.length === 1 ? keyed : (keyed as Record<string, T>)[name]) as T;
      return outputs.flatMap((name) => [
        ...Object.values(of<Named>(coefficients, name)),
        of<number>(intercept, name),
      ]);
    }),
  );
}

async function pathOf(spec: RunSpecInput, lambdas: readonly number[] | number) {
  return coefficientPath(parseSpec(spec), await prepared(text, spec), lambdas);
}

const numeric = { target: ['y'], exclude: ['z', 'c'] };

describe('a path over λ', () => {
  test.each<[string, RunSpecInput]>([
    ['ridge', numeric],
    ['ridge per sample, without intercept', { ...numeric, lambdaScale: 'perSample', intercept: false }],
    ['lasso', { ...numeric, l1Ratio: 1 }],
    ['elastic net, not standardized', { ...numeric, l1Ratio: 0.4, standardize: 'none' }],
    ['lasso without intercept', { ...numeric, l1Ratio: 1, intercept: false }],
    ['lasso with an unpenalized column', { ...numeric, l1Ratio: 1, penaltyFactors: { x1: 0 } }],
    ['ridge with penalty factors', { ...numeric, penaltyFactors: { x1: 3 } }],
    ['lasso of two targets', { target: ['y', 'z'], exclude: ['c'], l1Ratio: 1 }],
    ['logistic', { target: ['c'], exclude: ['y', 'z'] }],
    ['logistic lasso', { target: ['c'], exclude: ['y', 'z'], l1Ratio: 1 }],
    ['huber', { ...numeric, model: 'huber' }],
  ])('holds the models of each λ: %s', async (_, spec) => {
    const { lambdas, models, outputs } = await pathOf(spec, [...LAMBDAS].reverse());
    expect(lambdas).toEqual(LAMBDAS);
    const alone = await oneByOne(spec, outputs);
    for (const [at, { weights, intercept, p, k }] of models.entries()) {
      const own = Array.from({ length: k }, (_, t) => [
        ...weights.subarray(t * p, (t + 1) * p),
        intercept[t]!,
      ]).flat();
      const size = Math.max(...alone[at]!.map(Math.abs));
      for (const [j, value] of own.entries())
        expect(Math.abs(value - alone[at]![j]!)).toBeLessThan(1e-7 * size);
    }
  });

  test.each<[string, RunSpecInput]>([
    ['squared error', { ...numeric, l1Ratio: 0.5 }],
    ['squared error per sample', { ...numeric, l1Ratio: 1, lambdaScale: 'perSample' }],
    ['log loss', { target: ['c'], exclude: ['y', 'z'], l1Ratio: 1 }],
  ])('begins where the last weight becomes 0: %s', async (_, spec) => {
    const { lambdas, models } = await pathOf(spec, 20);
    const nonZero = models.map(({ weights }) => weights.filter((weight) => weight !== 0).length);
    expect(lambdas).toHaveLength(20);
    // Rounding may leave the very first one a hair above 0.
    expect(Math.max(...models[0]!.weights.map(Math.abs))).toBeLessThan(1e-7);
    expect(nonZero[1]).toBeGreaterThan(0);
    expect(nonZero.at(-1)).toBe(COLUMNS);
    expect(lambdas.at(-1)! / lambdas[0]!).toBeCloseTo(1e-4, 10);
  });

  test('of ridge covers the range in which weights change', async () => {
    const { lambdas, models } = await pathOf(numeric, 5);
    const sizes = models.map(({ weights }) => Math.hypot(...weights));
    expect(lambdas).toHaveLength(5);
    for (let at = 1; at < 5; at++) {
      expect(lambdas[at]).toBeLessThan(lambdas[at - 1]!);
      expect(sizes[at]).toBeGreaterThan(sizes[at - 1]!);
    }
    expect(sizes[0]).toBeLessThan(0.2 * sizes.at(-1)!);
  });

  test('is refused for networks', async () => {
    const spec: RunSpecInput = { ...numeric, model: 'mlp' };
    await expect(pathOf(spec, 5)).rejects.toMatchObject({ code: 'bad-spec' });
  });
});
