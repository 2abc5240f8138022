import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { joinFiles } from '../../../../src/engine/csv/joinFiles.ts';
import type { CsvOptions, Table } from '../../../../src/engine/csv/types.ts';
import { readTable } from '../../../../src/engine/index.ts';
import { sourceOf, tableOf } from '../runs.ts';

type Content = string | Uint8Array;

async function read(files: Record<string, Content>, csv: CsvOptions = {}, chunk?: number): Promise<Table> {
  const sources = Object.entries(files).map(([name, content]) =>
    sourceOf(content, chunk ? { chunk } : {}, name),
  );
  const joined = await joinFiles(sources, 'all', csv);
  return readTable(joined.source, { csv: joined.csv });
}

async function cellsOf(table: Table): Promise<unknown[]> {
  const cells: unknown[] = [];
  for await (const { columns } of table.blocks())
    columns.forEach((own, index) => {
      cells.push(
        Array.from(own ?? [], (cell) =>
          own instanceof Int32Array ? table.columns[index]!.levels[cell] : cell,
        ),
      );
    });
  return cells;
}

describe('several files', () => {
  const rows = ['1,u\n2,v\n', '3,ü\r\n4,w\r\n', '5,x'];

  test.each([undefined, 1, 3])('are the rows of one, whatever their form (pieces of %s)', async (chunk) => {
    const table = await read(
      {
        'a.csv': `a,c\n${rows[0]}`,
        'b.csv': Uint8Array.of(0xef, 0xbb, 0xbf, ...new TextEncoder().encode(`a,c\r\n${rows[1]}`)),
        'c.csv.gz': gzipSync(`a,c\n${rows[2]}`),
        'd.csv': Buffer.from(`a,c\n6,${'é'}\n`, 'latin1'),
      },
      {},
      chunk,
    );
    const whole = await tableOf(`a,c\n${rows.join('')}\n6,é\n`);
    expect(table).toMatchObject({ name: 'all', rows: 6, columns: whole.columns });
    expect(await cellsOf(table)).toEqual(await cellsOf(whole));
  });

  test('may have a title before their header, and the first file’s delimiter', async () => {
    const table = await read({ 'a.csv': 'Sales\na;b\n1;2\n3;4\n', 'b.csv': 'a;b\n5;6\n7;8\n' });
    expect(await cellsOf(table)).toEqual([
      [1, 3, 5, 7],
      [2, 4, 6, 8],
    ]);
  });

  test('have no size where one of them is not stored as the text that it is', async () => {
    const plain = () => sourceOf('a,b\n1,2\n', {}, 'a.csv');
    const sizeWith = async (other: Content) =>
      (await joinFiles([plain(), sourceOf(other, {}, 'b')], 'all', {})).source.size;
    expect(await sizeWith('a,b\n3,4\n')).toBe(16);
    expect(await sizeWith(gzipSync('a,b\n3,4\n'))).toBeNull();
    expect(await sizeWith(Buffer.from('\ufeffa,b\n3,4\n', 'utf16le'))).toBeNull();
  });

  test('are read again for every pass', async () => {
    const sources = ['a,b\n1,2\n', 'a,b\n3,4\n'].map((text, at) => sourceOf(text, {}, `${at}.csv`));
    const joined = await joinFiles(sources, 'all', {});
    const table = await readTable(joined.source, { csv: joined.csv, memoryLimitBytes: 0 });
    for (let pass = 0; pass < 2; pass++)
      expect(await cellsOf(table)).toEqual([
        [1, 3],
        [2, 4],
      ]);
  });

  test.each<[string, string, RegExp]>([
    ['another name', 'a,x\n1,2\n', /^b\.csv has the column "x" where a\.csv has "b"/],
    ['another order', 'b,a\n1,2\n', /^b\.csv has the column "b" where a\.csv has "a"/],
    ['one column less', 'a\n1\n', /^b\.csv lacks the column "b" of a\.csv/],
    ['one more', 'a,b,c\n1,2,3\n', /^b\.csv has the column "c", which a\.csv lacks/],
    ['another delimiter', 'a;b\n1;2\n', /^b\.csv has the column "a;b" where a\.csv has "a"/],
  ])('with %s are refused by file and column', async (_, content, message) => {
    await expect(read({ 'a.csv': 'a,b\n1,2\n3,4\n', 'b.csv': content })).rejects.toMatchObject({
      code: 'not-a-csv',
      message: expect.stringMatching(message),
    });
  });

  test('tell of problems by file, at the line they have there', async () => {
    const good = Array.from({ length: 30 }, (_, row) => `${row},t${row}\n`).join('');
    const table = await read({
      'a.csv': `a,b\n${good}oops,x\n`,
      'b.csv': `title\na,b\n${good}`,
      'c.csv': `a,b\n2,"x\ny"\nbad,z\n${good}`,
    });
    expect(table.problems.map(({ message, place }) => [message.split(' ', 2).join(' '), place.line])).toEqual(
      [
        ['a.csv: "oops"', 32],
        ['c.csv: "bad"', 4],
      ],
    );
    await expect(read({ 'a.csv': 'a,b\n1,2\n', 'b.csv': 'a,b\n1,2\n"3,4\n' })).rejects.toMatchObject({
      code: 'unclosed-quote',
      message: expect.stringContaining('opens in b.csv, line 3, column 1'),
      place: { line: 3 },
    });
  });
});
