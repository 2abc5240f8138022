import { describe, expect, test } from 'vitest';
import { inspectHead, readTable } from '../../../../src/engine/csv/reader.ts';
import { DISTINCT_CAP } from '../../../../src/engine/csv/types.ts';
import { cellsOf, read, sourceOf } from './support.ts';

const lines = (count: number, line: (row: number) => string): string =>
  Array.from({ length: count }, (_, row) => line(row)).join('\n');

describe('kinds', () => {
  test('a column is numeric from 90 % numbers on', async () => {
    const withBad = (bad: number): string => `a\n${lines(100, (row) => (row < bad ? 'x' : '1'))}\n`;
    expect((await read(withBad(10))).columns[0]).toMatchObject({ kind: 'numeric', bad: 10 });
    expect((await read(withBad(11))).columns[0]).toMatchObject({ kind: 'category', distinct: 2 });
  });

  test('the longer head of a wide file is read on: text that begins in it costs no second pass', async () => {
    const width = 400;
    const names = Array.from({ length: width }, (_, column) => `c${column}`).join(',');
    const rest = ',123.456789012'.repeat(width - 1);
    const content = `${names}\n${lines(400, (row) => (row < 60 ? '' : `level ${row % 3}`) + rest)}\n`;
    const head = await inspectHead(sourceOf(content));
    // The first 256 KiB hold 50 rows, of which none has text.
    expect(head.rowsSeen).toBeGreaterThan(150);
    expect(head.columns[0]?.kind).toBe('category');
    const table = await read(content);
    expect(table).toMatchObject({ rows: 400, passes: 1 });
    expect(table.columns[0]).toMatchObject({ kind: 'category', missing: 60, distinct: 3 });
  });

  test('? is missing in numeric columns only and does not make one a category', async () => {
    const table = await read(`a,g\n${lines(20, (row) => (row % 2 ? '?,?' : '1,x'))}\n`);
    expect(table.columns).toMatchObject([
      { kind: 'numeric', missing: 10, bad: 0 },
      { kind: 'category', missing: 0, levels: ['?', 'x'], levelCounts: [10, 10] },
    ]);
  });

  test('dates of the usual forms, never numbers', async () => {
    for (const date of [
      '2024-01-31',
      '2024-01-31 10:00',
      '2024-01-31T10:00:00Z',
      '2024/01/31',
      '31/01/2024',
      '31.01.2024',
      '1/31/24',
      '31.1.2024 10:00:30',
    ]) {
      expect((await read(`d,y\n${date},1\n${date},2\n`)).columns[0]?.kind, date).toBe('date');
    }
    for (const text of ['2024-13-01', '99/99/2024', '1.2.3', '2024', '12-2024', '1-2', '10.5']) {
      expect((await read(`d,y\n${text},1\n${text},2\n`)).columns[0]?.kind, text).not.toBe('date');
    }
  });

  test('text found past the head makes the pass start again', async () => {
    const text = `zip,y\n${lines(200_000, (row) => `${row < 100_000 ? row : `AB${row % 5}`},1.5`)}\n`;
    const table = await read(text);
    expect(table.columns[0]).toMatchObject({ kind: 'category', distinct: 100_005 });
    expect(table).toMatchObject({
      passes: 2,
      passReasons: ['column "zip" turned out to hold text'],
      rows: 200_000,
    });
  });

  test('numbers found past the head make the pass start again', async () => {
    const text = `a,y\n${lines(400_000, (row) => `${row < 30_000 ? 'n0' : row},${'1234567890'.repeat(3)}`)}\n`;
    const table = await read(text);
    expect(table.columns[0]).toMatchObject({ kind: 'numeric', bad: 30_000 });
    expect(table.passReasons).toEqual(['column "a" turned out to hold numbers']);
  });

  test('the share counts for the whole file, however the pass was cut short', async () => {
    // After 1000 bad cells among 1001 numbers the pass restarts for text; over the whole file numbers are 96 %.
    const text = `a,pad\n${lines(120_000, (row) => `${row >= 60_000 && row < 64_800 ? 'x' : row},${'pad'.repeat(8)}`)}\n`;
    expect((await read(text)).columns[0]).toMatchObject({ kind: 'numeric', bad: 4800 });
    const early = `a,pad\n${lines(200_000, (row) => `${row >= 40_000 && row < 50_000 ? 'x' : row},${'pad'.repeat(10)}`)}\n`;
    const table = await read(early);
    expect(table.columns[0]).toMatchObject({ kind: 'numeric', bad: 10_000, missing: 0 });
    expect(table.passes).toBe(3);
  });
});

describe('levels', () => {
  test('stand in code-point order with their counts', async () => {
    const table = await read('g,y\nb,1\nZ,2\n\u{1f600},3\nb,4\n\uffee,5\nä,6\n a ,7\n"b",8\n');
    expect(table.columns[0]).toMatchObject({
      levels: ['Z', 'a', 'b', 'ä', '\uffee', '\u{1f600}'],
      levelCounts: [1, 1, 3, 1, 1, 1],
    });
    expect(await cellsOf(table, 'g')).toEqual(['b', 'Z', '\u{1f600}', 'b', '\uffee', 'ä', 'a', 'b']);
  });

  test('blanks within quotes are kept, others dropped', async () => {
    expect((await read('g,y\n" b ",1\n  b  ,2\n')).columns[0]?.levels).toEqual([' b ', 'b']);
  });

  test('more than a million are not held', async () => {
    const table = await read(`g\n${lines(1_000_200, (row) => `t${row}`)}\n`);
    const [column] = table.columns;
    expect(column).toMatchObject({ kind: 'category', levelsTruncated: true, distinct: 1_000_000 });
    expect(column?.levels).toHaveLength(1_000_000);
    expect((await read('g\na\nb\n')).columns[0]).not.toHaveProperty('levelsTruncated');
  }, 30_000);
});

describe('statistics', () => {
  test('are those of the finite cells', async () => {
    const table = await read('a,b\n1,1.5\n2,NA\n3,-2\n4,x\n,0\n5,1\n5,2\n6,3\n7,4\n8,5\n9,6\n10,7\n');
    const [a, b] = table.columns;
    expect(a).toMatchObject({
      kind: 'numeric',
      missing: 1,
      bad: 0,
      min: 1,
      max: 10,
      integer: true,
      distinct: 10,
    });
    expect(b).toMatchObject({ missing: 1, bad: 1, min: -2, max: 7, integer: false });
    expect(a?.mean).toBeCloseTo(60 / 11, 14);
    expect(a?.sd).toBeCloseTo(
      Math.sqrt([1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 10].reduce((sum, x) => sum + (x - 60 / 11) ** 2, 0) / 11),
      14,
    );
    expect(b?.sample).toEqual(['1.5', '-2', 'x', '0', '1']);
  });

  test('keep their digits far from zero and over many chunks', async () => {
    const table = await read(`a\n${lines(300_000, (row) => `${1e9 + (row % 3)}`)}\n`);
    expect(table.columns[0]?.mean).toBe(1e9 + 1);
    expect(table.columns[0]?.sd).toBeCloseTo(Math.sqrt(2 / 3), 12);
  });

  test('of a constant column are exact', async () => {
    const table = await read(`a\n${lines(200_000, () => '0.1')}\n`);
    expect(table.columns[0]).toMatchObject({ mean: 0.1, sd: 0, distinct: 1 });
  });

  test('stay finite for the largest numbers, before or after usual ones', async () => {
    const large = lines(130_000, () => '1e308');
    const usual = lines(130_000, () => '0.000001');
    for (const text of [`a\n${large}\n${usual}\n`, `a\n${usual}\n${large}\n`]) {
      const { mean, sd } = (await read(text)).columns[0] ?? { mean: 0, sd: 0 };
      expect(mean / 1e308).toBeCloseTo(0.5, 12);
      expect(sd / 1e308).toBeCloseTo(0.5, 12);
    }
  });

  test('distinct values are counted up to the cap', async () => {
    expect((await read(`a\n${lines(5000, (row) => `${row}`)}\n`)).columns[0]?.distinct).toBe(DISTINCT_CAP);
    expect((await read(`a\n${lines(500_000, (row) => `${row % 7}`)}\n`)).columns[0]?.distinct).toBe(7);
  });
});

describe('a pass', () => {
  test('tells its progress and can be stopped', async () => {
    const text = `a\n${lines(500_000, (row) => `${row}`)}\n`;
    const seen: number[] = [];
    const table = await read(text, { onProgress: ({ bytesRead, rows }) => seen.push(bytesRead + rows) });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen).toEqual([...seen].sort((x, y) => x - y));
    expect(table.bytes).toBe(text.length);
    const controller = new AbortController();
    const stopped = read(text, { signal: controller.signal, onProgress: () => controller.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'stopped' });
  });

  test('that does not fit into memory is repeated each time the rows are wanted', async () => {
    const content = 'a,g\n1,x\n2,y\n';
    let opened = 0;
    const source = {
      name: 'large.csv',
      size: content.length,
      open: () => {
        opened++;
        return sourceOf(content).open();
      },
    };
    const table = await readTable(source, { memoryLimitBytes: 8 });
    expect(table).toMatchObject({ inMemory: false, passes: 1, passReasons: [] });
    const before = opened;
    expect(await cellsOf(table, 'g')).toEqual(['x', 'y']);
    expect(opened).toBe(before + 1);
    expect(table.passes).toBe(1);
  });

  test('over a file that changed in between says so', async () => {
    let content = 'a\n1\n2\n';
    const source = { name: 'live.csv', size: null, open: () => sourceOf(content).open() };
    const table = await readTable(source, { memoryLimitBytes: 0 });
    content += '3\n';
    await expect(cellsOf(table, 'a')).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('live.csv changed'),
    });
  });
});

describe('inspectHead', () => {
  test('guesses columns from the start of a file and reads no more', async () => {
    let handedOut = 0;
    const whole = sourceOf(
      `day,g,y,none\n${lines(200_000, (row) => `2024-01-01,${row % 2 ? 'a' : 'b'},${row},`)}\n`,
      4096,
    );
    const source = {
      ...whole,
      async *open() {
        for await (const piece of whole.open()) {
          handedOut += piece.length;
          yield piece;
        }
      },
    };
    const info = await inspectHead(source);
    expect(handedOut).toBeLessThan(1 << 20);
    expect(info.names).toEqual(['day', 'g', 'y', 'none']);
    expect(info.columns.map(({ kind }) => kind)).toEqual(['date', 'category', 'numeric', 'empty']);
    expect(info.columns[2]).toMatchObject({ min: 0, sample: ['0', '1', '2', '3', '4'] });
    expect(info.rows[1]).toEqual(['2024-01-01', 'a', '1', '']);
    expect(info).toMatchObject({ complete: false, dialect: { delimiter: ',' } });
    expect(info.rowsSeen).toBeGreaterThan(1000);
  });

  test('a header longer than that is read whole', async () => {
    const header = lines(100_000, (column) => `column number ${column}`).replaceAll('\n', ',');
    const info = await inspectHead(sourceOf(`${header}\n`));
    expect(info.names).toHaveLength(100_000);
    expect(info.rowsSeen).toBe(0);
  });
});

test('a column named as categorical holds levels, however its cells are written', async () => {
  const rows = Array.from({ length: 500 }, (_, row) => `${row},${1 + (row % 3)}`).join('\n');
  const table = await read(`id,class\n${rows}\n`, { csv: { categorical: ['class'] } });
  const column = table.columns[1]!;
  expect(column).toMatchObject({ kind: 'category', distinct: 3, levels: ['1', '2', '3'] });
  expect((await cellsOf(table, 'class')).slice(0, 4)).toEqual(['1', '2', '3', '1']);
  expect(table.passes).toBe(1);
  expect(table.columns[0]!.kind).toBe('numeric');
});
