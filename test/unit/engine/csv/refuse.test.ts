import { describe, expect, test } from 'vitest';
import { read } from './support.ts';

describe('refusals', () => {
  test('of other kinds of file say what they are and what to do', async () => {
    const random = Uint8Array.from({ length: 500 }, (_, index) => (index * 7919) % 251);
    for (const [bytes, message] of [
      [[0x50, 0x4b, 3, 4, ...random], /Excel workbook.*save it as CSV/],
      [[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, ...random], /Excel 97/],
      [[...Buffer.from('PAR1'), ...random], /Parquet.*export it as CSV/],
      [[...Buffer.from('%PDF-1.4\n'), ...random], /PDF/],
      [[...Buffer.from('BZh9'), ...random], /bzip2/],
      [[...random], /binary/],
    ] as const) {
      await expect(read(Uint8Array.from(bytes))).rejects.toMatchObject({
        code: 'not-a-csv',
        message: expect.stringMatching(message),
      });
    }
  });

  test('of JSON and web pages, but not of headers that look a little like them', async () => {
    for (const text of [
      '{"a": 1}',
      '[{"a":1}]',
      '[1,2]',
      ' {\n "a":1}',
      '<!DOCTYPE html><p>',
      '<html>',
      '<?xml version="1.0"?>',
    ]) {
      await expect(read(text), text).rejects.toMatchObject({ code: 'not-a-csv' });
    }
    for (const text of ['[id],[name]\n1,2\n', '{x},y\n1,2\n', '<img src=x>,y\n1,2\n', 'BZh,PAR\n1,2\n']) {
      expect((await read(text)).rows, text).toBe(1);
    }
  });

  test('of nothing', async () => {
    for (const text of ['', '\n', ' \r\n\t\n', '\ufeff', '\ufeff\n']) {
      await expect(read(text), JSON.stringify(text)).rejects.toMatchObject({ code: 'empty-file' });
    }
  });
});
