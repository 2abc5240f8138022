import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RidgelineError } from '../../../src/engine/errors.ts';
import { MAX_RUNS } from '../../../src/host/runList.ts';
import { TrainingRun } from '../../../src/host/trainingRun.ts';
import { STOP_GRACE_MS } from '../../../src/host/trainingSession.ts';
import type { ToPanel } from '../../../src/protocol/panel.ts';
import type { ToWorker } from '../../../src/protocol/run.ts';
import { type FakeWorker, fakeSession, settled } from './fakeWorker.ts';
import { iterates, result, summary } from './reports.ts';

/** Trains at once. */
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

describe('a run', () => {
  test('goes from reading over training to done and tells the panel', async () => {
    const { session, workers, spec } = fakeSession();
    const heard: ToPanel['type'][] = [];
    session.onMessage((message) => heard.push(message.type));
    const ended = session.train(spec, 0);
    await settled();
    const runId = session.runs.active?.id ?? '';
    const [worker] = workers;
    expect(worker?.posted).toMatchObject([{ type: 'train', runId, watch: true, memoryLimitMB: 64 }]);
    worker?.send({
      type: 'reading',
      runId,
      progress: { bytesRead: 1, bytesTotal: 2, rows: 1, rowsPerSecond: 1 },
    });
    expect(session.runs.shown?.status).toBe('reading');
    worker?.send({ type: 'data', runId, summary: summary() });
    worker?.send({ type: 'iterates', runId, iterates: iterates(0, 3, 2) });
    expect(session.runs.shown?.status).toBe('training');
    worker?.send({ type: 'model', runId, result: result() });
    expect(session.runs.shown?.active).toBe(true);
    worker?.send({ type: 'done', runId, result: result() });
    expect((await ended).status).toBe('done');
    expect(heard).toEqual(['reading', 'data', 'status', 'runs', 'iterates', 'result', 'result', 'runs']);
    expect(session.state().run?.iterates.iteration).toEqual([0, 1, 2]);
  });

  test('hears nothing after its end, and nothing of other runs', async () => {
    const { session, workers, spec } = fakeSession(quick);
    const run = await session.train(spec, 0);
    const changes: unknown[] = [];
    session.onChange((change) => changes.push(change));
    workers[0]?.send({ type: 'stopped', runId: run.id, result: null });
    workers[0]?.send({ type: 'paused', runId: 'another' });
    expect(changes).toEqual([]);
    expect(run.status).toBe('done');
  });

  test('that cannot be read fails with the sentence; the next one may succeed', async () => {
    let there = false;
    const { session, spec } = fakeSession(quick, {
      source: async () => {
        if (!there) throw new RidgelineError('unreadable', 'data.csv cannot be read.');
        return {
          ref: { kind: 'file', path: 'd', name: 'd', version: 'v' },
          encoding: 'utf8',
        };
      },
    });
    const failed = await session.train(spec, 0);
    expect(failed.failure).toMatchObject({ code: 'unreadable', message: 'data.csv cannot be read.' });
    expect(failed.summary().lambda).toBe(spec.lambda);
    const choosing = await session.train({ ...spec, lambdaChoice: 'min' }, 0);
    expect(choosing.summary().lambda).toBeNull();
    there = true;
    expect((await session.train(spec, 0)).status).toBe('done');
    expect(session.runs.summaries().map((run) => [run.number, run.status])).toEqual([
      [1, 'failed'],
      [2, 'failed'],
      [3, 'done'],
    ]);
  });

  test("keeps a bug's stack out of the panel and in the log", async () => {
    const { session, problems, spec } = fakeSession((message, worker) => {
      if (message.type !== 'train') return;
      const failure = { code: 'unexpected', message: 'A bug.', place: null, stack: 'at secret.ts' };
      worker.send({ type: 'failed', runId: message.runId, failure });
    });
    const run = await session.train(spec, 0);
    expect(run.failure).toEqual({ code: 'unexpected', message: 'A bug.', place: null, stack: null });
    expect(problems).toEqual(['at secret.ts']);
  });

  test('text of an editor is read as UTF-8, whatever the spec says of the file', async () => {
    const { session, workers, spec } = fakeSession(quick, {
      source: async () => ({
        ref: { kind: 'bytes', name: 'd', version: 'document:1', bytes: new Uint8Array(1) },
        encoding: 'utf8',
      }),
    });
    const asked = { ...spec, csv: { ...spec.csv, encoding: 'gb18030' as const } };
    const run = await session.train(asked, 0);
    expect(workers[0]?.posted[0]).toMatchObject({ spec: { csv: { encoding: 'utf8' } } });
    expect(run.spec.csv.encoding).toBe('gb18030');
  });

  test('only the newest runs are kept', async () => {
    const { session, spec } = fakeSession(quick);
    for (let i = 0; i < MAX_RUNS + 3; i++) await session.train(spec, 0);
    expect(session.runs.all).toHaveLength(MAX_RUNS);
    expect(session.runs.all[0]?.number).toBe(4);
  });
});

describe('stopping', () => {
  test('takes the worker at its word', async () => {
    const { session, workers, spec } = fakeSession((message, worker) => {
      if (message.type === 'stop') worker.send({ type: 'stopped', runId: message.runId, result: result() });
    });
    const ended = session.train(spec, 0);
    await settled();
    await session.stop();
    const run = await ended;
    expect([run.status, run.result?.solver]).toEqual(['stopped', 'cholesky']);
    expect(workers[0]?.disposed).toBe(false);
  });

  test('ends a worker that does not answer, and keeps what there was', async () => {
    const { session, workers, spec } = fakeSession();
    const ended = session.train(spec, 0);
    await settled();
    const runId = session.runs.active?.id ?? '';
    workers[0]?.send({ type: 'model', runId, result: result() });
    const stop = session.stop();
    await vi.advanceTimersByTimeAsync(STOP_GRACE_MS);
    await stop;
    const run = await ended;
    expect([run.status, run.result !== null, workers[0]?.disposed]).toEqual(['stopped', true, true]);
    void session.train(spec, 0);
    await settled();
    expect(workers).toHaveLength(2);
    workers[0]?.send({ type: 'done', runId: session.runs.active?.id ?? '', result: result() });
    expect(session.runs.active).toBeDefined();
  });

  test('comes before another training, even when two are asked for at once', async () => {
    const { session, spec } = fakeSession((message, worker) => {
      if (message.type === 'stop') worker.send({ type: 'stopped', runId: message.runId, result: null });
    });
    void session.train(spec, 0);
    void session.train(spec, 0);
    void session.train(spec, 0);
    await settled();
    expect(session.runs.all.filter((run) => run.active)).toHaveLength(1);
    expect(session.runs.active).toBe(session.runs.shown);
  });
});

describe('a worker that dies', () => {
  test('fails its run with a sentence, and a rerun works', async () => {
    const { session, workers, problems, spec } = fakeSession();
    const ended = session.train(spec, 0);
    await settled();
    workers[0]?.die('exit code 134');
    const run = await ended;
    expect(run.failure?.code).toBe('worker-died');
    expect(run.failure?.message).toMatch(/ended unexpectedly.*Rerun/);
    expect(problems[0]).toContain('134');
    void session.train(spec, 0);
    await settled();
    const id = session.runs.active?.id ?? '';
    workers[1]?.send({ type: 'done', runId: id, result: result() });
    expect(session.runs.shown?.status).toBe('done');
  });

  test('rejects what was asked; earlier runs need a rerun', async () => {
    const { session, workers, spec } = fakeSession(quick);
    const run = await session.train(spec, 0);
    const asked = session.ask({ type: 'preview', runId: run.id, lambda: 3 });
    workers[0]?.die();
    await expect(asked).rejects.toMatchObject({ code: 'worker-died' });
    await expect(session.ask({ type: 'preview', runId: run.id, lambda: 3 })).rejects.toThrow(/Rerun/);
  });
});

describe('requests', () => {
  test('are paired with their replies, also out of order', async () => {
    const waiting: { runId: string; requestId: number }[] = [];
    const { session, workers, spec } = fakeSession((message, worker) => {
      quick(message, worker);
      if (message.type === 'predict') waiting.push(message);
    });
    const run = await session.train(spec, 0);
    const ask = (lambda: number) => session.ask({ type: 'predict', runId: run.id, cells: {}, lambda });
    const replies = [ask(1), ask(2)];
    for (const { runId, requestId } of waiting.reverse()) {
      const prediction = { values: [requestId], notes: [] };
      workers[0]?.send({ type: 'prediction', runId, requestId, prediction });
    }
    const values = (await Promise.all(replies)).map((reply) =>
      reply.type === 'prediction' ? reply.prediction.values[0] : null,
    );
    expect(values[0]).toBeLessThan(values[1] ?? 0);
  });

  test('of long work say how far it is until they are answered', async () => {
    const { session, workers, spec } = fakeSession(quick);
    const run = await session.train(spec, 0);
    const heard: string[] = [];
    const body = { type: 'examine' as const, runId: run.id, what: 'intervals' as const, count: 9 };
    const asked = session.ask(body, ({ text }) => heard.push(text));
    const request = workers[0]?.posted.at(-1);
    const requestId = request && 'requestId' in request ? request.requestId : -1;
    const tell = (text: string) =>
      workers[0]?.send({ type: 'examining', runId: run.id, requestId, progress: { share: 0.1, text } });
    tell('sample 1 of 9');
    session.cancelExamine(run.id);
    expect(workers[0]?.posted.at(-1)).toEqual({ type: 'cancelExamine', runId: run.id });
    const failure = { code: 'cancelled', message: 'Ended.', place: null, stack: null };
    workers[0]?.send({ type: 'refused', runId: run.id, requestId, failure });
    tell('too late');
    expect(await asked).toMatchObject({ type: 'refused', failure: { code: 'cancelled' } });
    expect(heard).toEqual(['sample 1 of 9']);
  });

  test('are rejected on disposal, and after it', async () => {
    const { session, workers, spec } = fakeSession(quick);
    const run = await session.train(spec, 0);
    const asked = session.ask({ type: 'preview', runId: run.id, lambda: 3 });
    session.dispose();
    session.dispose();
    await expect(asked).rejects.toThrow('closed');
    await expect(session.inspect()).rejects.toThrow('closed');
    expect(workers[0]?.disposed).toBe(true);
  });

  test('a message that is none is logged and dropped', async () => {
    const { session, workers, problems, spec } = fakeSession();
    void session.train(spec, 0);
    await settled();
    workers[0]?.sendRaw({ type: 'done', runId: 7 });
    expect(session.runs.active).toBeDefined();
    expect(problems[0]).toMatch(/could not be read/);
  });
});

describe('disposal', () => {
  test('ends the run under way', async () => {
    const { session, spec } = fakeSession();
    const ended = session.train(spec, 0);
    await settled();
    session.dispose();
    expect((await ended).status).toBe('stopped');
  });
});

describe('earlier runs', () => {
  test('that failed, or have no model yet, leave the last good model in sight', async () => {
    let fails = false;
    const { session, workers, spec } = fakeSession((message, worker) => {
      if (!fails) quick(message, worker);
    });
    const good = await session.train(spec, 0);
    expect(session.state().held).toBeNull();
    fails = true;
    const ended = session.train(spec, 0);
    await settled();
    expect(session.state()).toMatchObject({
      run: { status: 'reading' },
      held: { runId: good.id, number: 1 },
    });
    const failure = { code: 'bad-spec', message: 'No.', place: null, stack: null };
    workers[0]?.send({ type: 'failed', runId: session.runs.shown?.id ?? '', failure });
    await ended;
    expect(session.state()).toMatchObject({
      run: { status: 'failed' },
      held: { runId: good.id, restored: false, result: good.result },
    });
    session.select(good.id);
    expect(session.state().held).toBeNull();
  });

  test('of another window are shown, but cannot be asked', async () => {
    const { session, spec } = fakeSession(quick);
    const other = fakeSession(quick);
    const run = await other.session.train({ ...spec, lambda: 9 }, 0);
    session.restore(TrainingRun.restore({ ...run.view(), number: 7 }));
    expect(session.state().run).toMatchObject({ number: 7, restored: true, status: 'done' });
    await expect(session.ask({ type: 'preview', runId: run.id, lambda: 1 })).rejects.toThrow(/Rerun/);
    expect((await session.train(spec, 0)).number).toBe(8);
  });

  test('bring back their spec when they are selected', async () => {
    const { session, spec } = fakeSession(quick);
    const first = await session.train({ ...spec, lambda: 3 }, 0);
    await session.train({ ...spec, lambda: 4 }, 0);
    session.select(first.id);
    expect(session.state()).toMatchObject({ spec: { lambda: 3 }, run: { id: first.id } });
  });

  test('give a warm start its weights', async () => {
    const { session, workers, spec } = fakeSession(quick);
    await session.train(spec, 0);
    const warm = { ...spec, initializer: { id: 'warmStart', parameters: {}, values: null } };
    await session.train(warm, 0);
    const expected = { y: { coefficients: { a: 10, b: 20 }, intercept: 5 } };
    expect(workers[0]?.posted.at(-1)).toMatchObject({ spec: { initializer: { values: expected } } });
    expect(session.spec.initializer.values).toBeNull();
  });

  test('that diverged are resumed from their last weights at the suggested rate', async () => {
    const descent = {
      reason: 'diverged' as const,
      iterations: 3,
      learningRate: 10,
      lipschitz: 1,
      advice: { message: 'Too large.', suggestedRate: 0.9 },
    };
    const { session, workers, spec } = fakeSession((message, worker) => {
      if (message.type === 'train') worker.send({ type: 'data', runId: message.runId, summary: summary() });
    });
    const ended = session.train({ ...spec, learningRate: 10 }, 0);
    await settled();
    const runId = session.runs.active?.id ?? '';
    workers[0]?.send({ type: 'done', runId, result: result({ descent }) });
    const run = await ended;
    expect(session.recover('unknown')).toBeUndefined();
    void session.recover(run.id);
    await settled();
    expect(workers[0]?.posted.at(-1)).toMatchObject({
      spec: { learningRate: 0.9, initializer: { id: 'warmStart', values: { y: { intercept: 5 } } } },
    });
    expect(session.spec).toMatchObject({ learningRate: 0.9, initializer: { id: 'zeros' } });
  });
});
