import { describe, expect, test } from 'vitest';
import type { DesignBlock } from '../../../../src/engine/data/types.ts';
import type { HeldBlock, RowTiles } from '../../../../src/engine/kernels/rowTiles.ts';
import { rowTiles } from '../../../../src/engine/kernels/rowTiles.ts';
import { elasticNetPenalty } from '../../../../src/engine/objectives/penalty.ts';
import { sampleRows } from '../../../../src/engine/objectives/rowSample.ts';
import { heldRows, type RowStore, storeRows } from '../../../../src/engine/objectives/rowStore.ts';
import { scoreObjective } from '../../../../src/engine/objectives/scoreObjective.ts';
import { kernels } from '../kernels/support.ts';
import { LOSSES, type LossCase } from './losses/cases.ts';
import { type ProblemChoice, predictorFor, rowsFor, thetaFor } from './scoreProblems.ts';

const SIZES = [40, 7, 300];
const blocksFor = (loss: LossCase) => SIZES.map((rows, seed) => rowsFor(loss, rows, seed));
const bytesOf = ({ x, y, part }: DesignBlock) => x.byteLength + y.byteLength + part.byteLength;

/** Tiles that count what they hold, and passes over blocks. */
function counting(loaded: ReturnType<typeof kernels> | null = null) {
  const tiles = rowTiles(loaded);
  const counts = { held: 0, most: 0, passes: 0 };
  const counted: RowTiles = {
    ...tiles,
    hold(block): HeldBlock {
      const own = tiles.hold(block);
      counts.held++;
      counts.most = Math.max(counts.most, counts.held);
      const release = () => {
        counts.held--;
        own.release();
      };
      return { ...own, release };
    },
  };
  const pass = (blocks: readonly DesignBlock[]) =>
    async function* rows() {
      counts.passes++;
      for (const block of blocks) yield { ...block, x: block.x.slice() };
    };
  return { tiles: counted, counts, pass };
}

async function objectiveAt(own: LossCase, store: RowStore, choice: ProblemChoice) {
  const predictor = predictorFor(own, choice);
  const factors = Float64Array.from(predictor.penalized);
  const objective = scoreObjective({
    predictor,
    loss: own.make(choice.kernels ?? null),
    penalty: elasticNetPenalty({ lambda: 0.2, l1Ratio: 0.3, factors }),
    store,
    part: 0,
    total: 100,
    features: new Set(),
    lipschitz: () => Number.NaN,
    batches: null,
  });
  const theta = thetaFor(predictor.size);
  const gradient = new Float64Array(predictor.size);
  const value = await objective.evaluate(theta, gradient);
  const hessian = new Float64Array(predictor.size ** 2);
  await objective.hessian?.(theta, hessian);
  return { value, gradient, hessian };
}

describe.each(LOSSES)('$name', (loss) => {
  test.each<ProblemChoice>([
    {},
    { kernels: kernels() },
    { hidden: [4, 3] },
    { hidden: [5], kernels: kernels() },
  ])('of rows that are read anew is that of held ones, bit for bit: %j', async (choice) => {
    const blocks = blocksFor(loss);
    const { tiles, counts, pass } = counting(choice.kernels ?? null);
    const copies = blocks.map((block) => ({ ...block, x: block.x.slice() }));
    const held = await objectiveAt(loss, heldRows(rowTiles(choice.kernels ?? null), copies), choice);
    const store = await storeRows(tiles, pass(blocks), 1000);
    expect(store.held).toBeNull();
    expect(await objectiveAt(loss, store, choice)).toEqual(held);
    expect(counts.held).toBe(0);
  });
});

describe('a store', () => {
  const blocks = blocksFor(LOSSES[0]!);
  const bytes = blocks.reduce((sum, block) => sum + bytesOf(block), 0);

  test('holds what fits, after one pass, and gives it back', async () => {
    const { tiles, counts, pass } = counting();
    const store = await storeRows(tiles, pass(blocks), bytes);
    expect(store.held).toHaveLength(3);
    expect([...(store.blocks() as Iterable<HeldBlock>)].map(({ block }) => block.rows)).toEqual(SIZES);
    expect(counts).toEqual({ held: 3, most: 3, passes: 1 });
    store.release();
    expect(counts.held).toBe(0);
    expect(() => store.held).toThrow('not held any more');
    expect(() => store.blocks()).toThrow('Rerun it');
  });

  test('that a byte does not fit into holds one block at a time, in their order', async () => {
    const { tiles, counts, pass } = counting();
    const store = await storeRows(tiles, pass(blocks), bytes - 1);
    expect(counts.held).toBe(0);
    counts.most = 0;
    const seen: number[] = [];
    for await (const { block } of store.blocks()) seen.push(block.rows);
    expect(seen).toEqual(SIZES);
    expect(counts).toEqual({ held: 0, most: 1, passes: 2 });
  });

  test('that is left in the middle of its rows holds none', async () => {
    const { tiles, counts, pass } = counting();
    const store = await storeRows(tiles, pass(blocks), 0);
    for await (const { block } of store.blocks()) if (block.rows === 7) break;
    expect(counts.held).toBe(0);
  });

  test('whose reading fails gives back what it held', async () => {
    const { tiles, counts } = counting();
    async function* broken() {
      yield { ...blocks[0]!, x: blocks[0]!.x.slice() };
      throw new Error('unplugged');
    }
    await expect(storeRows(tiles, broken, bytes)).rejects.toThrow('unplugged');
    expect(counts).toMatchObject({ held: 0, most: 1 });
  });
});

describe('a sample', () => {
  test('is each so-manieth row of a block that is trained on, with their weights', () => {
    const [first, second] = blocksFor(LOSSES[0]!);
    const weight = Float64Array.from({ length: 7 }, (_, row) => row + 1);
    const store = heldRows(rowTiles(null), [first!, { ...second!, weight }]);
    const sample = sampleRows(store, 3)!;
    const chosen = sample.store.held!.map(({ block }) =>
      [...block.part.keys()].filter((row) => block.part[row] === 0),
    );
    // Every sixth row, from the sixth on, is of another part.
    const wanted = (rows: number) =>
      Array.from({ length: rows }, (_, row) => row).filter((row) => row % 3 === 0);
    expect(chosen).toEqual([wanted(40), wanted(7)]);
    expect(sample.total).toBe(14 + (1 + 4 + 7));
    expect(store.held![1]!.block.part[1]).toBe(0);
  });

  test('is none of rows that are read anew', async () => {
    const { tiles, pass } = counting();
    expect(sampleRows(await storeRows(tiles, pass(blocksFor(LOSSES[0]!)), 0), 3)).toBeNull();
  });
});
