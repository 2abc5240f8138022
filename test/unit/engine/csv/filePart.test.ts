import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Chunker } from '../../../../src/engine/csv/chunker.ts';
import { partCount, readPart } from '../../../../src/engine/csv/filePart.ts';

const COMMA = 44;
const LF = 10;
const find = (bytes: Uint8Array, byte: number) => bytes.indexOf(byte);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function chunksOf(data: Uint8Array, nominal: number): string[] {
  const chunker = new Chunker(COMMA, nominal);
  const chunks = [...chunker.push(data), ...chunker.finish()];
  return chunks.map(({ bytes, length }) => decode(bytes.subarray(0, length)));
}

/** The parts in order until one is refused; an empty text for each in which no row begins. */
function partsOf(file: Uint8Array, dataStart: number, chunkBytes: number): (string | null)[] {
  const plain = { path: 'made', size: file.length, dataStart, chunkBytes };
  const readAt = (into: Uint8Array, position: number) => {
    const piece = file.subarray(position, position + into.length);
    into.set(piece);
    return piece.length;
  };
  let room = new Uint8Array(0);
  return Array.from({ length: partCount(plain) }, (_, part) => {
    // Whatever was there before must not matter.
    room = new Uint8Array(8192 * 4).fill(LF);
    const rows = readPart(plain, part, readAt, (length) => room.subarray(0, length), find);
    return rows && decode(rows.bytes.subarray(rows.start, rows.end));
  });
}

const plainSoup = fc
  .array(fc.constantFrom('a', '1', ',', '\n', '\r', '\r\n', ' ', 'é', '12345678'), { maxLength: 60 })
  .map((parts) => parts.join(''));

describe('a part of a file', () => {
  test('holds what the chunk of the same number holds, wherever it is cut', () => {
    fc.assert(
      fc.property(plainSoup, fc.integer({ min: 1, max: 24 }), fc.nat(5), (text, nominal, dataStart) => {
        const data = new TextEncoder().encode(text);
        const file = new Uint8Array(dataStart + data.length);
        file.set(data, dataStart);
        const parts = partsOf(file, dataStart, nominal);
        expect(parts.filter((part) => part !== '')).toEqual(chunksOf(data, nominal));
      }),
      { numRuns: 4000 },
    );
  });

  test('is refused where it holds a quote, and so is one that the file no longer holds', () => {
    const file = new TextEncoder().encode('1,2\n3,4\n5,"6\n7"\n8,9\n');
    expect(partsOf(file, 0, 8)).toEqual(['1,2\n3,4\n', null, '8,9\n']);
    const gone = { path: 'made', size: 100, dataStart: 0, chunkBytes: 50 };
    expect(
      readPart(
        gone,
        1,
        () => 0,
        (length) => new Uint8Array(length),
        find,
      ),
    ).toBeNull();
  });
});

describe('chunks cut from a row on', () => {
  test('are those that are cut from the start', () => {
    const text = new TextEncoder().encode('11,22\n"3\n3",44\n55,66\n77,88\n99,00\n');
    const all = chunksOf(text, 10);
    const from = all[0]?.length ?? 0;
    const chunker = new Chunker(COMMA, 10, find, from);
    const rest = [...chunker.push(text.subarray(from)), ...chunker.finish()];
    expect(rest.map(({ bytes, length }) => decode(bytes.subarray(0, length)))).toEqual(all.slice(1));
    expect(all.length).toBeGreaterThan(2);
  });
});
