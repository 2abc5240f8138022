import { expect, test } from 'vitest';
import { codedMoments, codedRows } from '../../../../src/engine/data/codedMoments.ts';
import { accumulateMoments, createMoments, selectMoments } from '../../../../src/engine/data/moments.ts';
import { TileCache } from '../../../../src/engine/data/tileCache.ts';
import type { CodedColumn, Moments } from '../../../../src/engine/data/types.ts';
import { stream } from '../../../../src/engine/random.ts';
import { kernels } from '../kernels/support.ts';

const ROWS = 1500;
/** Design columns: 3 levels, a number, 2 levels of which the first code has no column, a number with an offset. */
const P = 7;

function coded(numbers = true) {
  const random = stream(11, 'coded moments');
  const codes = (most: number) => Int32Array.from({ length: ROWS }, () => random.integer(-1, most));
  const values = (offset: number) => Float64Array.from({ length: ROWS }, () => offset + random.normal());
  const columns: CodedColumn[] = [
    { codes: codes(2), places: Int32Array.of(2, 0, 1) },
    { place: 3, values: values(0) },
    { codes: codes(2), places: Int32Array.of(-1, 5, 4) },
    { place: 6, values: values(1e6) },
  ];
  return {
    rows: ROWS,
    columns: numbers ? columns : columns.filter((column) => 'codes' in column),
    targets: numbers ? [values(5), values(-5)] : [],
    part: Uint8Array.from({ length: ROWS }, () => random.integer(0, 3)),
  };
}

/** The same rows with every level a column of 0 and 1. */
function dense({ rows, columns, targets, part }: ReturnType<typeof coded>, p: number) {
  const x = new Float64Array(rows * p);
  for (const column of columns) {
    for (let row = 0; row < rows; row++) {
      if ('values' in column) x[row * p + column.place] = column.values[row]!;
      else {
        const place = column.places[column.codes[row]!] ?? -1;
        if (place >= 0) x[row * p + place] = 1;
      }
    }
  }
  const k = targets.length;
  const y = Float64Array.from({ length: rows * k }, (_, at) => targets[at % k]![Math.floor(at / k)]!);
  return { rows, x, y, part };
}

function whole(moments: Moments): Moments {
  const all = (length: number) => Array.from({ length }, (_, j) => j);
  return selectMoments(moments, all(moments.p), all(moments.k));
}

test.each([0, 1, 2])('levels that are counted give the moments of columns of 0 and 1: part %d', (part) => {
  const block = coded();
  const wanted = createMoments(P, 2);
  accumulateMoments(wanted, dense(block, P), part);
  const actual = whole(codedMoments(block, P, part, new TileCache(null)));
  const d = P + 2;
  expect(actual.count).toBe(wanted.count);
  for (let i = 0; i < d; i++) {
    expect(Math.abs(actual.mean[i]! - wanted.mean[i]!)).toBeLessThan(1e-15 * (1 + Math.abs(wanted.mean[i]!)));
    for (let j = 0; j < d; j++) {
      const size = Math.sqrt(wanted.scatter[i * (d + 1)]! * wanted.scatter[j * (d + 1)]!);
      const distance = Math.abs(actual.scatter[i * d + j]! - wanted.scatter[i * d + j]!);
      expect(distance).toBeLessThan(2e-14 * size);
    }
  }
});

test('levels alone, without a number or a target', () => {
  const block = coded(false);
  const wanted = createMoments(P, 0);
  accumulateMoments(wanted, dense(block, P), 0);
  const actual = whole(codedMoments(block, P, 0, new TileCache(null)));
  expect(actual.count).toBe(wanted.count);
  actual.scatter.forEach((value, at) => {
    expect(value).toBeCloseTo(wanted.scatter[at]!, 10);
  });
});

test('have the same bits in WebAssembly, and in any order of the codes', () => {
  const block = coded();
  const wanted = whole(codedMoments(block, P, 0, new TileCache(null)));
  const tiles = new TileCache(kernels());
  expect(whole(codedMoments(block, P, 0, tiles))).toEqual(wanted);
  const columns = block.columns.map((column): CodedColumn => {
    if ('values' in column) return column;
    const last = column.places.length - 1;
    const codes = column.codes.map((code) => (code < 0 ? code : last - code));
    return { codes, places: column.places.slice().reverse() };
  });
  expect(whole(codedMoments({ ...block, columns }, P, 0, tiles))).toEqual(wanted);
});

test('rows of the design matrix give the bits of their codes', () => {
  const block = coded();
  const kind = (j: number) => (j === 3 || j === 6 ? ('numeric' as const) : ('level' as const));
  const columns = [0, 0, 0, 1, 2, 2, 3].map((source, j) => ({ name: '', source, kind: kind(j) }));
  const again = codedRows(dense(block, P), columns, 2);
  for (const part of [0, 1, 2]) {
    const tiles = new TileCache(null);
    const wanted = whole(codedMoments(block, P, part, tiles));
    expect(whole(codedMoments(again, P, part, tiles))).toEqual(wanted);
  }
});
