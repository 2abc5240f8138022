import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { parseSearch } from '../../src/cli/options.ts';
import { runSearch } from '../../src/cli/search.ts';
import { parseTuneFile, type TuneFile } from '../../src/engine/index.ts';
import { MIXED } from './data.ts';
import { example, json, refusal, ridgeline, useFolder, write } from './ridgeline.ts';

const file = useFolder();
let mixed = '';
beforeAll(() => {
  mixed = write(file('mixed.csv'), MIXED);
});

const onMixed = (...words: string[]) => ['tune', mixed, '--features', 'a,b', '--target', 'y', ...words];
const timeless = ({ trials }: TuneFile) => trials.map(({ elapsedMs, ...trial }) => trial);

describe.concurrent('tune', () => {
  test.each(['grid', 'random', 'bayesian'])(
    'by %s search lists its trials, and the best of them',
    async (search) => {
      const found = await json<TuneFile>(...onMixed('--search', search, '--trials', '9'));
      expect(found).toMatchObject({ schema: 'ridgeline.search/1', search, metric: 'mse', complete: true });
      expect(found.trials).toHaveLength(9);
      expect(found.best!.mean).toBe(Math.min(...found.trials.map(({ mean }) => mean!)));
      expect(new Set(found.trials.map(({ lambda }) => lambda)).size).toBe(9);
    },
  );

  test('prints a table and the options of the best', async () => {
    const words = [
      '--search',
      'random',
      '--trials',
      '4',
      '--l1-ratios',
      '0..1',
      '--choices',
      'standardize,degree',
    ];
    const { stdout, stderr, code } = await ridgeline(...onMixed(...words));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [head, ...rows] = stdout.split('\n');
    expect(head).toMatch(/trial +λ +l1Ratio +standardize +degree +mean squared error/);
    expect(rows.slice(0, 4).map((row) => row.trim().split(/\s+/)[0])).toEqual(['1', '2', '3', '4']);
    const options = /The least loss is that of: (.*)/.exec(stdout)![1]!;
    const trained = await ridgeline(
      'train',
      mixed,
      '--features',
      'a,b',
      '--target',
      'y',
      ...options.split(' '),
    );
    expect(trained.code).toBe(0);
  });

  test('goes on with written trials as if it had not ended', async () => {
    const [first, whole] = [file('first.json'), file('whole.json')];
    const words = ['--search', 'bayesian', '--l1-ratios', '0..1', '--seed', '5', '--split', 'last:0.2'];
    await ridgeline(...onMixed(...words, '--trials', '8', '--output', first));
    await ridgeline(...onMixed(...words, '--trials', '12', '--output', whole));
    const resumed = await json<TuneFile>('tune', mixed, '--resume', first, '--trials', '12');
    expect(timeless(resumed)).toEqual(timeless(parseTuneFile(readFileSync(whole, 'utf8'), whole)));
    expect(resumed.asked).toBe(12);
    expect(await refusal(1, 'tune', example('diabetes.csv'), '--resume', first)).toMatch(/target|other rows/);
    expect(await refusal(2, 'tune', mixed, '--resume', first, '--seed', '1')).toContain(
      '--seed cannot stand beside',
    );
  });

  test('writes the trials so far when it is interrupted', async () => {
    const output = file('stopped.json');
    const words = onMixed('--search', 'random', '--trials', '1000000', '--output', output, '--json');
    const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const running = runSearch(parseSearch(words.slice(1)), []);
    setTimeout(() => process.emit('SIGINT'), 200);
    await running;
    stdout.mockRestore();
    const { complete, trials, best } = parseTuneFile(readFileSync(output, 'utf8'), output);
    expect(complete).toBe(false);
    expect(trials.length).toBeLessThan(1_000_000);
    expect(best === null).toBe(trials.length === 0);
  });

  test('refuses what it cannot do', async () => {
    expect(await refusal(2, ...onMixed('--trials', '5'))).toContain('grid, random, bayesian');
    expect(await refusal(1, ...onMixed('--search', 'tpe'))).toContain('There is no search "tpe"');
    expect(await refusal(1, ...onMixed('--search', 'random', '--choices', 'seed'))).toContain(
      'cannot be tuned',
    );
    expect(await refusal(1, ...onMixed('--search', 'random', '--lambda-range', '0..1'))).toContain('above 0');
    expect(await refusal(2, ...onMixed('--search', 'random', '--lambda-range', '3..1'))).toContain(
      'from low to high',
    );
    expect(
      await refusal(1, ...onMixed('--search', 'grid', '--trials', '8', '--l1-ratios', '0..1')),
    ).toContain('15 trials');
    expect(await refusal(1, 'tune', mixed, '--resume', mixed)).toContain('does not hold the trials');
  });
});
