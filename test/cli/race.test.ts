import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RaceResult } from '../../src/engine/report.ts';
import { MIXED } from './data.ts';
import { json, refusal, ridgeline, useFolder, write } from './ridgeline.ts';

const file = useFolder();
let mixed = '';
beforeAll(() => {
  mixed = write(file('mixed.csv'), MIXED);
});

const race = (...words: string[]) =>
  json<RaceResult & { schema: string }>('race', mixed, '--features', 'a,b', ...words);

describe.concurrent('a race', () => {
  test('runs every solver, start and rate on one file', async () => {
    const lanes = [
      '--solvers',
      'adam,momentum',
      '--initializers',
      'zeros,normal',
      '--learning-rates',
      'auto,0.5',
    ];
    const { schema, exact, optimum, racers } = await race('--target', 'two', ...lanes, '--seed', '3');
    expect(schema).toBe('ridgeline.race/1');
    expect(exact).toBe(true);
    expect(racers).toHaveLength(8);
    expect(new Set(racers.map(({ label }) => label)).size).toBe(8);
    for (const { loss } of racers) expect(loss!).toBeGreaterThanOrEqual(optimum * (1 - 1e-9));
  });

  test('has a solver without a learning rate once, and says so', async () => {
    const lanes = ['--solvers', 'adam,newton', '--learning-rates', 'auto,0.5'];
    const { racers, notes } = await race('--target', 'two', ...lanes);
    expect(racers.map(({ solver, learningRate }) => [solver, learningRate === null])).toEqual([
      ['adam', false],
      ['adam', false],
      ['newton', true],
    ]);
    const { stdout } = await ridgeline('race', mixed, '--features', 'a,b', '--target', 'two', ...lanes);
    expect(stdout).toContain(`· ${notes![0]}`);
    expect(stdout).toContain('Newton (IRLS) has no learning rate: it races once with each start.');
  });

  test('tells which ones came near the optimum, and which diverged', async () => {
    const lanes = ['--solvers', 'gradient-descent', '--learning-rates', '0.3,1000'];
    const { racers } = await race('--target', 'y', ...lanes);
    expect(racers[0]).toMatchObject({ learningRate: 0.3, reason: 'iterations' });
    expect(racers[0]!.iterationsToNear).toBeGreaterThan(0);
    expect(racers[1]).toMatchObject({ reason: 'diverged', iterationsToNear: null, millisecondsToNear: null });
  });

  test('of networks has no exact optimum; zeros never come near', async () => {
    const network = ['--target', 'three', '--model', 'mlp', '--hidden', '5', '--iterations', '60'];
    const { exact, optimum, racers } = await race(
      ...network,
      ...['--solvers', 'lbfgs', '--initializers', 'zeros,xavier-uniform'],
    );
    expect(exact).toBe(false);
    expect(racers[0]!.loss!).toBeGreaterThan(1.2 * racers[1]!.loss!);
    expect(racers[1]!.loss).toBe(optimum);
  });

  test('takes the usual solvers unless told otherwise, prints a table, and can be written', async () => {
    const words = ['race', mixed, '--features', 'a,b', '--target', 'y', '--output', file('race.json')];
    const { code, stdout, stderr } = await ridgeline(...words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^The lowest loss \(J\*\) is /);
    for (const label of ['Gradient descent', 'Momentum', 'Nesterov', 'Adam', 'L-BFGS'])
      expect(stdout).toContain(`\n${label}`);
    expect(JSON.parse(readFileSync(file('race.json'), 'utf8')).racers).toHaveLength(5);
  });

  test('gives the same losses each time, with batches too', async () => {
    const words = ['--target', 'y', '--solvers', 'mini-batch,stochastic', '--iterations', '200'];
    const [one, other] = await Promise.all([race(...words), race(...words)]);
    const losses = ({ racers }: RaceResult) => racers.map(({ loss, iterations }) => ({ loss, iterations }));
    expect(losses(one)).toEqual(losses(other));
  });

  test.each([
    ['--solvers cholesky', 'no steps to race with'],
    ['--solvers quick', 'There is no solver "quick"'],
    ['--initializers lucky', 'There is no initializer "lucky"'],
    ['--initializers warm-start', 'needs weights for every column'],
    ['--learning-rates 0', 'A learning rate is a number above 0, and 0 is not'],
    ['--learning-rates 1,2,3,4,5,6', 'these choices make 25'],
    ['--l1-ratio 1 --solvers newton', 'a penalty without an L1 part'],
  ])('is refused with %s', async (words, part) => {
    expect(await refusal(1, 'race', mixed, '--target', 'y', ...words.split(' '))).toContain(part);
  });
});
