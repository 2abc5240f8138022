import { describe, expect, test } from 'vitest';
import { parseSpec, type RunSpecInput } from '../../../src/engine/index.ts';
import type { ToWorker } from '../../../src/protocol/run.ts';
import type { SearchSettings, TrialReport } from '../../../src/protocol/search.ts';
import { csvOf } from '../engine/runs.ts';
import { fileRef, settled, trainMessage, Worker } from './harness.ts';

type SearchRequest = Extract<ToWorker, { type: 'search' }>;

const COLUMNS = ['y', 'a', 'b', 'c'];
const rows = Array.from({ length: 90 }, (_, at) => {
  const [a, b, c] = [Math.sin(3 * at), Math.cos(5 * at), Math.sin(7 * at + 1)];
  return [2 * a + a * a + 0.3 * Math.sin(11 * at * at), a, 100 * b, c / 10];
});
const text = csvOf(COLUMNS, rows);
const worker = (content = text) => new Worker({ 'data.csv': content });

const BAYESIAN: SearchSettings = {
  search: 'bayesian',
  parameters: {},
  trials: 12,
  varied: ['l1Ratio', 'standardize', 'degree'],
};
const RANDOM: SearchSettings = { search: 'random', parameters: {}, trials: 6, varied: [] };

function searchMessage(
  runId: string,
  settings: SearchSettings,
  more: Partial<SearchRequest> = {},
  spec: RunSpecInput = { target: ['y'] },
): SearchRequest {
  const limits = { memoryLimitMB: 64, workers: 1 };
  return {
    type: 'search',
    runId,
    spec: parseSpec(spec),
    source: fileRef(),
    ...limits,
    settings,
    begun: null,
    ...more,
  };
}

/** Every trial that was told of, as it was; the time that it took is another each time. */
const trialsOf = (own: Worker, runId: string): Omit<TrialReport, 'elapsedMs'>[] =>
  own.all('trials', runId).flatMap(({ trials }) => trials.map(({ elapsedMs: _, ...trial }) => trial));

async function searched(settings: SearchSettings, more: Partial<SearchRequest> = {}, own = worker()) {
  own.send(searchMessage('1', settings, more));
  const { note } = await own.next('searched');
  return { own, note, trials: trialsOf(own, '1'), begun: own.all('searching', '1')[0]! };
}

describe('a search', () => {
  test('tells its space, every trial once and in order, and its end', async () => {
    const { own, trials, begun } = await searched(BAYESIAN);
    expect(own.kinds('1')[0]).toBe('searching');
    expect(own.kinds('1').at(-1)).toBe('searched');
    expect(begun).toMatchObject({ metric: 'mse', space: { l1Ratio: { low: 0, high: 1 } } });
    expect(begun.space.choices).toEqual([
      { id: 'standardize', values: ['all', 'none'] },
      { id: 'degree', values: [1, 2] },
    ]);
    expect(trials).toHaveLength(12);
    for (const { lambda, mean, se } of trials) {
      expect(lambda).toBeGreaterThanOrEqual(begun.space.lambda.low);
      expect(lambda).toBeLessThanOrEqual(begun.space.lambda.high);
      expect(mean).toBeGreaterThan(0);
      expect(se).toBeGreaterThan(0);
    }
    expect(new Set(trials.map(({ lambda }) => lambda)).size).toBe(12);
  });

  test('holds what is not varied where the spec has it, and tries the spec’s own value too', async () => {
    const own = worker();
    own.send(searchMessage('1', { ...RANDOM, varied: ['standardize'] }, {}, SPECIAL));
    await own.next('searched');
    const { space } = own.all('searching', '1')[0]!;
    expect(space).toMatchObject({ l1Ratio: { low: 0.3, high: 0.3 } });
    expect(space.choices).toEqual([{ id: 'standardize', values: ['numeric', 'all', 'none'] }]);
    expect(trialsOf(own, '1').every(({ l1Ratio }) => l1Ratio === 0.3)).toBe(true);
  });

  test('has the same trials to the bit whatever the clock does and however often it is asked for', async () => {
    const slow = worker();
    slow.tick = 500;
    const [{ trials: one }, { trials: other }] = [
      await searched(BAYESIAN),
      await searched(BAYESIAN, {}, slow),
    ];
    expect(other).toStrictEqual(one);
  });

  test('does not look at the test part', async () => {
    const spec: RunSpecInput = { target: ['y'], split: { kind: 'last', fraction: 0.2 } };
    const changed = rows.map((row, at) => (at >= 72 ? row.map(() => 1e3 + at) : row));
    const found = [];
    for (const content of [text, csvOf(COLUMNS, changed)]) {
      const own = worker(content);
      own.send(searchMessage('1', RANDOM, {}, spec));
      await own.next('searched');
      found.push(trialsOf(own, '1'));
    }
    expect(csvOf(COLUMNS, changed)).not.toBe(text);
    expect(found[1]).toStrictEqual(found[0]);
  });

  test('says what it cannot search, and goes on with the trials that could be fitted', async () => {
    const own = worker();
    own.send(searchMessage('1', { ...BAYESIAN, search: 'grid' }));
    const { failure } = await own.next('failed');
    expect(failure.message).toBe(
      'A grid of 20 combinations with at least 3 λ each takes 60 trials, not 12. Allow more, or search at random.',
    );
    own.send(searchMessage('2', RANDOM, {}, { target: ['y'], model: 'mlp' }));
    expect((await own.next('failed', '2')).failure.message).toContain('network');
    own.send(searchMessage('3', { ...RANDOM, varied: ['seed'] }));
    expect((await own.next('failed', '3')).failure.message).toContain('"seed" cannot be tuned');
  });
});

const SPECIAL: RunSpecInput = { target: ['y'], l1Ratio: 0.3, standardize: 'numeric' };

describe('a search that is stopped', () => {
  test('ends within the trial that it is at, and goes on to the same bits', async () => {
    const whole = await searched(BAYESIAN);
    const own = worker();
    // Every look at the clock is time to look at the inbox: within a trial too.
    own.tick = 50;
    own.send(searchMessage('1', BAYESIAN));
    while (trialsOf(own, '1').length < 5) await own.next('trials');
    own.send({ type: 'stop', runId: '1' });
    await own.next('stopped', '1');
    const before = own.all('trials', '1').flatMap(({ trials }) => trials);
    expect(before.length).toBeLessThan(12);
    await settled();
    expect(own.kinds('1').at(-1)).toBe('stopped');

    const { space } = own.all('searching', '1')[0]!;
    const kept = JSON.parse(JSON.stringify({ space, trials: before }));
    const later = worker();
    later.send(searchMessage('2', BAYESIAN, { begun: kept }));
    await later.next('searched', '2');
    const rest = trialsOf(later, '2');
    expect(rest).toHaveLength(12 - before.length);
    expect([...trialsOf(own, '1'), ...rest]).toStrictEqual(whole.trials);
  });

  test('is heard between the pieces of one trial', async () => {
    const own = worker();
    own.tick = 50;
    own.send(searchMessage('1', RANDOM));
    await own.next('searching');
    own.send({ type: 'stop', runId: '1' });
    await own.next('stopped', '1');
    expect(trialsOf(own, '1')).toHaveLength(0);
  });

  test('before its rows are read has no trial, and makes room for the next', async () => {
    const own = worker();
    own.send(searchMessage('1', RANDOM));
    own.send({ type: 'stop', runId: '1' });
    await own.next('stopped', '1');
    expect(own.kinds('1')).toEqual(['stopped']);
    own.send(searchMessage('2', RANDOM));
    own.send(searchMessage('3', RANDOM));
    await own.next('searched', '3');
    expect(own.kinds('2').at(-1)).toBe('stopped');
    expect(trialsOf(own, '3')).toHaveLength(6);
  });

  test('leaves models of before as they were', async () => {
    const own = worker();
    own.send(trainMessage('run', { target: ['y'], lambda: 3 }));
    await own.next('done', 'run');
    own.send({ type: 'preview', runId: 'run', requestId: 1, lambda: 7 });
    const { preview } = await own.next('preview');
    await searched(BAYESIAN, {}, own);
    own.send({ type: 'preview', runId: 'run', requestId: 2, lambda: 7 });
    expect((await own.next('preview')).preview.view.weights).toEqual(preview.view.weights);
  });

  test('goes on to more trials than were asked for before', async () => {
    const whole = await searched(BAYESIAN);
    const short = await searched({ ...BAYESIAN, trials: 7 });
    const trials = short.own.all('trials').flatMap((message) => message.trials);
    const begun = { space: short.begun.space, trials };
    const rest = await searched(BAYESIAN, { begun });
    expect([...short.trials, ...rest.trials]).toStrictEqual(whole.trials);
  });
});
