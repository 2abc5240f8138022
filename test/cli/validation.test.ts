import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CrossValidation, ModelFile, PenaltyTable } from '../../src/engine/index.ts';
import { MIXED } from './data.ts';
import { json, refusal, ridgeline, useFolder, write } from './ridgeline.ts';

const file = useFolder();
let mixed = '';
beforeAll(() => {
  mixed = write(file('mixed.csv'), MIXED);
});

const on = (command: string, ...words: string[]) => [
  command,
  mixed,
  '--features',
  'a,b',
  '--target',
  'y',
  ...words,
];
type Tuned = CrossValidation & { schema: string; rows: { train: number }; passes: number };

describe.concurrent('cross-validation', () => {
  test.each(['10', 'contiguous:5', 'time:4', 'group:group', 'loo'])(
    'of every λ, with folds %s',
    async (folds) => {
      const found = await json<Tuned>(...on('tune', '--folds', folds));
      expect(found.schema).toBe('ridgeline.tune/1');
      expect(found.lambdas.length).toBeGreaterThanOrEqual(100);
      for (const key of ['cvMean', 'cvSe', 'trainMean', 'gcv', 'loo', 'degreesOfFreedom'] as const) {
        expect(found[key]).toHaveLength(found.lambdas.length);
        expect(found[key]!.every(Number.isFinite)).toBe(true);
      }
      expect(found.lambda1se).toBeGreaterThanOrEqual(found.lambdaMin);
      const at = found.lambdas.indexOf(found.lambdaMin);
      expect(found.cvMean[at]).toBe(Math.min(...found.cvMean));
    },
  );

  test('at λ of one’s own, of classes by their loss and accuracy', async () => {
    const words = [
      'tune',
      mixed,
      '--features',
      'a,b',
      '--target',
      'two',
      '--lambdas',
      '0.1,10,1',
      '--folds',
      '5',
    ];
    const found = await json<Tuned>(...words);
    expect(found.lambdas).toEqual([10, 1, 0.1]);
    expect(found).toMatchObject({
      loss: 'log loss',
      loo: null,
      gcv: null,
      judged: { metric: { id: 'accuracy' } },
    });
  });

  test('stands beside the coefficients of a path, or is left away', async () => {
    const path = await json<Tuned & { coefficients: Record<string, number>[] }>(
      ...on('path', '--l1-ratio', '1'),
    );
    expect(path.coefficients).toHaveLength(path.lambdas.length);
    expect(path.cvMean).toHaveLength(path.lambdas.length);
    expect(path.lambdas).toContain(path.lambda1se);
    expect(await json<Tuned>(...on('path', '--no-folds'))).not.toHaveProperty('cvMean');
  });

  test('chooses the λ that is trained with, and the model says so', async () => {
    const tuned = await json<Tuned>(...on('tune', '--split', 'every:4'));
    for (const rule of ['min', '1se']) {
      const output = file(`${rule}.json`);
      const { code, stdout } = await ridgeline(
        ...on('train', '--split', 'every:4', '--lambda', rule, '--output', output),
      );
      expect(code).toBe(0);
      expect(stdout).toContain('λ was chosen by cross-validation (10 shuffled folds)');
      const model = JSON.parse(readFileSync(output, 'utf8')) as ModelFile;
      const lambda = rule === 'min' ? tuned.lambdaMin : tuned.lambda1se;
      expect(model.spec).toMatchObject({ lambda, lambdaChoice: rule });
      expect(model.selection).toMatchObject({ chosen: rule, lambda, lambdaMin: tuned.lambdaMin });
    }
  });

  test('compares penalties', async () => {
    const table = await json<PenaltyTable & { schema: string }>(...on('tune', '--penalties', '--folds', '5'));
    expect(table.schema).toBe('ridgeline.penalties/1');
    expect(table.rows.map(({ penalty }) => penalty)).toEqual(['none', 'L2', 'elastic net', 'L1']);
    const { stdout } = await ridgeline(...on('tune', '--penalties', '--folds', '5'));
    expect(stdout).toContain(table.verdict);
  });

  test('prints λ after λ, and which are best', async () => {
    const { stdout, stderr, code } = await ridgeline(...on('tune', '--count', '20'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/λ_min = \S+ has the least error on held-out rows; λ_1se = \S+ is/);
    expect(stdout).toMatch(/λ +MSE +train MSE +leave-one-out +GCV +d\.f\./);
    expect(stdout).toMatch(/ min( 1se)?$/m);
  });

  test.each([
    [2, on('tune', '--lambdas', '-1')],
    [1, on('tune', '--folds', '1')],
    [1, on('tune', '--folds', 'stratified:5')],
    [1, on('tune', '--folds', 'group:nobody')],
    [1, on('tune', '--model', 'mlp')],
    [2, on('tune', '--penalties', '--lambdas', '1')],
    [2, on('race', '--lambda', 'min')],
    [1, on('train', '--lambda', 'min', '--folds', 'time:95')],
  ] as const)('refuses what it cannot do, %i: %j', async (code, words) => {
    // The file is named only once it is written.
    await refusal(code, ...words.map((word) => word || mixed));
  });
});
