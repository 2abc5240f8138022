import { describe, expect, it } from 'vitest';
import type { RunSpecInput } from '../../src/engine/index.ts';
import {
  EXACT_SOLVERS,
  expectClose,
  expectNormwise,
  readFixture,
  tableOf,
  trainModel,
  trainOn,
} from './engine.ts';

/** What five articles on L2 regularization arrive at with their own data. */
interface Descent {
  eta: number;
  lam: number;
  init_intercept: number;
  init_weights: number[];
  trace: { iteration: number; data_loss: number; penalty: number; weights: number[]; intercept: number }[];
}

interface Expected {
  data: string;
  target: string;
  split_column?: string;
  gd?: Descent;
  closed_form?: {
    alpha: number;
    coef: number[];
    intercept: number;
    train_mse?: number;
    test_mse?: number;
  };
  prediction_at_x2?: { gd: number; ridge: number };
  per_sample_lambda_equivalent?: number;
  fit?: { C: number; coef: number[]; intercept: number; accuracy: number; log_loss: number };
  lam?: number;
  l1_ratio?: number;
  coef?: number[];
  intercept?: number;
}

const documents = JSON.parse(readFixture('documents/expected.json')) as Record<string, Expected>;
const RIDGE = ['seed0', 'seed1_linear', 'seed2', 'seed3', 'seed4'];
const NETS = [
  'seed1_elasticnet_10',
  'seed1_elasticnet_150',
  'seed1_elasticnet_50',
  'seed2_l1_10',
  'seed2_l1_150',
  'seed2_l1_50',
];

const closedForms = RIDGE.flatMap((name) => EXACT_SOLVERS.map((solver) => [name, solver] as const));
const descents = RIDGE.filter((name) => documents[name]!.gd);

/** As far as scikit-learn's L-BFGS went, from which the logistic weights are, and its coordinate descent. */
const ITERATED = 1e-5;
const DESCENDED = 1e-8;

/** Σ ln(1 + e^s) − y s + ½ λ ‖w‖² over the rows of seed1_logistic. */
function logisticObjective(weights: readonly number[], intercept: number, lambda: number): number {
  const rows = readFixture('documents/seed1_logistic.csv').trim().split('\n').slice(1);
  let sum = 0.5 * lambda * weights.reduce((squares, weight) => squares + weight * weight, 0);
  for (const row of rows) {
    const cells = row.split(',').map(Number);
    const score = weights.reduce((total, weight, j) => total + weight * cells[j]!, intercept);
    sum += Math.log1p(Math.exp(score)) - cells[3]! * score;
  }
  return sum;
}

/** A document's columns as they are, as the articles take them. */
function documentSpec(name: string): RunSpecInput {
  const { target, split_column: column } = documents[name]!;
  const split = column ? ({ kind: 'column', column } as const) : ({ kind: 'none' } as const);
  return { target: [target], standardize: 'none', split };
}

function trainOnDocument(name: string, spec: RunSpecInput, trace = false) {
  return trainOn(`documents/${documents[name]!.data}`, { ...documentSpec(name), ...spec }, trace);
}

async function trainModelOnDocument(name: string, spec: RunSpecInput) {
  const table = await tableOf(`documents/${documents[name]!.data}`);
  return trainModel(table, { ...documentSpec(name), ...spec });
}

function descentSpec({ eta, lam, init_intercept, init_weights }: Descent) {
  const coefficients = Object.fromEntries(init_weights.map((weight) => ['x', weight]));
  return {
    solver: 'gradientDescent',
    learningRate: eta,
    lambda: lam,
    iterations: 1000,
    traceEvery: 100,
    initializer: { id: 'values', values: { y: { coefficients, intercept: init_intercept } } },
  };
}

describe('documents', () => {
  it('leave no result aside', () => {
    expect(Object.keys(documents).sort()).toEqual([...RIDGE, ...NETS, 'seed1_logistic'].sort());
    expect(descents).toEqual(['seed0', 'seed2', 'seed3']);
  });

  it.each(closedForms)('%s: the closed form, %s', async (name, solver) => {
    const { coef, intercept, alpha, train_mse, test_mse } = documents[name]!.closed_form!;
    const { file, result } = await trainOnDocument(name, { lambda: alpha, solver });
    const found = Object.values(file.coefficients as Record<string, number>);
    expect(found).toHaveLength(coef.length);
    for (const [j, value] of coef.entries()) expectClose(`weight ${j}`, found[j], value, 1e-10);
    expectClose('intercept', file.intercept as number, intercept, 1e-10);
    if (train_mse !== undefined) expectClose('mse', result.now.scores.train?.mse, train_mse, 1e-10);
    if (test_mse !== undefined) expectClose('test mse', result.now.scores.test?.mse, test_mse, 1e-9);
  });

  it('seed1_linear: the same by λ per sample', async () => {
    const { closed_form: wanted, per_sample_lambda_equivalent: lambda } = documents['seed1_linear']!;
    const { file } = await trainOnDocument('seed1_linear', { lambda: lambda!, lambdaScale: 'perSample' });
    const found = Object.values(file.coefficients as Record<string, number>);
    for (const [j, value] of wanted!.coef.entries()) expectClose(`weight ${j}`, found[j], value, 1e-10);
  });

  it('seed4: the split column gives the rows and is no feature', async () => {
    const { file } = await trainOnDocument('seed4', {});
    expect(Object.keys(file.coefficients)).toEqual(['x']);
    expect(file.rows.test).toBeGreaterThan(0);
    expect(file.rows.train + file.rows.test).toBe(file.rows.read);
  });

  it.each(descents)('%s: gradient descent, at every entry of the trace', async (name) => {
    const descent = documents[name]!.gd!;
    const { file, result } = await trainOnDocument(name, descentSpec(descent), true);
    expect(file.trace!.map((entry) => entry.iteration)).toEqual(
      descent.trace.map((entry) => entry.iteration),
    );
    for (const [at, wanted] of descent.trace.entries()) {
      const entry = file.trace![at]!;
      const where = `at ${wanted.iteration}`;
      const { x } = entry.coefficients as { x: number };
      expectClose(`data loss ${where}`, entry.dataLoss, wanted.data_loss, 1e-10);
      expectClose(`penalty ${where}`, entry.penalty, wanted.penalty, 1e-10);
      expectClose(`loss ${where}`, entry.loss, wanted.data_loss + wanted.penalty, 1e-10);
      expectClose(`weight ${where}`, x, wanted.weights[0]!, 1e-10);
      expectClose(`intercept ${where}`, entry.intercept as number, wanted.intercept, 1e-10);
    }
    const last = descent.trace.at(-1)!;
    expectClose('weight', (file.coefficients as { x: number }).x, last.weights[0]!, 1e-10);
    expect(result.descent).toMatchObject({ reason: 'iterations', iterations: 1000, advice: null });
  });

  it('seed0: the prediction at x = 2, by descent and by the closed form', async () => {
    const { gd, closed_form, prediction_at_x2: wanted } = documents['seed0']!;
    const descended = await trainOnDocument('seed0', descentSpec(gd!));
    const exact = await trainOnDocument('seed0', { lambda: closed_form!.alpha });
    expectClose('by descent', descended.model.predict({ x: '2' }, null).values[0], wanted!.gd, 1e-10);
    expectClose('exactly', exact.model.predict({ x: '2' }, null).values[0], wanted!.ridge, 1e-10);
    expect(exact.model.predict({ x: '2' }, null).notes).toEqual([]);
    const moved = descended.model.predict({ x: '2' }, closed_form!.alpha).values[0];
    expectClose('exactly, from the run by descent', moved, wanted!.ridge, 1e-10);
  });

  it.each(['auto', 'newton', 'lbfgs', 'gradientDescent'])('seed1_logistic: by %s', async (solver) => {
    const { coef, intercept, C, accuracy, log_loss } = documents['seed1_logistic']!.fit!;
    const { file, result } = await trainModelOnDocument('seed1_logistic', {
      lambda: 1 / C,
      solver,
      tolerance: solver === 'auto' ? null : 1e-10,
      iterations: 10_000,
    });
    expect(file.model).toBe('logistic');
    expect(file.classes).toEqual(['0', '1']);
    const found = Object.values(file.coefficients as Record<string, number>);
    expect(found).toHaveLength(coef.length);
    const weights = { ...(file.coefficients as Record<string, number>), intercept: file.intercept as number };
    expectNormwise(weights, Object.keys(weights), [...coef, intercept], ITERATED);
    expect(result.now.scores.train?.accuracy).toBe(accuracy);
    expectClose('log loss', result.now.scores.train?.logLoss, log_loss, ITERATED);
    // What the two differ by is on the reference's side.
    const own = logisticObjective(found, file.intercept as number, 1 / C);
    expect(own).toBeLessThan(logisticObjective(coef, intercept, 1 / C));
    expect(file.convergence!.kktResidual).toBeLessThan(1e-9);
  });

  // λ/m (ρ ‖w‖₁ + (1 − ρ)/2 ‖w‖²) is our penalty with a total λ.
  it.each(NETS)('%s: the penalty of L1 or both, with its exact zeros', async (name) => {
    const { coef, intercept, lam, l1_ratio: l1Ratio = 1 } = documents[name]!;
    const { file, result } = await trainModelOnDocument(name, { lambda: lam!, l1Ratio, tolerance: 1e-13 });
    const found = Object.values(file.coefficients as Record<string, number>);
    expect(found).toHaveLength(coef!.length);
    for (const [j, value] of coef!.entries()) {
      if (value === 0) expect(found[j]).toBe(0);
      else expectClose(`weight ${j}`, found[j], value, DESCENDED);
    }
    expectClose('intercept', file.intercept as number, intercept!, DESCENDED);
    expect(file.convergence!.kktResidual).toBeLessThan(1e-12);
    expect(result.now.exactZeros).toBe(coef!.filter((value) => value === 0).length);
  });
});
