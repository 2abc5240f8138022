import { expect, test } from 'vitest';
import { readTable } from '../../../../src/engine/csv/reader.ts';
import { inlineRunner } from '../../../../src/engine/csv/runner.ts';
import { loadKernels } from '../../../../src/engine/kernels/index.ts';
import { sourceOf } from '../runs.ts';

const TEXT = 'a,b\n1,-999\n-999,2\n"-999",3\n-999.0,4\n 5,6\n-999 ,7\n';

test.each([
  ['in TypeScript', null],
  ['with kernels', loadKernels()],
])(
  'a missing token that is spelled like a number is missing however it is quoted or padded, %s',
  async (_, kernels) => {
    const table = await readTable(sourceOf(TEXT), {
      csv: { missingTokens: ['-999'] },
      runner: inlineRunner(kernels),
    });
    const cells: number[][] = [];
    for await (const block of table.blocks()) {
      for (let row = 0; row < block.rows; row++) {
        cells.push(block.columns.map((column) => (column as Float64Array)[row]!));
      }
    }
    // -999.0 is another spelling, and so a number.
    expect(cells.map(([a]) => a)).toEqual([1, Number.NaN, Number.NaN, -999, 5, Number.NaN]);
    expect(cells.map(([, b]) => b)).toEqual([Number.NaN, 2, 3, 4, 6, 7]);
    expect(table.columns.map((column) => column.missing)).toEqual([3, 1]);
  },
);
