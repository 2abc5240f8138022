import { describe, expect, test } from 'vitest';
import type { DesignBlock, Scaling } from '../../../../src/engine/data/types.ts';
import { rowTiles } from '../../../../src/engine/kernels/rowTiles.ts';
import { linearPredictor } from '../../../../src/engine/objectives/linearPredictor.ts';
import { squaredLoss } from '../../../../src/engine/objectives/losses/squared.ts';
import { elasticNetPenalty } from '../../../../src/engine/objectives/penalty.ts';
import { rowBatches } from '../../../../src/engine/objectives/rowBatches.ts';
import { largestRowNorm } from '../../../../src/engine/objectives/rowNorms.ts';
import { heldRows, storeRows } from '../../../../src/engine/objectives/rowStore.ts';
import { scoreObjective } from '../../../../src/engine/objectives/scoreObjective.ts';

/** Blocks of one column that numbers the rows from 1 on, over all blocks; every fifth row is not trained on. */
function numbered(sizes: readonly number[], weights = false): DesignBlock[] {
  let next = 1;
  return sizes.map((rows) => {
    const x = Float64Array.from({ length: rows }, () => next++);
    const part = x.map((value) => (value % 5 === 0 ? 1 : 0));
    const weight = weights ? x.map((value) => 1 + (value % 3)) : null;
    return {
      rows,
      x,
      y: x.map((value) => value % 7),
      part: Uint8Array.from(part),
      ...(weight ? { weight } : {}),
    };
  });
}

const PLAIN: Scaling = {
  shift: Float64Array.of(0),
  scale: Float64Array.of(1),
  constant: Uint8Array.of(0),
};
const SIZES = [23, 4, 40];
const TRAINED = Array.from({ length: 67 }, (_, row) => row + 1).filter((value) => value % 5 !== 0);

async function problemOf(blocks: readonly DesignBlock[], held: boolean) {
  const tiles = rowTiles(null);
  const predictor = linearPredictor(tiles, PLAIN, 1, false);
  const loss = squaredLoss(1);
  const penalty = elasticNetPenalty({ lambda: 0.5, l1Ratio: 0.4, factors: Float64Array.of(1) });
  async function* rows() {
    for (const block of blocks) yield { ...block, x: block.x.slice() };
  }
  const store = held ? heldRows(tiles, blocks) : await storeRows(tiles, rows, 0);
  let total = 0;
  let count = 0;
  for (const { part, weight } of blocks)
    part.forEach((own, row) => {
      if (own !== 0) return;
      count++;
      total += weight ? weight[row]! : 1;
    });
  const batches = rowBatches({ predictor, loss, penalty }, store, count, total / count, () => 1);
  const whole = scoreObjective({
    ...{ predictor, loss, penalty, store, part: 0, total },
    ...{ features: new Set(), lipschitz: () => 1, batches },
  });
  return { batches, whole, count };
}

/** The rows of each batch of an epoch: with θ as small as this, a row's loss and slope tell its number. */
async function rowsOfEpoch(held: boolean, size: number, seed: number, epoch: number): Promise<number[][]> {
  const { batches } = await problemOf(
    numbered(SIZES).map((block) => ({ ...block, y: block.x.map(() => 1) })),
    held,
  );
  const found: number[][] = [];
  for await (const batch of batches.epoch(size, seed, epoch)) {
    const gradient = new Float64Array(1);
    batch.evaluate(Float64Array.of(0), gradient);
    // At θ = 0 the slope of ½ (1 − xθ)² is −x, and the batch's is the mean.
    found.push([batch.count, Math.round(-gradient[0]! * batch.count)]);
  }
  return found;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe.each([true, false])('batches of rows, held: %s', (held) => {
  test('of one row each are all training rows, each once', async () => {
    const rows = (await rowsOfEpoch(held, 1, 3, 0)).map(([, row]) => row!);
    expect([...rows].sort((a, b) => a - b)).toEqual(TRAINED);
    expect(rows).not.toEqual(TRAINED);
  });

  test('are in an order that seed and epoch alone decide', async () => {
    const first = await rowsOfEpoch(held, 1, 3, 0);
    expect(await rowsOfEpoch(held, 1, 3, 0)).toEqual(first);
    expect(await rowsOfEpoch(held, 1, 3, 1)).not.toEqual(first);
    expect(await rowsOfEpoch(held, 1, 4, 0)).not.toEqual(first);
  });

  test('hold every row once, however many they are', async () => {
    for (const size of [2, 7, 16, 1000]) {
      const found = await rowsOfEpoch(held, size, 3, 2);
      expect(sum(found.map(([count]) => count!))).toBe(TRAINED.length);
      expect(sum(found.map(([, rows]) => rows!))).toBe(sum(TRAINED));
    }
  });

  test.each([false, true])(
    'have the loss and slope of all rows on average; weighted: %s',
    async (weights) => {
      const { batches, whole, count } = await problemOf(numbered(SIZES, weights), held);
      const theta = Float64Array.of(0.3);
      const slope = new Float64Array(1);
      const { dataLoss, penalty } = await whole.evaluate(theta, slope);
      let loss = 0;
      let slopes = 0;
      for await (const batch of batches.epoch(6, 1, 0)) {
        const gradient = new Float64Array(1);
        const own = batch.evaluate(theta, gradient);
        expect(own.penalty).toBe(penalty);
        loss += (batch.count / count) * own.dataLoss;
        slopes += (batch.count / count) * gradient[0]!;
      }
      expect(loss / dataLoss).toBeCloseTo(1, 12);
      expect(slopes / slope[0]!).toBeCloseTo(1, 12);
    },
  );
});

test('batches of held rows go on into the next block; of rows that are read anew they end with it', async () => {
  const counts = async (held: boolean) => (await rowsOfEpoch(held, 16, 3, 0)).map(([count]) => count);
  expect(await counts(true)).toEqual([16, 16, 16, 6]);
  // 19, 3 and 32 rows are trained on.
  expect(await counts(false)).toEqual([16, 3, 3, 16, 16]);
});

describe('the largest norm of a row', () => {
  const block: DesignBlock = {
    rows: 4,
    x: Float64Array.of(3, 4, 1, 1, 0, 6, 90, 90),
    y: new Float64Array(4),
    part: Uint8Array.of(0, 0, 0, 1),
  };
  const scaling = {
    shift: Float64Array.of(1, 0),
    scale: Float64Array.of(1, 2),
    constant: Uint8Array.of(0, 0),
  };
  const norm = (more: Partial<DesignBlock>, intercept: boolean, own: Partial<Scaling> = {}, meanWeight = 1) =>
    largestRowNorm(
      heldRows(rowTiles(null), [{ ...block, ...more }]),
      { ...scaling, ...own },
      intercept,
      meanWeight,
    );

  test('is that of scaled training rows, with a 1 for an intercept', async () => {
    // (2, 2), (0, ½) and (−1, 3).
    expect(await norm({}, false)).toBe(10);
    expect(await norm({}, true)).toBe(11);
  });

  test('knows no constant columns, and counts weights', async () => {
    expect(await norm({}, false, { constant: Uint8Array.of(0, 1) })).toBe(4);
    expect(await norm({ weight: Float64Array.of(6, 1, 2, 9) }, false, {}, 3)).toBe((8 * 6) / 3);
  });
});
