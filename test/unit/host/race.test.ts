import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Race } from '../../../src/host/race.ts';
import type { ToPanel } from '../../../src/protocol/panel.ts';
import type { FromWorker, ToWorker } from '../../../src/protocol/run.ts';
import { type FakeWorker, fakeSession, settled } from './fakeWorker.ts';
import { result, summary } from './reports.ts';

const LANES = { solvers: ['newton', 'adam'], initializers: ['zeros'], learningRates: ['auto' as const] };
const RESULT = {
  optimum: 1,
  exact: true,
  racers: LANES.solvers.map((solver) => ({
    label: solver,
    solver,
    initializer: 'zeros',
    learningRate: null,
    iterations: 3,
    reason: 'converged' as const,
    loss: 1,
    iterationsToNear: 2,
    millisecondsToNear: 5,
  })),
};
const racers = (runId: string): FromWorker => ({
  type: 'racers',
  runId,
  labels: ['Newton', 'Adam'],
  optimum: 1,
});
const laps = (runId: string, loss: number[]): FromWorker => ({
  type: 'laps',
  runId,
  laps: { racer: loss.map((_, at) => at % 2), iteration: loss.map((_, at) => at), loss },
});

/** Trains at once; races are driven by the test. */
function quick(message: ToWorker, worker: FakeWorker): void {
  if (message.type !== 'train') return;
  worker.send({ type: 'data', runId: message.runId, summary: summary() });
  worker.send({ type: 'done', runId: message.runId, result: result() });
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a race', () => {
  test('runs from its racers to its result, and touches no run', async () => {
    const { session, workers, spec } = fakeSession(quick);
    const run = await session.train(spec, 0);
    const before = run.view();
    const heard: ToPanel['type'][] = [];
    session.onMessage((message) => heard.push(message.type));
    const ended = session.race({ ...spec, lambda: 3 }, LANES);
    await settled();
    const [worker] = workers;
    const runId = session.state().race?.id ?? '';
    expect(worker?.posted.at(-1)).toMatchObject({ type: 'race', runId, lanes: LANES, spec: { lambda: 3 } });
    worker?.send(racers(runId));
    worker?.send(laps(runId, [9, 8, 7]));
    expect(session.state().race).toMatchObject({
      status: 'running',
      labels: ['Newton', 'Adam'],
      tracks: [
        { iteration: [0, 2], loss: [9, 7] },
        { iteration: [1], loss: [8] },
      ],
    });
    worker?.send({ type: 'raced', runId, result: RESULT });
    await ended;
    expect(heard).toEqual(['race', 'race', 'laps', 'race']);
    expect(session.state()).toMatchObject({ race: { status: 'done', result: RESULT }, spec: { lambda: 1 } });
    expect(run.view()).toEqual(before);
    expect(session.runs.all).toEqual([run]);
  });

  test('is stopped by its button and by a training, and then has what it had', async () => {
    const { session, workers, spec } = fakeSession((message, worker) => {
      quick(message, worker);
      if (message.type === 'stop') worker.send({ type: 'raced', runId: message.runId, result: RESULT });
    });
    const first = session.race(spec, LANES);
    await settled();
    await session.stopRace();
    await first;
    expect(session.state().race?.status).toBe('stopped');
    const second = session.race(spec, LANES);
    await settled();
    const run = await session.train(spec, 0);
    await second;
    expect(run.status).toBe('done');
    expect(session.state().race).toMatchObject({ status: 'stopped', result: RESULT });
    expect(workers).toHaveLength(1);
  });

  test('that fails says why; a worker that dies ends it', async () => {
    const { session, workers, problems, spec } = fakeSession();
    const failed = session.race(spec, LANES);
    await settled();
    const failure = { code: 'bug', message: 'No.', place: null, stack: 'at secret.ts' };
    workers[0]?.send({ type: 'failed', runId: session.state().race?.id ?? '', failure });
    await failed;
    expect(session.state().race).toMatchObject({
      status: 'failed',
      failure: { message: 'No.', stack: null },
    });
    expect(problems).toEqual(['at secret.ts']);
    const died = session.race(spec, LANES);
    await settled();
    workers[0]?.die();
    await died;
    expect(session.state().race?.status).toBe('failed');
  });

  test('ends with its session', async () => {
    const { session, spec } = fakeSession();
    const ended = session.race(spec, LANES);
    await settled();
    session.dispose();
    await ended;
    expect(session.state().race?.status).toBe('stopped');
  });

  test('keeps a bounded number of steps, and none that is not finite', () => {
    const race = new Race('r', LANES);
    race.apply({ type: 'racers', runId: 'r', labels: ['a'], optimum: null });
    for (let at = 0; at < 5000; at++) {
      const loss = at === 4999 ? Number.POSITIVE_INFINITY : 1 / (at + 1);
      race.apply({ type: 'laps', runId: 'r', laps: { racer: [0], iteration: [at], loss: [loss] } });
    }
    const [track] = race.view().tracks;
    expect(track?.loss.length).toBeLessThanOrEqual(300);
    expect(track?.iteration.at(-1)).toBe(4998);
    expect(track?.loss.every(Number.isFinite)).toBe(true);
  });
});
