import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { csv, MIXED } from './data.ts';
import { example, refusal, ridgeline, useFolder, write } from './ridgeline.ts';

interface Predictions {
  readonly schema: string;
  readonly rows: number;
  readonly predictions: (number | string | null)[] | Record<string, (number | null)[]>;
  readonly classes?: string[];
  readonly probabilities?: Record<string, number[]>;
  readonly scores?: number[];
  readonly metrics: Record<string, number> | null;
}

const file = useFolder();
let mixed = '';
beforeAll(() => {
  mixed = write(file('mixed.csv'), MIXED);
});

/** Trains on a file, and predicts it with the written model. */
async function predicted(name: string, source: string, ...words: string[]): Promise<Predictions> {
  const model = file(`${name}.json`);
  const { code, stderr } = await ridgeline('train', source, ...words, '--output', model, '--quiet');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { stdout } = await ridgeline('predict', model, source, '--json', '--quiet');
  return JSON.parse(stdout);
}

const cells = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

describe.concurrent('predictions', () => {
  test('of two classes are their levels, with the probability of both', async () => {
    const words = ['--target', 'two', '--features', 'a,b', '--positive', 'no'];
    const { predictions, classes, probabilities, metrics } = await predicted('two', mixed, ...words);
    expect(classes).toEqual(['yes', 'no']);
    expect(Object.keys(probabilities!)).toEqual(['yes', 'no']);
    (predictions as string[]).forEach((level, row) => {
      expect(probabilities!['yes']![row]! + probabilities!['no']![row]!).toBeCloseTo(1, 12);
      expect(probabilities![level]![row]).toBeGreaterThanOrEqual(0.5);
    });
    const target = cells(MIXED)[0]!.indexOf('two');
    const right = cells(MIXED)
      .slice(1)
      .filter((row, at) => row[target] === (predictions as string[])[at]);
    expect(metrics!['accuracy']).toBe(right.length / 90);
  });

  test('of three classes are the most probable one', async () => {
    const found = await predicted('three', mixed, '--target', 'three', '--features', 'a,b');
    (found.predictions as string[]).forEach((level, row) => {
      const all = found.classes!.map((name) => found.probabilities![name]![row]!);
      expect(all.reduce((sum, own) => sum + own, 0)).toBeCloseTo(1, 12);
      expect(found.probabilities![level]![row]).toBe(Math.max(...all));
    });
  });

  test('of a model without probabilities have scores', async () => {
    const words = ['--target', 'two', '--features', 'a,b', '--model', 'squared-hinge'];
    const { predictions, scores, probabilities } = await predicted('hinge', mixed, ...words);
    expect(probabilities).toBeUndefined();
    (predictions as string[]).forEach((level, row) => {
      expect(level).toBe(scores![row]! > 0 ? 'yes' : 'no');
    });
  });

  test('of several targets are keyed by target; of counts they are rates', async () => {
    const several = await predicted('several', mixed, '--target', 'y,z', '--features', 'a,b');
    expect(Object.keys(several.predictions)).toEqual(['y', 'z']);
    const words = ['--target', 'n', '--features', 'a,b', '--model', 'poisson', '--lambda', '0'];
    const counts = (await predicted('counts', mixed, ...words)).predictions as number[];
    expect(Math.min(...counts)).toBeGreaterThan(0);
    const n = cells(MIXED)
      .slice(1)
      .map((row) => Number(row[6]));
    const total = (values: number[]) => values.reduce((sum, own) => sum + own, 0);
    expect(total(counts)).toBeCloseTo(total(n), 6);
  });

  test('of a transformed target and of a network are in its own unit', async () => {
    for (const words of [
      ['--target-transform', 'log1p'],
      ['--model', 'mlp', '--hidden', '4', '--iterations', '200'],
    ]) {
      const { metrics } = await predicted(
        `n ${words[0]}`,
        mixed,
        '--target',
        'y',
        '--exclude',
        'n,w',
        ...words,
      );
      expect(metrics!['mse']).toBeLessThan(3);
    }
  });

  test('as a CSV stand beside the columns of the file', async () => {
    const model = file('penguins.json');
    const penguins = example('penguins.csv');
    await ridgeline('train', penguins, '--target', 'species', '--output', model, '--quiet');
    const { code, stdout, stderr } = await ridgeline('predict', model, penguins);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^accuracy .* rows with a target$/m);
    const rows = cells(stdout);
    expect(rows[0]!.slice(-4)).toEqual([
      'prediction',
      'probability Adelie',
      'probability Chinstrap',
      'probability Gentoo',
    ]);
    const gap = rows.find((row) => row[2] === '')!;
    expect(gap.slice(-4)).toEqual(['', '', '', '']);
    const quiet = await ridgeline('predict', model, penguins, '--quiet', '--output', file('p.csv'));
    expect(quiet).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(file('p.csv'), 'utf8')).toBe(stdout);
  });

  test('need the columns of the model, and no target', async () => {
    const model = file('plain.json');
    await ridgeline('train', mixed, '--target', 'two', '--features', 'a,b', '--output', model, '--quiet');
    const bare = write(
      file('bare.csv'),
      csv([], () => []),
    );
    const { code, stdout } = await ridgeline('predict', model, bare, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ rows: 60, metrics: null });
    const lacking = write(file('lacking.csv'), 'a,c\n1,2\n3,4\n');
    expect(await refusal(1, 'predict', model, write(file('empty.csv'), '\n'))).toBe(
      'empty.csv is empty; there is nothing to predict. Give a file with a header and rows.',
    );
    expect(await refusal(1, 'predict', model, lacking)).toBe(
      'lacking.csv has no column "b", which the model needs. Add it, or train without it.',
    );
  });
});
