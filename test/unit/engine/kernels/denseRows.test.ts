import fc from 'fast-check';
import { expect, it } from 'vitest';
import { denseRows, type Factors } from '../../../../src/engine/kernels/denseRows.ts';
import type { Kernels } from '../../../../src/engine/kernels/loader.ts';
import { doubles, kernels } from './support.ts';

const loaded = kernels();

interface Shape {
  readonly count: number;
  readonly units: number;
  readonly terms: number;
}

/** Factors by unit and then term with one number between units, or the other way round. */
function places({ units, terms }: Shape, byTerm: boolean): Omit<Factors, 'values'> {
  const [unitStride, termStride] = byTerm ? [1, units + 1] : [terms + 1, 1];
  return { start: 2, units, unitStride, terms, termStride };
}

function resultsOf(by: Kernels | null, shape: Shape, extreme: boolean): Float64Array[] {
  const { count, units, terms } = shape;
  const rows = denseRows(by);
  const sizes = [2 + (units + 1) * (terms + 1), terms * count, units * count];
  const arrays = sizes.map((length, at) => doubles(length, at + 1, extreme));
  const addresses = by ? arrays.map((own) => by.heap.allocate(own.byteLength)) : [];
  const views = arrays.map((own, at) => (by ? by.heap.doubles(addresses[at]!, own.length) : own));
  views.forEach((view, at) => {
    view.set(arrays[at]!);
  });
  const [factors, values, out] = views as [Float64Array, Float64Array, Float64Array];
  rows.mix({ values: factors, ...places(shape, false) }, values, count, out);
  rows.mix({ values: factors, ...places(shape, true) }, values, count, out);
  rows.addProducts({ values: factors, ...places(shape, false) }, out, values, count);
  const results = [out.slice(), factors.slice()];
  for (const address of addresses) by?.heap.release(address);
  return results;
}

const size = (max: number) => fc.integer({ min: 0, max });

it('products of layers have the same bits in WebAssembly and in TypeScript', () => {
  fc.assert(
    fc.property(size(37), size(9), size(11), fc.boolean(), (count, units, terms, extreme) => {
      const shape = { count, units, terms };
      expect(resultsOf(loaded, shape, extreme)).toEqual(resultsOf(null, shape, extreme));
    }),
    { numRuns: 200 },
  );
});

it('they are the products', () => {
  const shape = { count: 7, units: 3, terms: 6 };
  const [factors, values] = [doubles(30, 1, false), doubles(42, 2, false)];
  const out = new Float64Array(21);
  const rows = denseRows(null);
  for (const byTerm of [false, true]) {
    const own = places(shape, byTerm);
    out.fill(1);
    rows.mix({ values: factors, ...own }, values, 7, out);
    for (let unit = 0; unit < 3; unit++) {
      for (let i = 0; i < 7; i++) {
        let sum = 1;
        for (let term = 0; term < 6; term++)
          sum += factors[2 + unit * own.unitStride + term * own.termStride]! * values[term * 7 + i]!;
        expect(out[unit * 7 + i]).toBeCloseTo(sum, 11);
      }
    }
  }
  const sums = { values: new Float64Array(30), ...places(shape, false) };
  rows.addProducts(sums, out, values, 7);
  for (let unit = 0; unit < 3; unit++) {
    for (let term = 0; term < 6; term++) {
      let sum = 0;
      for (let i = 0; i < 7; i++) sum += out[unit * 7 + i]! * values[term * 7 + i]!;
      expect(sums.values[2 + unit * 7 + term]).toBeCloseTo(sum, 10);
    }
  }
});
