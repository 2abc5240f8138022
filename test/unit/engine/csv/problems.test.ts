import { describe, expect, test } from 'vitest';
import { PROBLEM_CAP } from '../../../../src/engine/csv/types.ts';
import { cellsOf, read } from './support.ts';

/** 20 good rows around what is tested, so that a few bad cells do not change a column's kind. */
const good = (cells: string): string => Array<string>(20).fill(cells).join('\n');

describe('problems', () => {
  test('stand at line and character as an editor counts them', async () => {
    const table = await read(
      `a,b,c\n${good('1,x,2')}\n${good('1,x,2')}\n1,"näh\n😀 zwei","oh"\n1,é😀,"tre, oh"\r1,,  no  \n`,
    );
    expect(table.problems.map(({ code, place, row, column }) => ({ code, place, row, column }))).toEqual([
      { code: 'bad-number', place: { line: 43, column: 10, length: 4 }, row: 40, column: 2 },
      { code: 'bad-number', place: { line: 44, column: 7, length: 9 }, row: 41, column: 2 },
      { code: 'bad-number', place: { line: 45, column: 6, length: 2 }, row: 42, column: 2 },
    ]);
    expect(table.columns[2]).toMatchObject({ kind: 'numeric', bad: 3, missing: 0 });
  });

  test('count blank lines, title lines and a header with line ends', async () => {
    const table = await read(`My table\n\n"a\nb",c\n\n${good('1,2')}\n  \n1,x\n`);
    expect(table.dialect.titleLines).toBe(2);
    expect(table.problems[0]?.place).toEqual({ line: 27, column: 3, length: 1 });
  });

  test('of ragged rows: short ones are filled, long ones are cut', async () => {
    const table = await read(`a,b,c\n${good('1,2,3')}\n4,5\n6,7,8,9,"1\n0"\n1,2,3,,\n7\n`);
    expect(table.problemCounts).toEqual({ 'short-row': 2, 'long-row': 1 });
    expect(table.problems.map(({ code, place, message }) => ({ code, line: place.line, message }))).toEqual([
      {
        code: 'short-row',
        line: 22,
        message: 'The row has 2 cells instead of 3; the rest is treated as missing.',
      },
      {
        code: 'long-row',
        line: 23,
        message: 'The row has 5 cells instead of 3; those past the last column are ignored.',
      },
      {
        code: 'short-row',
        line: 26,
        message: 'The row has 1 cell instead of 3; the rest is treated as missing.',
      },
    ]);
    expect(table.problems[1]?.place).toEqual({ line: 23, column: 7, length: 4 });
    expect((await cellsOf(table, 'c')).slice(20)).toEqual([null, 8, 3, null]);
    expect((await cellsOf(table, 'b')).slice(20)).toEqual([5, 7, 2, null]);
  });

  test('of cells with NUL bytes, in numbers and in text', async () => {
    const table = await read(`a,b\n${good('1,x')}\n1\u00002,y\n2,z\u0000\n`);
    expect(table.problemCounts).toEqual({ 'nul-byte': 2 });
    expect((await cellsOf(table, 'a')).slice(20)).toEqual([null, 2]);
    expect((await cellsOf(table, 'b')).slice(20)).toEqual(['y', null]);
  });

  test('of numbers too large for a double', async () => {
    const table = await read(`a\n${good('1')}\n1e400\n-1e999\n`);
    expect(table.problemCounts).toEqual({ 'not-finite': 2 });
    expect(table.columns[0]).toMatchObject({ kind: 'numeric', bad: 2, max: 1 });
  });

  test('are held up to a cap and counted past it', async () => {
    const lines = Array.from({ length: 30_000 }, (_, row) => (row % 15 === 0 ? 'bad' : String(row)));
    const table = await read(`a\n${lines.join('\n')}`);
    expect(table.problems).toHaveLength(PROBLEM_CAP);
    expect(table.problemCounts).toEqual({ 'bad-number': 2000 });
    expect(table.columns[0]?.bad).toBe(2000);
  });

  test('a quote that is never closed is an error at its place', async () => {
    await expect(read('a,b\n1,2\n\n3,"é😀 "" x\n4,5\n')).rejects.toMatchObject({
      code: 'unclosed-quote',
      place: { line: 4, column: 3, length: 1 },
      message: expect.stringContaining('line 4, column 3'),
    });
    await expect(read('"a,b\n1,2\n')).rejects.toMatchObject({
      code: 'unclosed-quote',
      place: { line: 1, column: 1 },
    });
  });
});
