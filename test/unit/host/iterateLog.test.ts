import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  finiteIterates,
  IterateLog,
  joinIterates,
  MAX_POINTS,
  MAX_SNAPSHOTS,
  ThinnedList,
} from '../../../src/host/iterateLog.ts';
import { iterates } from './reports.ts';

describe('ThinnedList', () => {
  test('keeps few enough, the first and the last, evenly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 60 }), fc.integer({ min: 1, max: 3000 }), (limit, count) => {
        const list = new ThinnedList<number>(limit);
        for (let i = 0; i < count; i++) list.push(i);
        const items = list.items();
        expect(items.length).toBeLessThanOrEqual(limit);
        expect(items.length).toBeGreaterThanOrEqual(Math.min(count, Math.floor(limit / 2)));
        expect(items[0]).toBe(0);
        expect(items.at(-1)).toBe(count - 1);
        const gaps = items.slice(1).map((item, i) => item - (items[i] ?? 0));
        expect(new Set(gaps.slice(0, -1)).size).toBeLessThanOrEqual(1);
        expect(Math.max(1, ...gaps)).toBe(gaps[0] ?? 1);
      }),
    );
  });
});

describe('IterateLog', () => {
  test('a long run stays bounded, whatever the size of its messages', () => {
    const log = new IterateLog();
    for (let i = 0; i < 50_000; i += 700) log.append(iterates(i, Math.min(i + 700, 50_000)));
    const kept = log.toIterates();
    expect(kept.iteration.length).toBeLessThanOrEqual(MAX_POINTS);
    expect(kept.iteration.length).toBeGreaterThan(MAX_POINTS / 2 - 1);
    expect([kept.iteration[0], kept.iteration.at(-1)]).toEqual([0, 49_999]);
    expect(kept.weightsAt.length).toBeLessThanOrEqual(MAX_SNAPSHOTS);
    expect(kept.penalty).toEqual(kept.iteration);
    expect(kept.weights.map((row) => row[0])).toEqual(kept.weightsAt);
    expect(kept.validation).toEqual([]);
  });

  test('a wide model keeps fewer snapshots', () => {
    const log = new IterateLog();
    log.append(iterates(0, 150, 10_000));
    expect(log.toIterates().weights.length).toBeLessThanOrEqual(40);
  });
});

test('joining is appending', () => {
  expect(joinIterates(iterates(0, 3), iterates(3, 7))).toEqual(iterates(0, 7));
});

test('iterations that are not finite go, others stay as they are', () => {
  const good = iterates(0, 3);
  expect(finiteIterates(good)).toBe(good);
  const bad = iterates(0, 3);
  bad.dataLoss[1] = Number.POSITIVE_INFINITY;
  bad.weights[2] = [Number.NaN];
  const cleaned = finiteIterates(bad);
  expect(cleaned.iteration).toEqual([0, 2]);
  expect(cleaned.penalty).toEqual([0, 2]);
  expect(cleaned.weightsAt).toEqual([0, 1]);
});
