import { describe, expect, test } from 'vitest';
import { CompensatedSum } from '../../../../../src/engine/linalg/compensated.ts';
import { logisticLoss } from '../../../../../src/engine/objectives/losses/logistic.ts';
import { softmaxLoss } from '../../../../../src/engine/objectives/losses/softmax.ts';
import { stream } from '../../../../../src/engine/random.ts';
import { kernels } from '../../kernels/support.ts';
import { derived, LOSSES, type LossCase, tileOf } from './cases.ts';

const COUNT = 40;

function drawn({ make, targets, y }: LossCase, seed = 1) {
  const random = stream(seed, 'losses');
  const loss = make(null);
  const size = COUNT * loss.outputs;
  return {
    loss,
    scores: Float64Array.from({ length: size }, () => 2 * random.normal()),
    y: Float64Array.from({ length: COUNT * targets }, () => y(random)),
    weight: Float64Array.from({ length: COUNT }, () => random.uniform(0, 3)),
  };
}

/** (f(x + h) − f(x − h)) / 2h at one score. */
function slope(
  scores: Float64Array,
  at: number,
  value: (moved: Float64Array) => number,
  step = 1e-5,
): number {
  const [up, down] = [step, -step].map((by) => {
    const moved = scores.slice();
    moved[at]! += by;
    return value(moved);
  });
  return (up! - down!) / (2 * step);
}

describe.each(LOSSES)('$name', (own) => {
  test('derives what the differences of its value are, each row by its weight', () => {
    const { loss, scores, y, weight } = drawn(own);
    for (const weights of [null, weight]) {
      const { slopes } = derived(loss, scores, y, weights);
      const value = (moved: Float64Array) => derived(loss, moved, y, weights).value;
      for (let at = 0; at < scores.length; at++)
        expect(Math.abs(slope(scores, at, value) - slopes[at]!)).toBeLessThan(
          1e-6 * (1 + Math.abs(slopes[at]!)),
        );
    }
  });

  test('its curvatures are the differences of its derivatives, and leave the scores', () => {
    const { loss, scores, y, weight } = drawn(own);
    const k = loss.outputs;
    const tile = tileOf(loss, scores.slice());
    const found = new Float64Array(COUNT * ((k * (k + 1)) / 2)).fill(7);
    loss.curvatures?.(tile, { y, weight }, found);
    expect(tile.scores).toEqual(scores);
    let pair = 0;
    for (let a = 0; a < k; a++) {
      for (let b = a; b < k; b++, pair++) {
        for (let i = 0; i < COUNT; i++) {
          const numeric = slope(
            scores,
            b * COUNT + i,
            (moved) => derived(loss, moved, y, weight).slopes[a * COUNT + i]!,
          );
          const exact = found[pair * COUNT + i]!;
          expect(Math.abs(numeric - exact)).toBeLessThan(1e-6 * (1 + Math.abs(exact)));
        }
      }
    }
  });

  test('no curvature lies above its bound, and some near it', () => {
    const { loss, scores, y } = drawn(own);
    if (loss.curvature === null) return expect(own.name).toBe('poisson');
    const k = loss.outputs;
    const found = new Float64Array(COUNT * ((k * (k + 1)) / 2));
    loss.curvatures?.(tileOf(loss, scores), { y, weight: null }, found);
    // Gershgorin: no eigenvalue lies above the largest sum of a row's absolute values.
    const sums = new Float64Array(COUNT * k);
    for (let a = 0, pair = 0; a < k; a++) {
      for (let b = a; b < k; b++, pair++) {
        for (let i = 0; i < COUNT; i++) {
          const size = Math.abs(found[pair * COUNT + i]!);
          sums[a * COUNT + i]! += size;
          if (a !== b) sums[b * COUNT + i]! += size;
        }
      }
    }
    expect(Math.max(...sums)).toBeLessThanOrEqual(loss.curvature);
    expect(Math.max(...sums)).toBeGreaterThan(0.8 * loss.curvature);
  });

  test('WebAssembly and TypeScript give the same bits', () => {
    const loaded = kernels();
    const { scores, y, weight, loss } = drawn(own);
    const fast = own.make(loaded);
    const pairs = COUNT * ((loss.outputs * (loss.outputs + 1)) / 2);
    const run = (by: typeof loss, values: Float64Array) => {
      values.set(scores);
      const [sum, found] = [new CompensatedSum(), new Float64Array(pairs)];
      by.curvatures?.(tileOf(by, values), { y, weight }, found);
      by.derive(tileOf(by, values), { y, weight }, sum);
      const slopes = values.slice();
      values.set(scores);
      by.predict(values, COUNT);
      return [sum.value, found, slopes, values.slice()];
    };
    const inHeap = loaded.heap.doubles(loaded.heap.allocate(8 * scores.length), scores.length);
    expect(run(fast, inHeap)).toEqual(run(loss, new Float64Array(scores.length)));
  });

  test('allocates nothing in the kernels’ memory while their scores are worked on', () => {
    const loaded = kernels();
    const { scores, y, weight } = drawn(own);
    const loss = own.make(loaded);
    const held = loaded.heap.doubles(loaded.heap.allocate(8 * scores.length), scores.length);
    loaded.heap.allocate = () => {
      throw new Error('allocated');
    };
    const tile = tileOf(loss, held);
    for (const work of [
      () => loss.curvatures?.(tile, { y, weight }, new Float64Array(COUNT * 10)),
      () => loss.predict(held, COUNT),
      () => loss.derive(tile, { y, weight }, new CompensatedSum()),
    ]) {
      held.set(scores);
      expect(work).not.toThrow();
      expect(held.every(Number.isFinite)).toBe(true);
    }
  });

  test('at its null scores the derivatives cancel, or lie at the mean', () => {
    const { loss, y } = drawn(own);
    const mean =
      own.name === 'softmax'
        ? Float64Array.from([0, 1, 2, 3], (level) => y.filter((value) => value === level).length / COUNT)
        : Float64Array.from({ length: own.targets }, (_, t) => {
            return y.subarray(t * COUNT, (t + 1) * COUNT).reduce((sum, value) => sum + value, 0) / COUNT;
          });
    const start = loss.nullScores(mean);
    const scores = Float64Array.from(
      { length: COUNT * loss.outputs },
      (_, at) => start[Math.floor(at / COUNT)]!,
    );
    const { slopes } = derived(loss, scores, y);
    for (let t = 0; t < loss.outputs; t++) {
      const total = slopes.subarray(t * COUNT, (t + 1) * COUNT).reduce((sum, value) => sum + value, 0);
      if (own.name === 'huber') expect(start[t]).toBe(mean[t]);
      else expect(Math.abs(total)).toBeLessThan(1e-11);
    }
  });
});

test('log loss is exact where the prediction is nearly certain', () => {
  const one = Float64Array.of(1);
  const zero = Float64Array.of(0);
  const loss = logisticLoss(null);
  for (const logit of [37, 50, 200, 700]) {
    const rest = Math.exp(-logit);
    const right = derived(loss, Float64Array.of(logit), one);
    expect(right.value / rest).toBeCloseTo(1, 12);
    expect(right.slopes[0]! / -rest).toBeCloseTo(1, 12);
    const wrong = derived(loss, Float64Array.of(-logit), one);
    expect(wrong.value / logit).toBeCloseTo(1, 12);
    expect(wrong.slopes[0]).toBe(-1);
    expect(derived(loss, Float64Array.of(-logit), zero).value).toBe(right.value);
    const classes = derived(softmaxLoss(2, null), Float64Array.of(0, logit), one);
    expect(classes.value).toBe(right.value);
    expect(classes.slopes[1]! / -rest).toBeCloseTo(1, 12);
  }
  for (const logit of [1e4, 1e300, -1e300]) {
    const { value, slopes } = derived(loss, Float64Array.of(logit), one);
    expect(value).toBe(Math.max(-logit, 0));
    expect(slopes[0]! === (logit > 0 ? 0 : -1)).toBe(true);
  }
});

test('two classes by softmax are one logit, the difference of theirs', () => {
  const random = stream(3, 'two');
  const scores = Float64Array.from({ length: 60 }, () => 3 * random.normal());
  const logits = Float64Array.from({ length: 30 }, (_, i) => scores[30 + i]! - scores[i]!);
  const y = Float64Array.from({ length: 30 }, () => random.integer(0, 1));
  const two = derived(softmaxLoss(2, null), scores, y);
  const one = derived(logisticLoss(null), logits, y);
  expect(two.value / one.value).toBeCloseTo(1, 13);
  one.slopes.forEach((slope, i) => {
    expect(two.slopes[30 + i]).toBeCloseTo(slope, 14);
    expect(two.slopes[i]).toBeCloseTo(-slope, 14);
  });
});

test.each(LOSSES)('$name: a row of weight 2 is the row twice, and weight 0 no row', (own) => {
  const { loss, scores, y } = drawn(own);
  const rows = Array.from({ length: COUNT }, (_, row) => row);
  const repeated = rows.flatMap((row) => new Array<number>(row % 3).fill(row));
  const pick = (values: Float64Array) =>
    Float64Array.from({ length: (values.length / COUNT) * repeated.length }, (_, at) => {
      return values[Math.floor(at / repeated.length) * COUNT + repeated[at % repeated.length]!]!;
    });
  const weighted = derived(
    loss,
    scores,
    y,
    Float64Array.from(rows, (row) => row % 3),
  );
  const twice = derived(loss, pick(scores), pick(y));
  expect(weighted.value / twice.value).toBeCloseTo(1, 13);
});
