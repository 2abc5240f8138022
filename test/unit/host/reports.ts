import { judgements } from '../../../src/engine/metrics/index.ts';
import type { DataSummary, Iterates, LambdaView, RunResult } from '../../../src/engine/report.ts';

const SCORES = { train: { mse: 1, rmse: 1, mae: null, r2: 0.5 }, validation: null, test: null };

export function iterates(from: number, to: number, width = 1): Iterates {
  const iteration = Array.from({ length: to - from }, (_, i) => from + i);
  return {
    iteration,
    dataLoss: iteration.map((i) => 1 / (i + 1)),
    penalty: iteration.map((i) => i),
    validation: [],
    gradientNorm: iteration.map(() => 1),
    weightsAt: [...iteration],
    weights: iteration.map((i) => Array.from({ length: width }, () => i)),
  };
}

function lambdaView(): LambdaView {
  return {
    lambda: 2,
    lambdaTotal: 2,
    standardized: [1, 2],
    weights: [10, 20],
    intercept: [5],
    dataLoss: 1,
    penalty: 1,
    scores: SCORES,
    degreesOfFreedom: 2,
    exactZeros: 0,
  };
}

export function result(change: Partial<RunResult> = {}): RunResult {
  return {
    now: lambdaView(),
    zero: lambdaView(),
    metrics: [...judgements.numbers.metrics],
    guess: 'the mean',
    baseline: SCORES,
    byTarget: [SCORES],
    verdict: { tone: 'signal', headline: 'There is signal.', detail: '' },
    curve: { lambda: [1], train: [1], heldOut: null, heldOutPart: null, degreesOfFreedom: [2] },
    conversions: [],
    optimum: 1,
    condition: 1,
    rank: 2,
    solver: 'cholesky',
    notes: [],
    inspection: { condition: 1, degreesOfFreedom: 2, inflation: null, details: null, notes: [] },
    descent: null,
    elapsedMs: 1,
    modelJson: '{}',
    ...change,
  };
}

export function summary(): DataSummary {
  return {
    targets: ['y'],
    model: 'linear',
    outputs: ['y'],
    classes: null,
    features: ['a', 'b'],
    columns: [],
    rows: { read: 3, train: 3, validation: 0, test: 0, dropped: 0, excluded: 0 },
    warnings: [],
    problems: [],
    problemCount: 0,
    scale: [1, 1],
    shift: [0, 0],
    passes: 1,
    passReasons: [],
    bytes: 10,
    dialect: {
      delimiter: ',',
      encoding: 'utf8',
      decimal: '.',
      header: true,
      titleLines: 0,
      gzip: false,
    },
  };
}
