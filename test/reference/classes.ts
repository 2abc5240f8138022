import { expect } from 'vitest';
import { tokenize } from '../../src/engine/csv/tokenizer.ts';
import type { Table } from '../../src/engine/index.ts';
import type { RunResult } from '../../src/engine/report.ts';
import { type Case, expectClose, readFixture, splitOf, type Trained, trainModel } from './engine.ts';

/** A case of logistic or softmax regression: C Σ loss + ½‖w‖² is m C times our objective at λ = 1 / C in total. */
export interface ClassesCase extends Case {
  target: string;
  classes: (string | number)[];
  params: { C: number; split: string; n_train: number };
  expected: { objective: number; metrics: Record<string, number | object> };
  tolerance: { coef_normwise: number; objective_rel: number };
}

/** Solvers that take a problem to its minimum. */
export const ARRIVING_SOLVERS = ['auto', 'newton', 'lbfgs'] as const;
export type ArrivingSolver = (typeof ARRIVING_SOLVERS)[number];

export function withArrivingSolvers<C extends Case>(cases: readonly C[]): [string, ArrivingSolver, C][] {
  return cases.flatMap((own) =>
    ARRIVING_SOLVERS.map((solver): [string, ArrivingSolver, C] => [own.case, solver, own]),
  );
}

/** Trains a case, on its own columns unless others are named. */
export function trainCase(
  table: Table,
  own: ClassesCase,
  model: string,
  solver: ArrivingSolver,
  spec: Parameters<typeof trainModel>[1],
): Promise<Trained> {
  return trainModel(
    table,
    {
      target: [own.target],
      features: own.features,
      model,
      lambda: 1 / own.params.C,
      split: splitOf(own.params.split),
      solver,
      iterations: 10_000,
      ...spec,
    },
    { compare: false },
  );
}

/** It arrived by the solver's own measure: no tolerance is asked for. */
export function expectArrived({ file }: Trained): void {
  const { reason, kktResidual } = file.convergence!;
  expect(reason).toBe('converged');
  expect(kktResidual).toBeLessThanOrEqual(1e-8);
}

/** Objective, log losses and shares; the confusion matrix where the case has one. */
export function expectFit({ file, result }: Trained, own: ClassesCase): void {
  const { params, expected, tolerance } = own;
  expect(file.classes).toEqual(own.classes.map(String));
  expect(file.rows.train).toBe(params.n_train);
  const { dataLoss, penalty } = result.now;
  const objective = params.n_train * params.C * (dataLoss + penalty);
  expectClose('objective', objective, expected.objective, tolerance.objective_rel);
  for (const [key, wanted] of Object.entries(expected.metrics)) {
    const [part, metric] = key.split('_') as ['train' | 'test', string];
    if (typeof wanted === 'number') expectScore(result, part, metric, wanted, tolerance.coef_normwise);
  }
  expect(result.now.scores.test !== null).toBe('test_logloss' in expected.metrics);
}

function expectScore(
  { now }: RunResult,
  part: 'train' | 'test',
  metric: string,
  wanted: number,
  tolerance: number,
): void {
  const scores = now.scores[part];
  if (metric === 'logloss') expectClose(`${part} log loss`, scores?.logLoss, wanted, tolerance);
  else expect(scores?.[metric as 'accuracy'], `${part} ${metric}`).toBeCloseTo(wanted, 12);
}

/** The rows of a fixture that have a value in every named column, as texts by name. */
export function completeRows(path: string, names: readonly string[]): Record<string, string>[] {
  const bytes = new TextEncoder().encode(readFixture(path));
  const [header, ...rows] = [...tokenize(bytes, 0, bytes.length, 44)].map(({ cells }) =>
    cells.map(({ text }) => text),
  );
  return rows
    .map((row) => Object.fromEntries(row.map((text, at) => [header![at]!, text])))
    .filter((row) => names.every((name) => row[name] !== '' && row[name] !== 'NA'));
}
