import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DesignBlock, PART } from '../../../../src/engine/data/types.ts';
import { rowTiles } from '../../../../src/engine/kernels/rowTiles.ts';
import { linearPredictor } from '../../../../src/engine/objectives/linearPredictor.ts';
import { squaredLoss } from '../../../../src/engine/objectives/losses/squared.ts';
import { ridgePenalty } from '../../../../src/engine/objectives/penalty.ts';
import { heldRows } from '../../../../src/engine/objectives/rowStore.ts';
import { rowsObjective } from '../../../../src/engine/objectives/rowsSquared.ts';
import { scoreObjective } from '../../../../src/engine/objectives/scoreObjective.ts';
import { squaredObjective } from '../../../../src/engine/objectives/squared.ts';
import { packTheta, thetaWidth, unpackTheta } from '../../../../src/engine/objectives/theta.ts';
import { stream } from '../../../../src/engine/random.ts';
import { blockOf, randomRows } from '../data/blocks.ts';
import { problemOf, scaledRows } from '../solvers/problems.ts';

const variants = [
  ['all', true],
  ['all', false],
  ['none', true],
  ['none', false],
] as const;

function randomTheta(size: number, seed = 1): Float64Array {
  const random = stream(seed, 'theta');
  return Float64Array.from({ length: size }, () => random.normal());
}

describe.each(variants)('squaredObjective, standardize %s, intercept %s', (standardize, intercept) => {
  const block = blockOf(randomRows(90, 4, 2), 4);
  const { moments, scaling } = problemOf(block, standardize, intercept);
  const lambda = 7;
  const objective = squaredObjective(moments, scaling, intercept, lambda);
  const width = thetaWidth(4, intercept);
  const theta = randomTheta(2 * width);

  test('is the mean of half squared errors plus λ / 2m of the squared weights', () => {
    const x = scaledRows(block, scaling);
    let loss = 0;
    let penalty = 0;
    for (const t of [0, 1]) {
      const own = theta.subarray(t * width, (t + 1) * width);
      x.forEach((row, i) => {
        const predicted = row.reduce((sum, value, j) => sum + value * own[j]!, intercept ? own[4]! : 0);
        loss += (block.y[i * 2 + t]! - predicted) ** 2 / 2 / 90;
      });
      for (let j = 0; j < 4; j++) penalty += (lambda * own[j]! ** 2) / 2 / 90;
    }
    const value = objective.evaluate(theta, null);
    expect(value.dataLoss / loss).toBeCloseTo(1, 12);
    expect(value.penalty / penalty).toBeCloseTo(1, 12);
  });

  test('its gradient is that of its value', () => {
    const gradient = new Float64Array(2 * width).fill(99);
    objective.evaluate(theta, gradient);
    theta.forEach((_, at) => {
      const total = (step: number) => {
        const moved = theta.slice();
        moved[at]! += step;
        const { dataLoss, penalty } = objective.evaluate(moved, null);
        return dataLoss + penalty;
      };
      // Central differences are exact for a quadratic but for rounding.
      const slope = (total(0.5) - total(-0.5)) / 1;
      expect(Math.abs(slope - gradient[at]!)).toBeLessThan(1e-11 * (1 + total(0)));
    });
  });

  test('lipschitz is the largest curvature', () => {
    const bound = objective.lipschitz();
    const curvature = (direction: Float64Array) => {
      const zero = new Float64Array(2 * width);
      const at = objective.evaluate(direction, null);
      const back = objective.evaluate(
        direction.map((value) => -value),
        null,
      );
      const centre = objective.evaluate(zero, null);
      const second =
        at.dataLoss + at.penalty + back.dataLoss + back.penalty - 2 * (centre.dataLoss + centre.penalty);
      return second / direction.reduce((sum, value) => sum + value * value, 0);
    };
    let direction = randomTheta(2 * width, 2);
    for (let step = 0; step < 400; step++) {
      const gradient = new Float64Array(2 * width);
      const base = new Float64Array(2 * width);
      objective.evaluate(direction, gradient);
      objective.evaluate(new Float64Array(2 * width), base);
      const image = gradient.map((value, at) => value - base[at]!);
      const norm = Math.hypot(...image);
      direction = image.map((value) => value / norm);
    }
    expect(curvature(direction) / bound).toBeCloseTo(1, 6);
    expect(curvature(randomTheta(2 * width, 5))).toBeLessThanOrEqual(bound * (1 + 1e-12));
  });

  test('the fold over blocks is the same function', async () => {
    const blocks = [
      [0, 30],
      [30, 31],
      [31, 90],
    ].map(
      ([from, to]): DesignBlock => ({
        rows: to! - from!,
        x: block.x.slice(from! * 4, to! * 4),
        y: block.y.slice(from! * 2, to! * 2),
        part: block.part.slice(from, to),
      }),
    );
    const penalty = ridgePenalty(lambda / 90, { p: 4, k: 2, intercept });
    const tiles = rowTiles(null);
    const folded = scoreObjective({
      predictor: linearPredictor(tiles, scaling, 2, intercept),
      loss: squaredLoss(2),
      penalty,
      store: heldRows(tiles, blocks),
      part: 0,
      total: 90,
      features: new Set(),
      lipschitz: () => objective.lipschitz(),
      batches: null,
    });
    const [gradient, other] = [new Float64Array(2 * width), new Float64Array(2 * width)];
    const wanted = objective.evaluate(theta, gradient);
    const reached = await folded.evaluate(theta, other);
    expect(reached.dataLoss / wanted.dataLoss).toBeCloseTo(1, 12);
    expect(reached.penalty).toBe(wanted.penalty);
    other.forEach((value, at) => {
      expect(Math.abs(value - gradient[at]!)).toBeLessThan(1e-11 * (1 + wanted.dataLoss));
    });
    expect(folded.lipschitz()).toBe(objective.lipschitz());
  });
});

test('the loss keeps its digits beside an offset of 1e9', () => {
  const rows = randomRows(80, 2);
  const moved = rows.map(([a, b, y]) => [a! + 1e9, b!, y! + 1e9]);
  const near = moved.map(([a, b, y]) => [a! - 1e9, b!, y! - 1e9]);
  const values = [moved, near].map((own, i) => {
    const { moments, scaling } = problemOf(blockOf(own, 2));
    const theta = Float64Array.of(0.7, -0.3, i === 0 ? 1e9 : 0);
    return squaredObjective(moments, scaling, true, 0).evaluate(theta, null).dataLoss;
  });
  expect(values[0]! / values[1]!).toBeCloseTo(1, 7);
});

test('a wide objective’s bound lies above its curvature by 0.1 % at most', () => {
  const p = 320;
  const { moments, scaling } = problemOf(blockOf(randomRows(700, p), p));
  const bound = squaredObjective(moments, scaling, true, 0).lipschitz();
  let vector = randomTheta(p, 3);
  let value = 0;
  const d = p + 1;
  for (let step = 0; step < 100; step++) {
    const image = vector.map((_, i) => {
      let sum = 0;
      for (let j = 0; j < p; j++) {
        sum += (moments.scatter[i * d + j]! / scaling.scale[i]! / scaling.scale[j]! / 700) * vector[j]!;
      }
      return sum;
    });
    value = Math.hypot(...image);
    vector = image.map((own) => own / value);
  }
  expect(bound).toBeGreaterThanOrEqual(value * (1 - 1e-12));
  expect(bound).toBeLessThan(value * 1.002);
});

test('rows of other parts do not enter, and the parts add up to all', async () => {
  const block = blockOf(randomRows(30, 2), 2);
  const { scaling } = problemOf(block);
  const theta = randomTheta(3);
  const shape = { k: 1, intercept: true, lambdaTotal: 0 };
  const lossOf = async (part: 'train' | 'validation') => {
    const gradient = new Float64Array(3);
    const { dataLoss } = await rowsObjective(block, part, scaling, shape, () => 1).evaluate(theta, gradient);
    return [dataLoss, ...gradient];
  };
  const whole = await lossOf('train');
  for (let row = 0; row < 30; row += 2) block.part[row] = PART.validation;
  const [one, other] = [await lossOf('train'), await lossOf('validation')];
  expect(one![0]).not.toBeCloseTo(other![0]!, 3);
  for (const [at, value] of whole.entries()) expect((one![at]! + other![at]!) / 2).toBeCloseTo(value, 12);
});

test('packTheta and unpackTheta are inverses', () => {
  const number = fc.double({ noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 3 }), number, (p, k, value) => {
      const model = {
        p,
        k,
        weights: Float64Array.from({ length: p * k }, (_, i) => value + i),
        intercept: Float64Array.from({ length: k }, (_, i) => value - i),
      };
      expect(unpackTheta(packTheta(model, true), p, k, true)).toEqual(model);
      const bare = unpackTheta(packTheta(model, false), p, k, false);
      expect(bare.weights).toEqual(model.weights);
      expect([...bare.intercept]).toEqual(new Array(k).fill(0));
    }),
  );
});
