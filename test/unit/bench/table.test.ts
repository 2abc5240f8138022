import { describe, expect, it } from 'vitest';
import { duration, markdownTable, megabytes, times } from '../../../bench/lib/table.mjs';
import { judged } from '../../../bench/lib/targets.mjs';

describe('the benchmark’s table', () => {
  it('is padded Markdown', () => {
    const table = markdownTable(['Work', 'Time:'], [['a|b', '1 s'], ['c']]);
    expect(table).toBe(
      ['| Work | Time |', '| ---- | ---: |', '| a\\|b |  1 s |', '| c    |      |'].join('\n'),
    );
  });

  it('writes durations, sizes and ratios for reading', () => {
    expect([2e-5, 0.0123, 0.5, 12.345].map(duration)).toEqual(['20.0 µs', '12.3 ms', '500 ms', '12.3 s']);
    expect(megabytes(199_400_000)).toBe('199 MB');
    expect([0.5, 12.34, 123.4].map(times)).toEqual(['0.500×', '12.3×', '123×']);
  });

  it('says of every target whether it is reached', () => {
    const judgedPandas = judged('a', 'pandas-scikit', { seconds: 13, memory: 3 });
    expect(judgedPandas).toBe('≥ 12× reached (13.0); memory ≥ 4× NOT reached (3.00)');
    expect(judged('f', 'rows-exponent', { seconds: 1.01 })).toBe('≤ 1.02 reached (1.01)');
    expect(judged('a', 'polars-numpy', {})).toBe('≥ 3× not measured');
    expect(judged('e', 'pandas-scikit', { seconds: 2 })).toBe('');
  });
});
