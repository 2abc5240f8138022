import { stream } from '../../src/engine/random.ts';
import { csvOf } from '../unit/engine/runs.ts';

type Row = (number | string)[];

/** Rows of two normal columns and what `more` makes of them. */
export function rowsOf(count: number, more: (a: number, b: number, row: number) => Row, seed = 1): Row[] {
  const random = stream(seed, 'terminal');
  return Array.from({ length: count }, (_, row) => {
    const [a, b] = [random.normal(), random.normal()];
    return [a, b, ...more(a, b, row)];
  });
}

/** A CSV of columns a, b and the named ones. */
export function csv(names: string[], more: (a: number, b: number, row: number) => Row, count = 60): string {
  return csvOf(['a', 'b', ...names], rowsOf(count, more));
}

/** A number that looks random, for each row: in (−1, 1). */
export function noise(row: number): number {
  return ((row * 7919) % 101) / 50.5 - 1;
}

/** Numbers, two and three classes, counts, weights and groups, none of them told perfectly by the others. */
export const MIXED = csv(
  ['y', 'z', 'two', 'three', 'n', 'w', 'group'],
  (a, b, row) => [
    13 + 2 * a - b + noise(row),
    1 - a + noise(row + 3),
    a + noise(row) > 0.2 ? 'yes' : 'no',
    ['p', 'q', 'r'][Math.min(2, Math.max(0, Math.round(b + 1 + noise(row + 1))))]!,
    Math.max(0, Math.round(2 + a + noise(row + 2))),
    row % 3,
    'uv'[row % 2]!,
  ],
  90,
);
