import { describe, expect, test } from 'vitest';
import { kernels } from '../kernels/support.ts';
import { LOSSES, type LossCase } from './losses/cases.ts';
import {
  COLUMNS,
  type HeldObjective,
  objectiveFor,
  type ProblemChoice,
  rowsFor,
  thetaFor,
} from './scoreProblems.ts';

const PREDICTORS: readonly ProblemChoice[] = [
  { intercept: true },
  { intercept: false },
  { hidden: [3], activation: 'tanh' },
  { hidden: [6, 5], activation: 'sigmoid' },
  { hidden: [5, 4, 3], activation: 'relu' },
];
const PENALTIES = [
  { lambda: 0, l1Ratio: 0 },
  { lambda: 0.3, l1Ratio: 0 },
  { lambda: 0.3, l1Ratio: 0.6 },
  { lambda: 0.3, l1Ratio: 1 },
];

const cases = LOSSES.flatMap((loss) =>
  PREDICTORS.flatMap((predictor) => PENALTIES.map((penalty) => ({ loss, ...predictor, ...penalty }))),
);

function gradientAt(objective: HeldObjective, theta: Float64Array): Float64Array {
  const gradient = new Float64Array(objective.size).fill(9);
  objective.evaluate(theta, gradient);
  return gradient;
}

test.each(cases)(
  '$loss.name, hidden $hidden, intercept $intercept, λ $lambda, l1Ratio $l1Ratio: the gradient is that of the value',
  (own) => {
    const objective = objectiveFor(own.loss, [rowsFor(own.loss)], own);
    const theta = thetaFor(objective.size);
    const gradient = gradientAt(objective, theta);
    const value = (at: number, step: number) => {
      const moved = theta.slice();
      moved[at]! += step;
      const { dataLoss, penalty } = objective.evaluate(moved, null);
      return dataLoss + penalty;
    };
    const step = 2e-6;
    const l1 = objective.penalty.l1;
    theta.forEach((weight, at) => {
      const slope = (value(at, step) - value(at, -step)) / (2 * step);
      const smooth = slope - (l1 ? l1[at]! * Math.sign(weight) : 0);
      expect(Math.abs(smooth - gradient[at]!)).toBeLessThan(2e-7 * (1 + Math.abs(value(at, 0))));
    });
  },
);

test.each(cases.filter((own) => own.lambda > 0 && own.l1Ratio === 0))(
  '$loss.name, hidden $hidden, intercept $intercept: WebAssembly and TypeScript give the same bits',
  (own) => {
    const blocks = [rowsFor(own.loss, 300, 4), rowsFor(own.loss, 41, 5)];
    const [fast, plain] = [kernels(), null].map((loaded) => {
      const objective = objectiveFor(own.loss, blocks, { ...own, kernels: loaded });
      const theta = thetaFor(objective.size);
      return { value: objective.evaluate(theta, null), gradient: gradientAt(objective, theta) };
    });
    expect(fast).toEqual(plain);
  },
);

describe.each(LOSSES)('$name', (loss) => {
  const choices = [{ intercept: true }, { hidden: [4, 3] }];

  test.each(choices)('a row of weight 2 is the row twice: %j', (choice) => {
    const block = rowsFor(loss);
    const rows = Array.from({ length: block.rows }, (_, row) => row);
    const weighted = { ...block, weight: Float64Array.from(rows, (row) => 1 + (row % 3)) };
    const repeated = pickRows(
      block,
      rows.flatMap((row) => new Array<number>(1 + (row % 3)).fill(row)),
    );
    const [one, other] = [weighted, repeated].map((own) => {
      const objective = objectiveFor(loss, [own], choice);
      const theta = thetaFor(objective.size);
      return [objective.evaluate(theta, null).dataLoss, ...gradientAt(objective, theta)];
    });
    expectNear(one!, other!);
  });

  test.each(choices)('where blocks end changes rounding only: %j', (choice) => {
    const block = rowsFor(loss);
    const rows = Array.from({ length: block.rows }, (_, row) => row);
    const parts = [pickRows(block, rows.slice(0, 17)), pickRows(block, rows.slice(17))];
    const [whole, cut] = [[block], parts].map((blocks) => {
      const objective = objectiveFor(loss, blocks, choice);
      return gradientAt(objective, thetaFor(objective.size));
    });
    expectNear(whole!, cut!);
  });
});

function expectNear(one: ArrayLike<number>, other: ArrayLike<number>): void {
  expect(other.length).toBe(one.length);
  for (let at = 0; at < one.length; at++)
    expect(Math.abs(one[at]! - other[at]!)).toBeLessThan(1e-12 * (1 + Math.abs(one[at]!)));
}

function pickRows(block: ReturnType<typeof rowsFor>, rows: readonly number[]): ReturnType<typeof rowsFor> {
  const k = block.y.length / block.rows;
  return {
    rows: rows.length,
    x: Float64Array.from(rows.flatMap((row) => [...block.x.subarray(row * COLUMNS, (row + 1) * COLUMNS)])),
    y: Float64Array.from(rows.flatMap((row) => [...block.y.subarray(row * k, (row + 1) * k)])),
    part: Uint8Array.from(rows, (row) => block.part[row]!),
  };
}

test('scaled targets of squared error scale the loss by the square, and its gradient with them', () => {
  const loss = LOSSES.find(({ name }) => name === 'squared') as LossCase;
  const block = rowsFor(loss);
  const objective = objectiveFor(loss, [block]);
  const theta = thetaFor(objective.size);
  const scaled = objectiveFor(loss, [{ ...block, y: block.y.map((value) => 8 * value) }]);
  const eight = theta.map((value) => 8 * value);
  expect(scaled.evaluate(eight, null).dataLoss).toBe(64 * objective.evaluate(theta, null).dataLoss);
  expect(gradientAt(scaled, eight)).toEqual(gradientAt(objective, theta).map((value) => 8 * value));
});

test.each(LOSSES)('$name: columns in other units give the same scores, loss and gradient', (loss) => {
  const block = rowsFor(loss);
  const larger = { ...block, x: block.x.map((value) => 1024 * value) };
  for (const choice of [{}, { hidden: [4] }]) {
    const objective = objectiveFor(loss, [block], choice);
    const moved = objectiveFor(loss, [larger], { ...choice, unit: 1024 });
    const theta = thetaFor(objective.size);
    expect(gradientAt(moved, theta)).toEqual(gradientAt(objective, theta));
    expect(moved.evaluate(theta, null)).toEqual(objective.evaluate(theta, null));
  }
});
