import { beforeAll, describe, expect, test } from 'vitest';
import { csv, noise } from './data.ts';
import { json, ridgeline, useFolder, write } from './ridgeline.ts';

const ODD_NAMES = ['__proto__', 'constructor', 'größe 😀'];
const oddLevel = (row: number) => ODD_NAMES[(row * 5) % 3]!;

const FILES: Readonly<Record<string, string>> = {
  'separable.csv': csv(['c'], (a) => [a > 0 ? 'p' : 'n']),
  'level.csv': csv(['g', 'c'], (_a, _b, row) => [
    'xyz'[row % 3]!,
    row % 3 === 2 || noise(row) > 0 ? 'v' : 'u',
  ]),
  'no-counts.csv': csv(['g', 'n'], (_a, _b, row) => ['xyz'[row % 3]!, row % 3 === 2 ? 0 : 1 + (row % 4)]),
  'names.csv': csv([...ODD_NAMES, 'c'], (a, b, row) => [a + noise(row), b, oddLevel(row), oddLevel(row + 1)]),
  'booleans.csv': csv(['c'], (a, _b, row) => [a + 2 * noise(row) > 0 ? 'true' : 'false']),
  'quoted.csv': csv(['c'], (a, _b, row) => [a + 2 * noise(row) > 0 ? '"1"' : '"0"']),
  'gaps.csv': csv(['c'], (_a, _b, row) => [['yes', 'no', 'NaN', ''][(row * 3) % 4]!]),
  'rare.csv': csv(['c'], (_a, _b, row) => [row === 59 ? 'rare' : 'uv'[row % 2]!]),
  'twins.csv': csv(['a2', 'fixed', 'y'], (a, b, row) => [a, 7, a + b + noise(row)]),
  'wide.csv': wide(),
};

function wide(): string {
  const names = Array.from({ length: 150 }, (_, j) => `x${j}`);
  return csv(
    [...names, 'c', 'y'],
    (_a, _b, row) => [...names.map((_, j) => noise(row * 31 + j * j)), 'uv'[row % 2]!, noise(row + 5)],
    40,
  );
}

const file = useFolder();
beforeAll(() => {
  for (const [name, content] of Object.entries(FILES)) write(file(name), content);
});
const train = (name: string, ...words: string[]) => json('train', file(name), ...words);
const printed = async (name: string, ...words: string[]) => {
  const { code, stdout, stderr } = await ridgeline('train', file(name), ...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};

describe.concurrent('weights that nothing restrains', () => {
  test.each(['logistic', 'softmax'])('of classes that can be told apart are named: %s', async (model) => {
    const words = ['--target', 'c', '--model', model];
    const text = await printed('separable.csv', ...words);
    expect(text).toContain('Without λ there is no best model');
    expect(text).not.toContain('λ = 0 ');
    const { warnings } = await train('separable.csv', ...words, '--lambda', '0');
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining('Choose a λ above 0.')]);
  });

  test('of a level whose rows are all of one class are named; with a penalty all is well', async () => {
    const words = ['--target', 'c', '--features', 'b,g'];
    expect(await printed('level.csv', ...words, '--lambda', '0')).toContain('settle the class of some rows');
    expect((await train('level.csv', ...words)).warnings).toEqual([]);
    expect((await train('booleans.csv', '--target', 'c', '--lambda', '0')).warnings).toEqual([]);
  });

  test('of a level without counts are named', async () => {
    const words = ['--target', 'n', '--features', 'b,g', '--model', 'poisson', '--lambda', '0'];
    expect(await printed('no-counts.csv', ...words)).toContain('that their count is 0');
  });

  test('by a factor of 0 are named', async () => {
    const words = ['--target', 'c', '--penalty-factor', 'a=0'];
    expect(await printed('separable.csv', ...words)).toContain('Without a penalty there is no best model');
  });
});

describe.concurrent('odd targets', () => {
  test('of booleans, quoted numbers and cells that say NaN are classes', async () => {
    expect((await train('booleans.csv', '--target', 'c')).classes).toEqual(['false', 'true']);
    expect((await train('quoted.csv', '--target', 'c')).classes).toEqual(['0', '1']);
    const gaps = await train('gaps.csv', '--target', 'c');
    expect(gaps).toMatchObject({ classes: ['no', 'yes'], rows: { train: 30, dropped: 30 } });
  });

  test('with a class that no training row has leave it out, and say so', async () => {
    const words = ['--target', 'c', '--model', 'softmax', '--split', 'last:0.1'];
    const { classes, warnings, rows } = await train('rare.csv', ...words);
    expect(classes).toEqual(['u', 'v']);
    expect(rows).toMatchObject({ test: 5, excluded: 1 });
    expect(warnings[0]!.message).toContain('No training row is of the class rare');
    const balanced = await train('rare.csv', ...words, '--class-weight', 'balanced');
    expect(Object.values(balanced.intercept).every(Number.isFinite)).toBe(true);
  });

  test('and columns may have any name', async () => {
    const words = ['--target', 'c', '--features', ['a', ...ODD_NAMES].join(',')];
    const { coefficients, intercept } = await train('names.csv', ...words);
    expect(Object.keys(coefficients).sort()).toEqual([...ODD_NAMES].sort());
    expect(Object.keys(intercept).sort()).toEqual([...ODD_NAMES].sort());
    const own = Object.entries(coefficients).find(([name]) => name === '__proto__')![1];
    expect(Object.keys(own)).toContain('größe 😀=__proto__');
    const free = await train('names.csv', ...words, '--penalty-factor', '__proto__=0', '--lambda', '50');
    const kept = await train('names.csv', ...words, '--lambda', '50');
    expect(free.coefficients).not.toEqual(kept.coefficients);
  });
});

describe.concurrent('odd columns', () => {
  test('twins in a lasso share one weight, and a constant column is left out', async () => {
    const words = ['--target', 'y', '--l1-ratio', '1', '--tolerance', '1e-11'];
    const { coefficients, leftOut } = await train('twins.csv', ...words);
    const alone = await train('twins.csv', ...words, '--exclude', 'a2');
    const { a, a2 } = coefficients as Record<string, number>;
    expect(Math.min(a!, a2!)).toBeGreaterThanOrEqual(0);
    expect(a! + a2!).toBeCloseTo((alone.coefficients as Record<string, number>)['a']!, 9);
    expect(leftOut.map(({ column }) => column)).toEqual(['fixed']);
  });

  test.each([
    ['c', '0'],
    ['c', '0.7'],
    ['c', '1'],
    ['y', '0.7'],
    ['y', '1'],
  ])('more than rows arrive: target %s, L1 share %s', async (target, share) => {
    const words = ['--target', target, '--exclude', target === 'c' ? 'y' : 'c', '--l1-ratio', share];
    const { convergence, coefficients } = await train('wide.csv', ...words);
    expect(convergence).toMatchObject({ converged: true });
    const zeros = Object.values(coefficients).filter((weight) => weight === 0);
    expect(zeros.length > 0).toBe(share !== '0');
  });
});
