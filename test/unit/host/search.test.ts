import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SearchMemory } from '../../../src/host/searchMemory.ts';
import type { ToPanel } from '../../../src/protocol/panel.ts';
import type { FromWorker, ToWorker } from '../../../src/protocol/run.ts';
import type { SearchSettings, TrialReport } from '../../../src/protocol/search.ts';
import { type SearchView, trialsToGoOnTo } from '../../../src/protocol/searchView.ts';
import { type FakeWorker, fakeSession, settled } from './fakeWorker.ts';
import { result, summary } from './reports.ts';

const SETTINGS: SearchSettings = { search: 'bayesian', parameters: {}, trials: 25, varied: ['l1Ratio'] };
const SPACE = { lambda: { low: 0.1, high: 1e3 }, l1Ratio: { low: 0, high: 1 }, choices: [] };
const trial = (lambda: number, mean: number | null = lambda): TrialReport => ({
  lambda,
  l1Ratio: 0.5,
  choices: {},
  mean,
  se: mean === null ? null : 0.1,
  elapsedMs: 3,
});

/** Trains at once; searches are driven by the test. */
function quick(message: ToWorker, worker: FakeWorker): void {
  if (message.type !== 'train') return;
  worker.send({ type: 'data', runId: message.runId, summary: summary() });
  worker.send({ type: 'done', runId: message.runId, result: result() });
}

const searching = (runId: string): FromWorker => ({ type: 'searching', runId, space: SPACE, metric: 'mse' });
const trials = (runId: string, ...found: TrialReport[]): FromWorker => ({
  type: 'trials',
  runId,
  trials: found,
});

/** A session whose search has these trials. */
async function begun(...found: TrialReport[]) {
  const fake = fakeSession(quick);
  const ended = fake.session.search(fake.spec, SETTINGS);
  await settled();
  const id = fake.session.state().search?.id ?? '';
  const worker = fake.workers[0]!;
  worker.send(searching(id));
  if (found.length > 0) worker.send(trials(id, ...found));
  return { ...fake, ended, id, worker };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a search', () => {
  test('runs from its space to its end, and touches no run', async () => {
    const { session, workers, spec } = fakeSession(quick);
    const run = await session.train(spec, 0);
    const before = run.view();
    const heard: ToPanel['type'][] = [];
    session.onMessage((message) => heard.push(message.type));
    const ended = session.search({ ...spec, lambda: 3 }, SETTINGS);
    await settled();
    const [worker] = workers;
    const { id = '' } = session.state().search ?? {};
    expect(worker?.posted.at(-1)).toMatchObject({
      type: 'search',
      runId: id,
      settings: SETTINGS,
      begun: null,
      spec: { lambda: 3 },
    });
    worker?.send(searching(id));
    worker?.send(trials(id, trial(2), trial(1)));
    worker?.send(trials(id, trial(4)));
    expect(session.state().search).toMatchObject({
      status: 'running',
      space: SPACE,
      metric: 'mse',
      version: 'stored:1:1',
      trials: [trial(2), trial(1), trial(4)],
    });
    worker?.send({ type: 'searched', runId: id, note: 'At the end.' });
    await ended;
    expect(heard).toEqual(['search', 'search', 'trials', 'trials', 'search']);
    expect(session.state()).toMatchObject({
      search: { status: 'done', note: 'At the end.' },
      spec: { lambda: 1 },
    });
    expect(run.view()).toEqual(before);
    expect(session.runs.all).toEqual([run]);
  });

  test('is stopped at once, whatever the worker is at, and hears nothing that comes later', async () => {
    const { session, worker, id, ended } = await begun(trial(2));
    session.stopSearch();
    expect(session.state().search).toMatchObject({ status: 'stopped', trials: [trial(2)] });
    expect(worker.posted.at(-1)).toEqual({ type: 'stop', runId: id });
    await ended;
    worker.send(trials(id, trial(9)));
    worker.send({ type: 'stopped', runId: id, result: null });
    expect(session.state().search?.trials).toEqual([trial(2)]);
  });

  test('goes on with its own spec, its space and every trial, under another name', async () => {
    const { session, worker, id, spec } = await begun(trial(2), trial(1));
    session.stopSearch();
    session.edit({ ...spec, lambda: 77 }, 0);
    const ended = session.resumeSearch(30);
    await settled();
    const again = worker.posted.at(-1);
    expect(again).toMatchObject({
      type: 'search',
      spec: { lambda: 1 },
      settings: { ...SETTINGS, trials: 30 },
      begun: { space: SPACE, trials: [trial(2), trial(1)] },
    });
    const next = session.state().search?.id ?? '';
    expect(next).not.toBe(id);
    worker.send(trials(id, trial(100)));
    worker.send(trials(next, trial(5)));
    worker.send({ type: 'searched', runId: next, note: null });
    await ended;
    expect(session.state().search).toMatchObject({
      status: 'done',
      trials: [trial(2), trial(1), trial(5)],
    });
  });

  test('does not go on where the file has changed since', async () => {
    let version = 'stored:1:1';
    const source = async () => ({
      ref: { kind: 'file' as const, path: 'data.csv', name: 'data.csv', version },
      encoding: null,
    });
    const { session, workers, spec } = fakeSession(quick, { source });
    void session.search(spec, SETTINGS);
    await settled();
    workers[0]?.send(searching(session.state().search?.id ?? ''));
    workers[0]?.send(trials(session.state().search?.id ?? '', trial(2)));
    session.stopSearch();
    version = 'stored:2:1';
    const posted = workers[0]?.posted.length;
    await session.resumeSearch(25);
    expect(session.state().search).toMatchObject({ status: 'failed', trials: [trial(2)] });
    expect(session.state().search?.failure?.message).toMatch(/^The file has changed since these trials/);
    expect(workers[0]?.posted).toHaveLength(posted ?? 0);
  });

  test('goes on with a text that was saved as it stood since', async () => {
    let version = 'document:3';
    const source = async () => ({
      ref: { kind: 'file' as const, path: 'data.csv', name: 'data.csv', version },
      encoding: null,
    });
    const isCurrent = (trained: string, now: string) => trained === 'document:3' && now === 'stored:2:1';
    const { session, workers, spec } = fakeSession(quick, { source, isCurrent });
    void session.search(spec, SETTINGS);
    await settled();
    workers[0]?.send(searching(session.state().search?.id ?? ''));
    workers[0]?.send(trials(session.state().search?.id ?? '', trial(2)));
    session.stopSearch();
    version = 'stored:2:1';
    void session.resumeSearch(25);
    await settled();
    expect(session.state().search).toMatchObject({ status: 'running', version: 'stored:2:1', failure: null });
    expect(workers[0]?.posted.at(-1)).toMatchObject({ type: 'search', begun: { trials: [trial(2)] } });
    session.dispose();
  });

  test('is stopped by a training and by a race, and stops what is under way', async () => {
    const lanes = { solvers: ['adam'], initializers: ['zeros'], learningRates: ['auto' as const] };
    const { session, worker, spec, ended } = await begun(trial(2));
    const run = await session.train(spec, 0);
    await ended;
    expect(run.status).toBe('done');
    expect(session.state().search).toMatchObject({ status: 'stopped', trials: [trial(2)] });
    const again = session.resumeSearch(25);
    await settled();
    const raced = session.race(spec, lanes);
    await again;
    expect(session.state().search?.status).toBe('stopped');
    await settled();
    const raceId = session.state().race?.id ?? '';
    const third = session.resumeSearch(25);
    await settled();
    expect(worker.posted.at(-1)).toEqual({ type: 'stop', runId: raceId });
    worker.send({ type: 'stopped', runId: raceId, result: null });
    await raced;
    await settled();
    expect(session.state()).toMatchObject({ race: { status: 'stopped' }, search: { status: 'running' } });
    session.stopSearch();
    await third;
  });

  test.each(['search', 'resumeSearch', 'race', 'train'] as const)(
    'never runs beside what is asked for in the same moment as %s',
    async (asked) => {
      const { session, workers, spec } = fakeSession((message, worker) => {
        if (message.type === 'stop') worker.send({ type: 'stopped', runId: message.runId, result: null });
      });
      void session.search(spec, SETTINGS);
      await settled();
      const { id = '' } = session.state().search ?? {};
      workers[0]?.send(searching(id));
      workers[0]?.send(trials(id, trial(2)));
      session.stopSearch();
      const lanes = { solvers: ['adam'], initializers: ['zeros'], learningRates: ['auto' as const] };
      const starts = {
        search: () => session.search(spec, SETTINGS),
        resumeSearch: () => session.resumeSearch(25),
        race: () => session.race(spec, lanes),
        train: () => session.train(spec, 0),
      };
      const underWay = () => {
        const { race, search } = session.state();
        const running = { train: session.runs.active, race, search };
        return Object.entries(running).flatMap(([name, one]) =>
          one && !['stopped', 'failed'].includes(one.status) ? [name] : [],
        );
      };
      for (const other of ['train', 'race', 'search', 'resumeSearch'] as const) {
        void starts[asked]();
        void starts[other]();
        await settled();
        expect(underWay(), other).toEqual([other === 'resumeSearch' ? 'search' : other]);
      }
      session.dispose();
    },
  );

  test('that fails says why and keeps its trials; a worker that dies and a session that ends end it', async () => {
    const failed = await begun(trial(2));
    const failure = { code: 'bug', message: 'No.', place: null, stack: 'at secret.ts' };
    failed.worker.send({ type: 'failed', runId: failed.id, failure });
    await failed.ended;
    expect(failed.session.state().search).toMatchObject({
      status: 'failed',
      trials: [trial(2)],
      failure: { message: 'No.', stack: null },
    });
    expect(failed.problems).toEqual(['at secret.ts']);
    const died = await begun();
    died.worker.die();
    await died.ended;
    expect(died.session.state().search?.status).toBe('failed');
    const closed = await begun(trial(2));
    closed.session.dispose();
    await closed.ended;
    expect(closed.session.state().search?.status).toBe('stopped');
  });
});

describe('a search of an earlier window', () => {
  test('is there again and goes on; one that was under way has been stopped', async () => {
    const { session: earlier } = await begun(trial(2), trial(3, null));
    const view = JSON.parse(JSON.stringify(earlier.state().search)) as SearchView;
    expect(view.status).toBe('running');
    const { session, workers } = fakeSession(quick);
    const heard: ToPanel[] = [];
    session.onMessage((message) => heard.push(message));
    session.restoreSearch(view);
    expect(heard).toEqual([{ type: 'search', search: session.state().search }]);
    expect(session.state().search).toEqual({ ...view, status: 'stopped' });
    void session.resumeSearch(25);
    await settled();
    expect(workers[0]?.posted.at(-1)).toMatchObject({ type: 'search', begun: { trials: view.trials } });
    session.dispose();
  });

  test('does not go on with a text that was not stored, whose versions are counted anew', async () => {
    const source = async () => ({
      ref: { kind: 'file' as const, path: 'data.csv', name: 'data.csv', version: 'document:3' },
      encoding: null,
    });
    const { session: earlier } = await begun(trial(2));
    const view = JSON.parse(JSON.stringify(earlier.state().search)) as SearchView;
    const { session, workers } = fakeSession(quick, { source });
    session.restoreSearch({ ...view, version: 'document:3' });
    void session.resumeSearch(25);
    await settled();
    expect(session.state().search).toMatchObject({ status: 'failed', trials: [trial(2)] });
    expect(session.state().search?.failure?.message).toMatch(/^The file has changed since these trials/);
    expect(workers.flatMap(({ posted }) => posted)).toEqual([]);
  });

  test('is kept while it runs, now and then, and at its end at once', async () => {
    const { session, worker, id } = await begun();
    const kept: SearchView[] = [];
    const store = { keepSearch: async (_: string, search: SearchView) => void kept.push(search) };
    const report = { guard: (task: () => unknown) => task(), info: () => {} };
    const memory = new SearchMemory('file:///data.csv', session, { store, report } as never);
    for (let at = 1; at <= 20; at++) worker.send(trials(id, trial(at)));
    expect(kept).toHaveLength(0);
    vi.advanceTimersByTime(1000);
    expect(kept.map((search) => search.trials.length)).toEqual([20]);
    worker.send(trials(id, trial(21)));
    session.stopSearch();
    expect(kept.at(-1)).toMatchObject({ status: 'stopped', trials: { length: 21 } });
    void session.resumeSearch(25);
    await settled();
    worker.send(trials(session.state().search?.id ?? '', trial(22)));
    memory.dispose();
    expect(kept.at(-1)?.trials).toHaveLength(22);
  });
});

describe('what a search can go on to', () => {
  const view = (change: Partial<SearchView> = {}): SearchView =>
    ({
      status: 'stopped',
      settings: SETTINGS,
      space: SPACE,
      trials: [trial(1), trial(2)],
      ...change,
    }) as SearchView;
  const more = { ...SETTINGS, trials: 40 };

  test('are the trials that it was asked for, or more of the same', () => {
    expect(trialsToGoOnTo(view(), SETTINGS)).toBe(25);
    expect(trialsToGoOnTo(view(), more)).toBe(40);
    expect(trialsToGoOnTo(view(), { ...SETTINGS, trials: 5 })).toBe(25);
    expect(trialsToGoOnTo(view(), { ...more, varied: [] })).toBe(25);
    expect(trialsToGoOnTo(view({ status: 'failed' }), SETTINGS)).toBe(25);
  });

  test('do not depend on the order in which the settings are written', () => {
    const settings: SearchSettings = {
      search: 'bayesian',
      parameters: { start: 5, length: 2 },
      trials: 25,
      varied: ['l1Ratio', 'degree'],
    };
    const inSight: SearchSettings = {
      parameters: { length: 2, start: 5 },
      trials: 40,
      varied: ['degree', 'l1Ratio'],
      search: 'bayesian',
    };
    const done = view({ status: 'done', settings });
    expect(trialsToGoOnTo(done, inSight)).toBe(40);
    expect(trialsToGoOnTo(done, { ...inSight, parameters: { length: 3, start: 5 } })).toBeNull();
    expect(trialsToGoOnTo(done, { ...inSight, varied: ['degree'] })).toBeNull();
    expect(trialsToGoOnTo(done, { ...inSight, search: 'random' })).toBeNull();
  });

  test('is nothing while it runs, before it knew its space, and once all is tried', () => {
    expect(trialsToGoOnTo(view({ status: 'running' }), more)).toBeNull();
    expect(trialsToGoOnTo(view({ space: null, trials: [] }), more)).toBeNull();
    expect(trialsToGoOnTo(view({ trials: [] }), more)).toBeNull();
    expect(trialsToGoOnTo(view({ status: 'done' }), SETTINGS)).toBeNull();
    expect(trialsToGoOnTo(view({ status: 'done' }), more)).toBe(40);
    const grid = { ...SETTINGS, search: 'grid' };
    expect(trialsToGoOnTo(view({ status: 'done', settings: grid }), { ...more, search: 'grid' })).toBeNull();
  });
});
