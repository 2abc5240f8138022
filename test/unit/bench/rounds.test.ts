import { describe, expect, it } from 'vitest';
import { expectedSeconds, roughly } from '../../../bench/lib/estimate.mjs';
import { whatRan } from '../../../bench/lib/machine.mjs';
import { roundsOf } from '../../../bench/lib/race.mjs';

describe('the benchmark’s rounds', () => {
  it('asks less of slow programs, and never nothing', () => {
    expect([1, 30, 100].map((seconds) => roundsOf(seconds, 5))).toEqual([5, 2, 1]);
    expect(roundsOf(100, 1)).toBe(1);
  });

  it('estimates what they take', () => {
    const costs = [
      { seconds: 10, slow: 0 },
      { seconds: 0, slow: 100 },
    ];
    expect(expectedSeconds(costs, { runs: 3, scale: 1 })).toBe(295);
    expect(expectedSeconds(costs, { runs: 3, scale: 0.01 })).toBeCloseTo(29.5, 12);
    expect([3, 61, 295].map(roughly)).toEqual(['10 s', '70 s', '5 minutes']);
  });

  it('names what did not run', () => {
    const all = ['a', 'b', 'c'];
    const done = { ran: all, all, runs: 3, scale: 1, big: true };
    expect(whatRan(done)).toBe('All works were run, 3 times each.');
    expect(whatRan({ ...done, ran: ['b'], runs: 1, big: false })).toBe(
      'Only the works b were run, once each (not a, c; not the file of 2 GB (`--big`)).',
    );
    expect(whatRan({ ...done, scale: 0.1 })).toContain('The rows are 0.1 of the full size');
  });
});
