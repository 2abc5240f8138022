import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { detectEncoding } from '../../../../src/engine/csv/encoding.ts';
import { readTable } from '../../../../src/engine/csv/reader.ts';
import type { ByteSource } from '../../../../src/engine/csv/types.ts';
import { cellsOf, read, sourceOf } from './support.ts';

const text = 'größe,stadt\n1.5,Köln\n2.5,Zürich\n3.5,Kön\n4.5,Genève\n';
const utf16 = (content: string): Buffer => Buffer.from(content, 'utf16le');
/** "城市,人口" and rows with Chinese city names, in GB18030. */
const chinese = Buffer.from(
  'b3c7caa12cc8cbbfda0ab1b1beA92c310acfc9ccbf2c320ab9e3d6dd2c330a'.toLowerCase(),
  'hex',
);

describe('encodings', () => {
  test('are found out', async () => {
    for (const [name, bytes, encoding] of [
      ['UTF-8', Buffer.from(text), 'utf8'],
      ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf8'],
      ['Latin-1', Buffer.from(text, 'latin1'), 'windows1252'],
      ['UTF-16 with a mark', utf16(`\ufeff${text}`), 'utf16le'],
      ['UTF-16', utf16(text), 'utf16le'],
      ['big-endian UTF-16 with a mark', utf16(`\ufeff${text}`).swap16(), 'utf16be'],
      ['big-endian UTF-16', utf16(text).swap16(), 'utf16be'],
    ] as const) {
      for (const pieces of [1, 2, 3, 1000]) {
        const table = await readTable(sourceOf(new Uint8Array(bytes), pieces));
        expect(table.dialect.encoding, name).toBe(encoding);
        expect(await cellsOf(table, 'größe'), name).toEqual([1.5, 2.5, 3.5, 4.5]);
        expect(table.columns[1]?.levels, name).toEqual(['Genève', 'Köln', 'Kön', 'Zürich']);
      }
    }
  });

  test('GB18030 is told from Windows-1252 by its pairs', async () => {
    const table = await read(new Uint8Array(chinese));
    expect(table.dialect.encoding).toBe('gb18030');
    expect(table.columns.map(({ name }) => name)).toEqual(['城市'.replace('市', '省'), '人口']);
    expect(table.columns[0]?.levels).toContain('北京');
    expect(
      detectEncoding(new Uint8Array(Buffer.from('Éric,Élodie,çà et là, ÀÉÈ\n', 'latin1')), true).encoding,
    ).toBe('windows1252');
  });

  test('the characters of Windows-1252 that Latin-1 does not have', async () => {
    const bytes = Uint8Array.of(...Buffer.from('g,y\n'), 0x80, 0x93, ...Buffer.from(',1\n'));
    expect((await read(bytes)).columns[0]?.levels).toEqual(['€“']);
    expect((await read(bytes, { csv: { encoding: 'latin1' } })).columns[0]?.levels).toEqual(['\u0080\u0093']);
  });

  test('may be given, and what they do not know is told', async () => {
    const table = await read(new Uint8Array(Buffer.from(text, 'latin1')), { csv: { encoding: 'utf8' } });
    expect(table.dialect.encoding).toBe('utf8');
    expect(table.problemCounts).toEqual({ undecodable: 4 });
    expect(table.problems[0]).toMatchObject({ place: { line: 2, column: 5 }, row: 0, column: 1 });
  });

  test('cells that differ only in what is not known are one level', async () => {
    const bytes = Uint8Array.of(
      ...Buffer.from('g,y\n'),
      0xe9,
      ...Buffer.from(',1\n'),
      0xe8,
      ...Buffer.from(',2\n'),
    );
    const table = await read(bytes, { csv: { encoding: 'utf8' } });
    expect(table.columns[0]).toMatchObject({ levels: ['\ufffd'], levelCounts: [2] });
  });

  test('a head that ends within a character is UTF-8 all the same', async () => {
    for (const shift of ['', 'x', 'xy', 'xyz']) {
      const table = await read(`g,y\n${`${shift}😀é,1\n`.repeat(200_000)}`);
      expect(table.dialect.encoding).toBe('utf8');
      expect(table.columns[0]?.levels).toEqual([`${shift}😀é`]);
    }
  });

  test('a file that stops being UTF-8 past its head is read again', async () => {
    const lines = Array<string>(150_000).fill('1,plain').join('\n');
    const bytes = new Uint8Array(Buffer.from(`a,g\n${lines}\n2,Köln\n`, 'latin1'));
    const table = await read(bytes);
    expect(table.dialect.encoding).toBe('windows1252');
    expect(table.columns[1]?.levels).toEqual(['Köln', 'plain']);
    expect(table.passReasons).toEqual(['a later part of the file turned out not to be UTF-8']);
  });
});

describe('gzip', () => {
  test('is recognised by its bytes, whatever the name; several members too', async () => {
    for (const zipped of [
      gzipSync(text),
      Buffer.concat([gzipSync(text.slice(0, 20)), gzipSync(text.slice(20))]),
    ]) {
      for (const pieces of [1, 7, 1000]) {
        const table = await readTable(sourceOf(new Uint8Array(zipped), pieces));
        expect(table.dialect).toMatchObject({ gzip: true, encoding: 'utf8' });
        expect(table.bytes).toBe(zipped.length);
        expect(await cellsOf(table, 'größe')).toEqual([1.5, 2.5, 3.5, 4.5]);
      }
    }
  });

  test('UTF-16 inside', async () => {
    expect((await read(new Uint8Array(gzipSync(utf16(text))))).dialect).toMatchObject({
      gzip: true,
      encoding: 'utf16le',
    });
  });

  test('damaged or cut off: a clear error', async () => {
    const zipped = new Uint8Array(
      gzipSync(Buffer.from(`a\n${Array.from({ length: 9999 }, (_, row) => row * 7.3).join('\n')}`)),
    );
    const damaged = zipped.slice();
    damaged.fill(0x55, 1000, 1100);
    for (const bytes of [zipped.slice(0, zipped.length >> 1), damaged, zipped.slice(0, 5)]) {
      await expect(read(bytes)).rejects.toMatchObject({
        code: 'unreadable',
        message: expect.stringContaining('gzip'),
      });
    }
  });

  test('what the source fails with passes through', async () => {
    const zipped = new Uint8Array(
      gzipSync(Buffer.from(`a\n${Array.from({ length: 9999 }, (_, row) => row * 7.3).join('\n')}`)),
    );
    const source: ByteSource = {
      name: 'far.csv.gz',
      size: null,
      async *open() {
        yield zipped.slice(0, 5000);
        throw new Error('The share is gone.');
      },
    };
    await expect(readTable(source)).rejects.toThrow('The share is gone.');
  });
});
