import { describe, expect, test } from 'vitest';
import { readTable } from '../../../../src/engine/csv/reader.ts';
import { cellsOf, read, sourceOf } from './support.ts';

const names = async (text: string, csv = {}): Promise<string[]> =>
  (await read(text, { csv })).columns.map(({ name }) => name);

describe('delimiter', () => {
  test('is the one that cuts rows most evenly, quotes respected', async () => {
    for (const [text, delimiter] of [
      ['a,b\n1,2\n3,4\n', ','],
      ['a;b\n1,5;2,5\n3,25;4,5\n', ';'],
      ['1,5;2,5\n3,25;4,5\n', ';'],
      ['a\tb\n1,5\t2\n', '\t'],
      ['a|b|c\n1|x, y|2\n2|z|3\n', '|'],
      ['a;b\n"x,y,z";1\n"x,y";2\n', ';'],
      ['name,text\n1,"a;b;c"\n2,"d;e"\n', ','],
      ['y\n1\n2\n', ','],
      ['words\nhello there\nmore words\n', ','],
    ] as const) {
      expect((await read(text)).dialect.delimiter, text).toBe(delimiter);
    }
  });

  test('may be named by a first line, as spreadsheets write it', async () => {
    const table = await read('sep=|\r\na|b\r\n1|2\r\n');
    expect(table.dialect).toMatchObject({ delimiter: '|', titleLines: 1 });
    expect(table.columns.map(({ name }) => name)).toEqual(['a', 'b']);
    expect((await read('sep=,\na,b\n1,2\n')).columns.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('is favoured as a tab by the file name only among equals', async () => {
    expect((await readTable(sourceOf('a\tb,c\n1\t2,3\n', 100, 'x.tsv'))).dialect.delimiter).toBe('\t');
    expect((await readTable(sourceOf('a,b\n1,2\n', 100, 'x.tsv'))).dialect.delimiter).toBe(',');
  });

  test('is never a letter or digit, but may be given as any ASCII character', async () => {
    expect((await read('xaxbx\nxaxbx\n')).columns).toHaveLength(1);
    expect(await names('a:b\n1:2\n', { delimiter: ':' })).toEqual(['a', 'b']);
    expect(await names('a b\n1 2\n', { delimiter: ' ' })).toEqual(['a', 'b']);
    await expect(read('a,b\n', { csv: { delimiter: '\n' } })).rejects.toMatchObject({ code: 'bad-spec' });
    await expect(read('a,b\n', { csv: { delimiter: '"' } })).rejects.toMatchObject({ code: 'bad-spec' });
    await expect(read('a,b\n', { csv: { delimiter: '§' } })).rejects.toMatchObject({ code: 'bad-spec' });
  });
});

describe('decimal mark', () => {
  test('is a comma only where it does not delimit and the numbers need it', async () => {
    expect(await cellsOf(await read('a;b\n1,5;2\n2,25;3\n'), 'a')).toEqual([1.5, 2.25]);
    expect(await cellsOf(await read('a;b\n1.234,5;2\n10.000,25;3\n'), 'a')).toEqual([1234.5, 10000.25]);
    expect(await cellsOf(await read('a;b\n1.5;2\n2.25;3\n'), 'a')).toEqual([1.5, 2.25]);
    expect(await cellsOf(await read('a\tb\n1,234.5\t2\n10,000\t3\n'), 'a')).toEqual([1234.5, 10000]);
  });

  test('of cells that may be either: a comma in European files, thousands elsewhere', async () => {
    expect(await cellsOf(await read('a;b\n1,234;2\n'), 'a')).toEqual([1.234]);
    expect(await cellsOf(await read('a\tb\n1,234\t2\n'), 'a')).toEqual([1234]);
  });

  test('"1,5" between commas is text, not fifteen', async () => {
    const table = await read('a,b\n"1,5",2\n"2,5",3\n');
    expect(table.columns[0]?.kind).toBe('category');
    const forced = await read('a,b\n"1,5",2\n3,"4,5"\n', { csv: { decimal: ',' } });
    expect(await cellsOf(forced, 'a')).toEqual([1.5, 3]);
    expect(await cellsOf(forced, 'b')).toEqual([2, 4.5]);
  });
});

describe('header', () => {
  test('is found by what it holds', async () => {
    for (const [text, header] of [
      ['a,b\n1,2\n', true],
      ['1,2\n3,4\n', false],
      ['5.1,3.5,setosa\n4.9,3.0,setosa\n7.0,3.2,versicolor\n', false],
      ['2024-01-01,x\n2024-01-02,y\n', false],
      [',b,\n1,2,3\n', true],
      ['name,colour\nann,red\nbob,blue\n', true],
      ['red,big\nblue,big\nred,big\nred,small\nblue,small\n', false],
      ['country,1990,1991,1992\nNorway,1.5,2.5,3.5\nPeru,2,3,4\n', true],
      ['y\n1\n', true],
      ['NA,1\n2,3\n', false],
    ] as const) {
      expect((await read(text)).dialect.header, text).toBe(header);
    }
  });

  test('may be given', async () => {
    expect(await names('1,2\n3,4\n', { header: true })).toEqual(['1', '2']);
    const table = await read('a,b\nc,d\n', { csv: { header: false } });
    expect(table.rows).toBe(2);
    expect(table.columns.map(({ name }) => name)).toEqual(['column_1', 'column_2']);
  });

  test('gives every column a name of its own', async () => {
    expect(await names('x,x,x\n1,2,3\n')).toEqual(['x', 'x_2', 'x_3']);
    expect(await names('x,x,x_2,x_2\n1,2,3,4\n')).toEqual(['x', 'x_3', 'x_2', 'x_2_2']);
    expect(await names(',column_1,,b\n1,2,3,4\n')).toEqual(['column_1_2', 'column_1', 'column_3', 'b']);
    expect(await names('\u200b a \ufeff,"b"\n1,2\n')).toEqual(['a', 'b']);
    expect(await names('constructor,constructor,__proto__\n1,2,3\n')).toEqual([
      'constructor',
      'constructor_2',
      '__proto__',
    ]);
  });

  test('longer than its rows: unnamed last columns without values are none', async () => {
    expect(await names('a,b,\n1,2,\n3,4,\n')).toEqual(['a', 'b']);
    expect(await names('a,b,,\n1,2\n3,4\n')).toEqual(['a', 'b']);
    expect(await names('a,b\n1,2,\n3,4,\n')).toEqual(['a', 'b']);
    expect(await names('a,b,\n1,2,5\n3,4,\n')).toEqual(['a', 'b', 'column_3']);
    expect(await names('a,,b\n1,,2\n')).toEqual(['a', 'column_2', 'b']);
  });

  test('shorter than its rows by the row names: these are the first column', async () => {
    const table = await read('mpg,cyl\nMazda,21,6\nDatsun,22.8,4\n');
    expect(table.columns.map(({ name }) => name)).toEqual(['column_1', 'mpg', 'cyl']);
    expect(await cellsOf(table, 'cyl')).toEqual([6, 4]);
    expect(table.problems).toEqual([]);
  });

  test('an unnamed last column that holds values only far below is found by reading again', async () => {
    const lines = Array<string>(200_000).fill('1,2,').join('\n');
    const table = await read(`a,b,\n${lines}\n1,2,3\n`);
    expect(table.columns.map(({ name }) => name)).toEqual(['a', 'b', 'column_3']);
    expect(table).toMatchObject({
      passes: 2,
      passReasons: ['a column without a name turned out to hold values'],
    });
  });
});

describe('title lines', () => {
  test('before the header are no data', async () => {
    for (const [text, titleLines] of [
      ['Title\na,b\n1,2\n3,4\n', 1],
      ['Title\n\nmade by me\n\na,b\n1,2\n3,4\n', 4],
      ['Title,,\na,b,c\n1,2,3\n3,4,5\n', 1],
      ['# made, by me\na,b,c\n1,2,3\n3,4,5\n', 1],
      ['\n\na,b\n1,2\n', 0],
      ['a,b\n1\n2,3\n4,5\n', 0],
    ] as const) {
      const table = await read(text);
      expect(table.dialect.titleLines, text).toBe(titleLines);
      expect(table.columns[0]?.name, text).toBe('a');
    }
  });
});

describe('blanks around cells', () => {
  test('do not belong to numbers or unquoted text', async () => {
    const table = await read('a, b , c\n 1,  2.5 , x\n-3 , +4,y \n');
    expect(table.columns.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(await cellsOf(table, 'a')).toEqual([1, -3]);
    expect(await cellsOf(table, 'b')).toEqual([2.5, 4]);
    expect(await cellsOf(table, 'c')).toEqual(['x', 'y']);
    const spaced = await read('a b\n1 2\n 3\n', { csv: { delimiter: ' ' } });
    expect(await cellsOf(spaced, 'a')).toEqual([1, null]);
    expect(await cellsOf(spaced, 'b')).toEqual([2, 3]);
  });
});

describe('missing tokens', () => {
  test('of the user replace the default ones', async () => {
    const text = 'a,g\n1,x\nNA,NA\n-99,-99\n?,?\n';
    const usual = await read(text);
    expect(await cellsOf(usual, 'a')).toEqual([1, null, -99, null]);
    expect(await cellsOf(usual, 'g')).toEqual(['x', null, '-99', '?']);
    const own = await read(text, { csv: { missingTokens: ['-99', '?'] } });
    expect(await cellsOf(own, 'g')).toEqual(['x', 'NA', null, null]);
  });
});
