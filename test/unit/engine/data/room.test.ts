import { describe, expect, test } from 'vitest';
import type { ByteSource, Column, Table } from '../../../../src/engine/csv/types.ts';
import { keepsRows, planDesign, standsForMoments } from '../../../../src/engine/data/plan.ts';
import { readData } from '../../../../src/engine/data/readData.ts';
import { parseSpec, type RunSpecInput } from '../../../../src/engine/index.ts';
import { tableOf } from '../runs.ts';

const MB = 2 ** 20;

/** A table of so many columns of numbers beside a target, as it would be after reading: its rows are never asked for. */
async function tableOfSize(columns: number, rows: number): Promise<Table> {
  const small = await tableOf('x,y\n0.5,1.5\n2.25,3\n-1,0.125\n4.5,2\n');
  const [x, y] = small.columns;
  const features = Array.from(
    { length: columns },
    (_, index): Column => ({ ...x!, index, name: `x${index}` }),
  );
  const blocks = () => {
    throw new Error('the rows are gone through');
  };
  return { ...small, columns: [...features, { ...y!, index: columns }], rows, inMemory: false, blocks };
}

const planned = async (columns: number, rows: number, room = 1024 * MB, spec: RunSpecInput = {}) =>
  planDesign(await tableOfSize(columns, rows), parseSpec({ target: ['y'], ...spec }), room);

describe('what columns and rows can be solved', () => {
  test('20,000 columns × 1,000,000 rows are refused with a way out, whatever the memory and the solver', async () => {
    for (const room of [MB, 1024 * MB, Number.MAX_SAFE_INTEGER]) {
      for (const solver of ['auto', 'lbfgs', 'gradientDescent'] as const) {
        await expect(planned(20_000, 1_000_000, room, { solver })).rejects.toMatchObject({
          code: 'too-large',
          message: expect.stringMatching(
            /20,000 columns, more than the 4,000 that can be solved.*Choose fewer/,
          ),
        });
      }
    }
  });

  test('a file of too many columns is refused as soon as it has too many rows', async () => {
    const names = Array.from({ length: 4100 }, (_, index) => `x${index}`);
    const encode = (text: string) => new TextEncoder().encode(text);
    const line = (row: number) => `${names.map((_, index) => (index + row) % 10).join(',')},${row % 5}\n`;
    const lines = Array.from({ length: 10 }, (_, row) => line(row)).join('');
    const sourceOf = (rows: number): ByteSource => ({
      ...{ name: 'wide.csv', size: null },
      async *open() {
        yield encode(`${names.join(',')},y\n`);
        for (let row = 0; row < rows; row += 10) yield encode(lines);
        if (rows > 4000) throw new Error('the rest was read');
      },
    });
    const spec = parseSpec({ target: ['y'] });
    await expect(readData(sourceOf(20_000), spec)).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('4,100 columns, more than the 4,000'),
    });
    const { plan, counts } = await readData(sourceOf(200), spec);
    expect([plan.columns.length, counts.train]).toEqual([4100, 200]);
  });

  test('fewer rows than columns are kept as far as the memory limit goes, and are refused beyond it', async () => {
    const plan = await planned(20_000, 500);
    expect(standsForMoments(plan, 500)).toBe(true);
    await expect(planned(20_000, 500, 76 * MB)).rejects.toMatchObject({
      code: 'too-large',
      message:
        'The model would have 20,000 columns, and its 500 rows, kept in memory, would take 77 MB, more than the memory limit of 76 MB. Raise the memory limit, or choose fewer features.',
    });
    expect((await planned(20_000, 500, 77 * MB)).columns).toHaveLength(20_000);
    expect((await planned(80_000, 3000, 2048 * MB)).columns).toHaveLength(80_000);
  });

  test('of columns that can have moments no limit decides: the model does not depend on it', async () => {
    for (const room of [0, 1024 * MB]) {
      expect(keepsRows(4000, 3999, room)).toBe(true);
      expect(keepsRows(4000, 4000, room)).toBe(false);
      expect((await planned(4000, 1_000_000, room)).columns).toHaveLength(4000);
    }
  });
});
