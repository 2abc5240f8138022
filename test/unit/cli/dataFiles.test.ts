import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openData } from '../../../src/cli/dataFiles.ts';
import { readTable } from '../../../src/engine/index.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ridgeline-files-'));
  const write = (name: string, content: string | Uint8Array) =>
    writeFileSync(path.join(folder, name), content);
  mkdirSync(path.join(folder, 'more'));
  write('b.csv', 'a,y\n3,4\n');
  write('a.csv', 'a,y\n1,2\n');
  write('c.csv.gz', gzipSync('a,y\n5,6\n'));
  write('.hidden.csv', 'x\n1\n');
  write('notes.txt', 'nothing');
  write('more/a.csv', 'a,y\n7,8\n');
  write('odd[1].csv', 'a,y\n9,9\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

async function valuesOf(...names: string[]) {
  const { source, csv } = await openData(
    names.map((name) => path.join(folder, name)),
    {},
  );
  const values: number[] = [];
  for await (const { columns } of (await readTable(source, { csv })).blocks()) values.push(...columns[0]!);
  return { name: source.name, values };
}

describe('files to read', () => {
  test('are one, with the options as they are', async () => {
    expect(await valuesOf('a.csv')).toEqual({ name: 'a.csv', values: [1] });
    expect(await valuesOf('odd[1].csv')).toMatchObject({ values: [9] });
  });

  test('are those of a folder by name, but for hidden ones and other kinds', async () => {
    expect(await valuesOf('')).toEqual({ name: path.basename(folder), values: [1, 3, 5, 9] });
  });

  test('are those of a pattern, in the order of their names', async () => {
    expect(await valuesOf('[a-c].csv')).toEqual({ name: '[a-c].csv', values: [1, 3] });
    expect(await valuesOf('**/a.csv')).toMatchObject({ values: [1, 7] });
    expect(await valuesOf('{a,b}.csv*')).toMatchObject({ values: [1, 3] });
  });

  test('are several by name, each once, and told apart by their folders', async () => {
    expect(await valuesOf('b.csv', 'a.csv', 'b.csv')).toEqual({ name: 'b.csv and 1 more', values: [3, 1] });
    const { name } = await valuesOf('a.csv', 'more/a.csv');
    expect(name).toBe(`${path.join(folder, 'a.csv')} and 1 more`);
  });

  test('that are not there are refused with the path', async () => {
    await expect(valuesOf('none.csv')).rejects.toMatchObject({ code: 'unreadable' });
    await expect(valuesOf('*.tsv')).rejects.toMatchObject({
      message: expect.stringMatching(/^No file matches/),
    });
    mkdirSync(path.join(folder, 'empty'), { recursive: true });
    await expect(valuesOf('empty')).rejects.toMatchObject({
      message: expect.stringContaining('holds no .csv'),
    });
  });
});
