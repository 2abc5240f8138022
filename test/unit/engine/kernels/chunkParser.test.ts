import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CellKind, type Layout } from '../../../../src/engine/csv/layout.ts';
import { ChunkParser } from '../../../../src/engine/csv/parseChunk.ts';
import { chunkParser } from '../../../../src/engine/kernels/index.ts';
import { KernelChunkParser } from '../../../../src/engine/kernels/kernelChunkParser.ts';
import { stream } from '../../../../src/engine/random.ts';
import { kernels } from './support.ts';

const loaded = kernels();

function layoutOf(kinds: readonly CellKind[], changes: Partial<Layout> = {}): Layout {
  const missing = ['NA', 'null', '-', 'a token of more bytes'];
  const form = { delimiter: 44, decimal: 46, transcoded: false };
  return { ...form, kinds, textMissing: missing, numberMissing: [...missing, '?'], ...changes };
}

/** Both parsers' results for the same chunks, compared in every bit; cells copied out, and left where they are. */
function compare(chunks: readonly Uint8Array[], layout: Layout): void {
  for (const lends of [false, true]) {
    const kernel = new KernelChunkParser(loaded, layout, undefined, lends);
    const parsed = chunks.map((chunk) => kernel.parse(chunk, 0, chunk.length));
    // Memory that grows takes away the views that were there.
    loaded.heap.release(loaded.heap.allocate(64 * 65_536));
    for (const [at, chunk] of chunks.entries()) {
      const expected = new ChunkParser(layout).parse(chunk, 0, chunk.length);
      const renewed = kernel.renewed(parsed[at]!);
      assert.deepEqual({ ...renewed, columns: renewed.columns.map((cells) => cells.slice()) }, expected);
      kernel.release(parsed[at]!);
    }
    kernel.dispose();
  }
}

const kinds = fc.array(fc.constantFrom(CellKind.number, CellKind.text), { minLength: 1, maxLength: 6 });
const number = fc.oneof(
  fc.double().map(String),
  fc.integer().map(String),
  fc.tuple(fc.integer({ min: -999, max: 999 }), fc.nat({ max: 999_999 })).map(([a, b]) => `${a}.${b}`),
  fc.stringMatching(/^[-+]?[0-9]{0,22}[.,]?[0-9]{0,22}([eE][-+]?[0-9]{0,3})?$/),
);
const odd = fc.constantFrom(
  ...[
    '',
    ' ',
    '  1.5',
    '1.5 ',
    '"2.5"',
    '"2.5" ',
    '"2.5"x',
    '"1,5"',
    '1e5',
    '1E-3',
    '-',
    '--1',
    '+7',
    '.5',
    '5.',
  ],
  ...[
    'NA',
    ' NA',
    '"NA"',
    '?',
    'null',
    'inf',
    '-Infinity',
    'NaN',
    '0x10',
    '1_000',
    '1 000',
    '\u00a05',
    '\u22125',
  ],
  ...[
    'a token of more bytes',
    'a',
    '"a"',
    ' a',
    '"a""b"',
    '"a\nb"',
    '"a\r\nb"',
    '"a,b"',
    'a"b',
    '"open',
    'é',
    '\0',
  ],
  ...[
    'ein langer Text mit mehr als sechzehn Bytes',
    '\t',
    '\t1',
    '1\t',
    '.',
    '-.',
    '-0',
    '-0.0',
    '00012',
    '1e',
    '""',
  ],
);
const cell = fc.oneof(
  { weight: 3, arbitrary: number },
  { weight: 2, arbitrary: odd },
  fc.string({ maxLength: 20 }),
);
const lineEnd = fc.constantFrom('\n', '\n', '\r\n', '\r', '\n\n', '\n \t\r\n');
const row = fc.tuple(fc.array(cell, { minLength: 1, maxLength: 8 }), lineEnd);

it('gives what the careful parser gives, for rows of anything', () => {
  const form = fc.record({
    delimiter: fc.constantFrom(44, 59, 9, 32, 124),
    decimal: fc.constantFrom(46, 44),
    transcoded: fc.boolean(),
  });
  const rows = fc.array(row, { maxLength: 40 });
  fc.assert(
    fc.property(kinds, form, rows, rows, (columns, changes, ...texts) => {
      const delimiter = String.fromCharCode(changes.delimiter);
      const chunks = texts.map((lines) =>
        new TextEncoder().encode(lines.map(([cells, end]) => cells.join(delimiter) + end).join('')),
      );
      compare(chunks, layoutOf(columns, changes));
    }),
    { numRuns: 400 },
  );
});

it('gives what the careful parser gives, for any bytes', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .array(fc.constantFrom(...new TextEncoder().encode('0123456789.,-"\n\r eE+\0é\t')), { maxLength: 300 })
      .map((some) => Uint8Array.from(some)),
  );
  fc.assert(
    fc.property(kinds, bytes, (columns, some) => {
      compare([Uint8Array.of(...some, 10)], layoutOf(columns));
    }),
    { numRuns: 400 },
  );
});

it('reads decimals as Number() does', () => {
  const random = stream(5, 'decimals');
  const digits = (most: number) =>
    Array.from({ length: Math.floor(random.uniform() * (most + 1)) }, () =>
      Math.floor(random.uniform() * 10),
    ).join('');
  const texts = Array.from({ length: 50_000 }, (_, at) => {
    const sign = at % 2 ? '-' : '';
    if (at % 5 === 0) return `${random.normal() * 10 ** Math.floor(random.uniform() * 60 - 30)}`;
    if (at % 5 === 1) return `${sign}${digits(18)}.${digits(18)}1`;
    if (at % 5 === 2) return `${sign}1${digits(20)}e${Math.floor(random.uniform() * 700 - 350)}`;
    return `${sign}${digits(6)}1.${digits(8)}`;
  });
  const chunk = new TextEncoder().encode(`${texts.join('\n')}\n`);
  const parser = new KernelChunkParser(loaded, layoutOf([CellKind.number]));
  const [values] = parser.parse(chunk, 0, chunk.length).columns;
  parser.dispose();
  const expected = Float64Array.from(texts, (text) =>
    Number.isFinite(Number(text)) ? Number(text) : Number.NaN,
  );
  assert.deepEqual(values, expected);
});

it('knows more texts than its tables hold, and columns of many kinds', () => {
  const random = stream(9, 'texts');
  const lines = Array.from({ length: 6000 }, (_, at) => {
    const id = Math.floor(random.uniform() * 5000);
    return `${at},"level ${id % 7}",${id},a rather long identifier ${id},${random.normal()}`;
  });
  const chunk = new TextEncoder().encode(`${lines.join('\r\n')}\r\n`);
  compare([chunk, chunk.slice(), chunk], layoutOf([0, 1, 1, 1, 0]));
});

it('sees text that is no UTF-8 each time it appears', () => {
  const line = [
    195, 44, 0xed, 0xa0, 0x80, 44, 0xef, 0xbf, 0xbd, 44, 0xf0, 0x9f, 0x98, 0x80, 44, 0xc3, 0xa9, 10,
  ];
  const chunk = Uint8Array.from([...line, ...line, ...line]);
  for (const transcoded of [true, false]) compare([chunk, chunk], layoutOf([1, 1, 1, 1, 1], { transcoded }));
});

it('leaves every cell to the careful parser where a token for no value is spelled like a number', () => {
  const layout = layoutOf([0, 0], { numberMissing: ['-999', '1e5'] });
  const chunk = new TextEncoder().encode('-999,1e5\n1,2\n -999,1E5\n');
  const parser = chunkParser(loaded, layout);
  assert.deepEqual(
    parser.parse(chunk, 0, chunk.length),
    new ChunkParser(layout).parse(chunk, 0, chunk.length),
  );
  parser.dispose();
});

it('reads a chunk from the middle of its bytes', () => {
  const chunk = new TextEncoder().encode('9,9\n1,x\n2,"y"\n3,z\n9');
  const layout = layoutOf([CellKind.number, CellKind.text]);
  const parser = new KernelChunkParser(loaded, layout);
  expect(parser.parse(chunk, 4, 18)).toEqual(new ChunkParser(layout).parse(chunk, 4, 18));
  parser.dispose();
});

it('does not let a chunk of other rows change the statistics', () => {
  const layout = layoutOf([0, 0, 0, 0, 0]);
  const random = stream(2, 'statistics');
  const lines = Array.from({ length: 700 }, (_, at) =>
    [`${at}`, `${random.normal() * 1e200}`, at % 3 ? '' : '7', '4.25', `${random.normal() + 1e9}`].join(','),
  );
  const chunk = new TextEncoder().encode(`${lines.join('\n')}\n`);
  compare([chunk, chunk.slice(0, chunk.indexOf(10) + 1), chunk], layout);
});
