import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { randomStream } from '../../../bench/lib/random.mjs';
import { RowWriter } from '../../../bench/lib/rowWriter.mjs';

const folder = mkdtempSync(path.join(os.tmpdir(), 'ridgeline-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the benchmark’s data', () => {
  it('prints numbers as toFixed does', () => {
    const file = path.join(folder, 'numbers.csv');
    const writer = new RowWriter(file);
    const units = [0, 5, -5, 999_999, 1_000_000, -1_234_567, 10 ** 12, 99_999_999];
    for (const unit of units) writer.fixed(unit, 6);
    writer.endRow();
    writer.text('plan-1');
    writer.text('');
    writer.endRow();
    writer.close();
    const expected = units.map((unit) => (unit / 1e6).toFixed(6)).join(',');
    expect(readFileSync(file, 'utf8')).toBe(`${expected}\nplan-1,\n`);
  });

  it('draws the same numbers for a seed, with mean 0 and deviation 1', () => {
    const draws = (seed: number) => {
      const random = randomStream(seed);
      return Array.from({ length: 20_000 }, () => random.normal());
    };
    const values = draws(1);
    expect(draws(1)).toEqual(values);
    expect(draws(2)[0]).not.toBe(values[0]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });
});
