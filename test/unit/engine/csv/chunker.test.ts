import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Chunker, type TextChunk } from '../../../../src/engine/csv/chunker.ts';
import { readTable } from '../../../../src/engine/csv/reader.ts';
import { tokenize } from '../../../../src/engine/csv/tokenizer.ts';
import { snapshot, sourceOf } from './support.ts';

function cut(bytes: Uint8Array, nominal: number, pieces: number): TextChunk[] {
  const chunker = new Chunker(44, nominal);
  const chunks: TextChunk[] = [];
  for (let at = 0; at < bytes.length; at += pieces)
    chunks.push(...chunker.push(bytes.slice(at, at + pieces)));
  return [...chunks, ...chunker.finish()];
}

const textOf = ({ bytes, length }: TextChunk): string => new TextDecoder().decode(bytes.subarray(0, length));
const rowsOf = (text: string): string[][] => {
  const bytes = new TextEncoder().encode(text);
  return [...tokenize(bytes, 0, bytes.length, 44)].map(({ cells }) => cells.map((cell) => cell.text));
};

const soup = fc
  .array(fc.constantFrom('a', '1', '"', '"', '""', ',', ',', '\n', '\r', '\r\n', ' ', 'é'), { maxLength: 60 })
  .map((parts) => parts.join(''));

describe('Chunker', () => {
  test('cuts the same chunks however the bytes arrive, and loses none', () => {
    fc.assert(
      fc.property(soup, fc.integer({ min: 1, max: 20 }), (text, nominal) => {
        const bytes = new TextEncoder().encode(text);
        const whole = cut(bytes, nominal, bytes.length + 1);
        for (const pieces of [1, 2, 3, 7]) {
          const again = cut(bytes, nominal, pieces);
          expect(again.map(textOf)).toEqual(whole.map(textOf));
          expect(again.map(({ unclosedAt }) => unclosedAt)).toEqual(
            whole.map(({ unclosedAt }) => unclosedAt),
          );
        }
        const ended = text === '' || /[\r\n]$/.test(text) ? text : `${text}\n`;
        expect(whole.map(textOf).join('')).toBe(ended);
      }),
      { numRuns: 2000 },
    );
  });

  test('never cuts a row, whatever is in quotes', () => {
    fc.assert(
      fc.property(soup, fc.integer({ min: 1, max: 20 }), (text, nominal) => {
        const chunks = cut(new TextEncoder().encode(text), nominal, 5);
        if (chunks.some(({ unclosedAt }) => unclosedAt >= 0)) return;
        expect(chunks.flatMap((chunk) => rowsOf(textOf(chunk)))).toEqual(rowsOf(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('tells where a quote is never closed, and does not hold a whole file for it', () => {
    const [chunk] = cut(new TextEncoder().encode('1,"abc\n2,d\n'), 4, 3);
    expect(chunk).toMatchObject({ unclosedAt: 2, length: 11 });
    const endless = new Chunker(44, 64);
    const piece = new TextEncoder().encode('x'.repeat(1 << 20));
    let taken = 0;
    for (const start = new TextEncoder().encode('"'); taken < 40; taken++) {
      if ([...endless.push(taken === 0 ? start : piece)].length > 0) break;
    }
    expect(taken).toBeLessThan(20);
  });

  test('uses bytes again that are given back', () => {
    const chunker = new Chunker(44, 4);
    const text = new TextEncoder().encode('11,22\n33,44\n55,66\n');
    const seen: string[] = [];
    for (const chunk of chunker.push(text)) {
      seen.push(textOf(chunk));
      chunker.recycle(chunk.bytes);
    }
    for (const chunk of chunker.finish()) seen.push(textOf(chunk));
    expect(seen).toEqual(['11,22\n', '33,44\n', '55,66\n']);
  });
});

describe('a file of several chunks', () => {
  const lines = Array.from({ length: 60_000 }, (_, row) => {
    const text = row % 7 === 0 ? `"two\nlines ${row % 50}"` : `level ${row % 31}`;
    const number = row % 1000 === 17 ? 'oops' : row / 8;
    return `${number},${text},${row % 3 === 0 ? '' : row}`;
  });
  const text = `a,b,c\n${lines.join('\r\n')}`;

  test('reads the same however it arrives, in memory or read again', async () => {
    const first = await readTable(sourceOf(text, 1 << 16));
    expect(first).toMatchObject({ rows: 60_000, passes: 1, inMemory: true });
    const wanted = await snapshot(first);
    expect((wanted as { blocks: unknown[] }).blocks.length).toBeGreaterThan(1);
    for (const [pieces, memoryLimitBytes] of [
      [777, 1e9],
      [1 << 22, 1e9],
      [12_345, 0],
    ] as const) {
      const again = await readTable(sourceOf(text, pieces), { memoryLimitBytes });
      expect(again.inMemory).toBe(memoryLimitBytes > 0);
      expect(await snapshot(again)).toEqual(wanted);
    }
  });

  test('has its problems at the right lines and rows', async () => {
    const table = await readTable(sourceOf(text));
    expect(table.problemCounts).toEqual({ 'bad-number': 60 });
    const all = text.split(/\r?\n/);
    for (const { place, row, message } of table.problems) {
      expect(all[place.line - 1]?.slice(place.column - 1, place.column - 1 + (place.length ?? 0))).toBe(
        'oops',
      );
      expect((row ?? 0) % 1000).toBe(17);
      expect(message).toBe('"oops" in column "a" is not a number; it is treated as missing.');
    }
  });
});
