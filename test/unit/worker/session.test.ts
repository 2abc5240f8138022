import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { RunSpecInput } from '../../../src/engine/index.ts';
import type { RunResult } from '../../../src/engine/report.ts';
import type { SourceRef } from '../../../src/protocol/run.ts';
import { fileRef, settled, trainMessage, Worker } from './harness.ts';

const diabetes = readFileSync(new URL('../../../examples/diabetes.csv', import.meta.url), 'utf8');
const exact: RunSpecInput = { target: ['progression'] };
const descent: RunSpecInput = { ...exact, solver: 'gradientDescent', iterations: 1_000_000 };
const short: RunSpecInput = { ...descent, iterations: 200 };

const worker = () => new Worker({ 'data.csv': diabetes });
const weightsOf = (result: RunResult) => result.now.standardized;

describe('a run', () => {
  test('tells what it reads, the data, the model, iterations and its end, in this order', async () => {
    const own = worker();
    own.tick = 50;
    own.send(trainMessage('1', exact, { watch: true }));
    const done = await own.next('done');
    const order = ['reading', 'data', 'model', 'iterates', 'done'];
    const first = own.kinds('1').filter((kind, at, all) => all.indexOf(kind) === at);
    expect(first).toEqual(order);
    expect(own.kinds('1').at(-1)).toBe('done');
    const { progress } = own.all('reading')[0]!;
    expect(progress.rowsPerSecond).toBeGreaterThan(0);
    expect(progress.bytesTotal).toBe(diabetes.length);
    expect(own.all('data')[0]!.summary.targets).toEqual(['progression']);
    expect(own.all('model')[0]!.result.descent).toBeNull();
    expect(done.result.descent).not.toBeNull();
    expect(weightsOf(done.result)).toEqual(weightsOf(own.all('model')[0]!.result));
  });

  test('chooses λ where it is asked to, and tells the path that it looked along', async () => {
    const own = worker();
    own.tick = 40;
    own.send(trainMessage('1', { ...exact, lambdaChoice: '1se' }));
    const { selection, now } = (await own.next('done')).result;
    expect(selection).toMatchObject({ chosen: '1se', folds: '10 shuffled folds' });
    const { lambdas, cvMean, cvSe, lambdaMin, lambda1se, paths, nonZero, loo, gcv } = selection!;
    expect(now.lambda).toBe(lambda1se);
    expect(lambda1se).toBeGreaterThanOrEqual(lambdaMin);
    expect(lambdas).toEqual([...lambdas].sort((a, b) => a - b));
    for (const list of [cvMean, cvSe, paths, nonZero, loo, gcv]) expect(list).toHaveLength(lambdas.length);
    const there = paths[lambdas.indexOf(lambda1se)]!;
    expect(there).toHaveLength(now.standardized.length);
    for (const [j, weight] of there.entries()) expect(weight / now.standardized[j]!).toBeCloseTo(1, 9);
    expect(own.all('working', '1').map(({ progress }) => progress.text)).toContain('fold 10 of 10');
    expect(own.kinds('1').lastIndexOf('working')).toBeLessThan(own.kinds('1').indexOf('data'));
    const opened = own.opened;
    own.send(trainMessage('2', { ...exact, lambdaChoice: 'min', solver: 'svd' }));
    expect((await own.next('done', '2')).result.now.lambda).toBe(lambdaMin);
    expect(own.opened).toBe(opened);
  });

  test('by an exact solver that is not watched has no iterations', async () => {
    const own = worker();
    own.send(trainMessage('1', exact));
    await own.next('done');
    expect(own.kinds('1').filter((kind) => kind !== 'reading')).toEqual(['data', 'done']);
  });

  test('streams every iteration once, in order, up to the last', async () => {
    const own = worker();
    own.tick = 0.5;
    own.send(trainMessage('1', short));
    const done = await own.next('done');
    const iterations = own.all('iterates').flatMap(({ iterates }) => iterates.iteration);
    expect(iterations[0]).toBe(0);
    expect(iterations.at(-1)).toBe(200);
    expect(iterations).toEqual([...iterations].sort((a, b) => a - b));
    expect(new Set(iterations).size).toBe(iterations.length);
    const last = own.all('iterates').at(-1)!.iterates;
    expect(last.weightsAt.at(-1)).toBe(200);
    for (const [j, weight] of weightsOf(done.result).entries()) {
      expect(last.weights.at(-1)![j]).toBeCloseTo(weight, 10);
    }
  });

  test('keeps the pace that is asked for', async () => {
    const own = worker();
    own.tick = 0.01;
    own.send(trainMessage('1', { ...descent, iterations: 30 }, { pace: 10 }));
    const before = own.time;
    await own.next('done');
    expect(own.sleeps.length).toBeGreaterThanOrEqual(29);
    expect(own.time - before).toBeGreaterThan(2900);
    expect(own.time - before).toBeLessThan(3300);
  });

  test('sends about 30 messages a second, however many iterations there are', async () => {
    const own = worker();
    own.tick = 0.25;
    own.send(trainMessage('1', { ...descent, iterations: 4000 }));
    await own.next('done');
    const elapsed = own.time / 1000;
    expect(own.all('iterates').length).toBeLessThan(elapsed * 31 + 2);
    for (const { iterates } of own.all('iterates')) expect(iterates.iteration.length).toBeLessThanOrEqual(65);
  });
});

describe('steering', () => {
  async function paused(own: Worker): Promise<number> {
    own.send(trainMessage('1', descent));
    await own.next('iterates');
    own.send({ type: 'pause', runId: '1' });
    await own.next('paused');
    await settled();
    own.skip();
    return own.all('iterates').at(-1)!.iterates.iteration.at(-1)!;
  }

  test('pause halts; a step advances by one iteration; resume goes on', async () => {
    const own = worker();
    const at = await paused(own);
    const count = own.messages.length;
    await settled();
    expect(own.messages).toHaveLength(count);
    for (const step of [1, 2, 3]) {
      own.send({ type: 'step', runId: '1' });
      const { iterates } = await own.next('iterates');
      expect(iterates.iteration).toEqual([at + step]);
      expect(iterates.weights).toHaveLength(1);
      await settled();
    }
    expect(own.messages).toHaveLength(count + 3);
    own.send({ type: 'resume', runId: '1' });
    await own.next('resumed');
    const { iterates } = await own.next('iterates');
    expect(iterates.iteration[0]).toBe(at + 4);
    own.send({ type: 'stop', runId: '1' });
    await own.next('stopped');
  });

  test.each([0, 20])('nothing follows the word that a run is paused, at a pace of %d', async (pace) => {
    const own = worker();
    own.send(trainMessage('1', descent, { pace }));
    await own.next('iterates');
    own.send({ type: 'pause', runId: '1' });
    await own.next('paused');
    await settled();
    expect(own.messages.at(-1)?.type).toBe('paused');
    own.send({ type: 'stop', runId: '1' });
    await own.next('stopped');
  });

  test('steps that come at once are all taken', async () => {
    const own = worker();
    const at = await paused(own);
    for (let step = 0; step < 5; step++) own.send({ type: 'step', runId: '1' });
    await settled();
    expect(own.all('iterates').at(-1)!.iterates.iteration).toEqual([at + 5]);
    own.send({ type: 'stop', runId: '1' });
    await own.next('stopped');
  });

  test('a paused run can be stopped', async () => {
    const own = worker();
    await paused(own);
    own.send({ type: 'stop', runId: '1' });
    await own.next('stopped');
    const count = own.messages.length;
    own.send({ type: 'resume', runId: '1' });
    own.send({ type: 'step', runId: '1' });
    await settled();
    expect(own.messages).toHaveLength(count);
  });

  test('a run stopped while it is watched keeps the exact model that stands', async () => {
    const own = worker();
    own.send(trainMessage('1', exact, { watch: true, pace: 5 }));
    const { result } = await own.next('model');
    await own.next('iterates');
    own.send({ type: 'stop', runId: '1' });
    const stopped = await own.next('stopped');
    expect(weightsOf(stopped.result!)).toEqual(weightsOf(result));
    own.send({ type: 'preview', runId: '1', requestId: 1, lambda: 5 });
    expect((await own.next('preview')).preview.view.lambda).toBe(5);
  });

  test('a run stopped while it reads has no result', async () => {
    const own = worker();
    own.send(trainMessage('1', exact));
    own.send({ type: 'stop', runId: '1' });
    expect((await own.next('stopped')).result).toBeNull();
    expect(own.kinds('1').at(-1)).toBe('stopped');
    own.send(trainMessage('2', exact));
    await own.next('done', '2');
  });

  test('a new run stops the one before it', async () => {
    const own = worker();
    own.send(trainMessage('1', descent));
    await own.next('iterates', '1');
    own.send(trainMessage('2', exact));
    await own.next('stopped', '1');
    await own.next('done', '2');
    expect(own.kinds('1')).not.toContain('done');
    const end = own.messages.findIndex(({ type, runId }) => type === 'stopped' && runId === '1');
    expect(own.messages.slice(end + 1).every(({ runId }) => runId === '2')).toBe(true);
  });

  test('messages for another run change nothing', async () => {
    const own = worker();
    own.send(trainMessage('1', short));
    for (const type of ['pause', 'step', 'resume', 'stop'] as const) own.send({ type, runId: 'other' });
    await own.next('done', '1');
    expect(own.kinds('other')).toEqual([]);
  });
});

describe('what has been read', () => {
  test('is not read again for another λ, target, solver or split', async () => {
    const own = worker();
    own.send(trainMessage('1', exact));
    await own.next('done');
    const opened = own.opened;
    const specs: RunSpecInput[] = [
      { ...exact, lambda: 10 },
      { target: ['bmi'] },
      { ...exact, solver: 'svd' },
      { ...exact, split: { kind: 'random', fraction: 0.2 } },
      { ...exact, standardize: 'none' },
    ];
    for (const [at, spec] of specs.entries()) {
      own.send(trainMessage(`again ${at}`, spec));
      await own.next('done', `again ${at}`);
      expect(own.kinds(`again ${at}`)).toEqual(['data', 'done']);
    }
    expect(own.opened).toBe(opened);
  });

  test('is read again when the file changes, or is to be read in another way', async () => {
    const own = worker();
    own.send(trainMessage('1', exact));
    await own.next('done');
    let opened = own.opened;
    const changes = [
      trainMessage('2', exact, { source: fileRef('data.csv', '2') }),
      trainMessage('3', { ...exact, csv: { decimal: '.' } }),
    ];
    for (const message of changes) {
      own.send(message);
      await own.next('done', message.runId);
      expect(own.opened).toBeGreaterThan(opened);
      opened = own.opened;
    }
  });

  test('of bytes that came along is trained on', async () => {
    const own = worker();
    const bytes = new TextEncoder().encode(diabetes);
    const source = { kind: 'bytes' as const, name: 'data.csv', version: 'edit 1', bytes };
    own.send(trainMessage('1', exact, { source }));
    expect((await own.next('done')).result.solver).toBe('cholesky');
  });

  test('gives its columns with the likely target; before that the head gives them', async () => {
    const own = worker();
    const inspect = { type: 'inspect' as const, runId: '', source: fileRef(), csv: {} };
    const csv = trainMessage('1', exact).spec.csv;
    own.send({ ...inspect, requestId: 1, csv });
    const guessed = await own.next('columns');
    const opened = own.opened;
    own.send(trainMessage('1', exact));
    await own.next('done');
    expect(own.opened).toBeGreaterThan(opened);
    const after = own.opened;
    own.send({ ...inspect, requestId: 2, csv });
    const known = await own.next('columns');
    expect(own.opened).toBe(after);
    expect([guessed.requestId, known.requestId]).toEqual([1, 2]);
    for (const { columns } of [guessed, known]) {
      expect(columns.map(({ name }) => name)).toEqual(
        diabetes.slice(0, diabetes.indexOf('\n')).trim().split(','),
      );
      expect(columns.filter(({ role }) => role === 'target').map(({ name }) => name)).toEqual([
        'progression',
      ]);
    }
    expect(known.columns[2]!.distinct).toBeGreaterThan(100);
  });
});

describe('several files as one', () => {
  const [head, ...lines] = diabetes.trimEnd().split('\n');
  const part = (from: number, to?: number) => `${[head, ...lines.slice(from, to)].join('\n')}\n`;
  const texts = { 'a.csv': part(0, 200), 'b.csv': part(200), 'other.csv': 'u,v\n1,2\n' };
  const together = (...names: string[]) => {
    const parts = names.map((name) => fileRef(name) as Extract<SourceRef, { kind: 'file' }>);
    return { kind: 'files' as const, name: 'a.csv and 1 more', version: '1', parts };
  };

  test('give the same model as one that holds all of their rows', async () => {
    const own = new Worker(texts);
    own.send(trainMessage('1', exact, { source: together('a.csv', 'b.csv') }));
    const { result } = await own.next('done');
    expect(own.all('data')[0]!.summary.rows.read).toBe(442);
    const whole = worker();
    whole.send(trainMessage('1', exact));
    expect(weightsOf(result)).toEqual(weightsOf((await whole.next('done')).result));
    const opened = own.opened;
    own.send(trainMessage('2', { ...exact, lambda: 7 }, { source: together('a.csv', 'b.csv') }));
    await own.next('done', '2');
    expect(own.opened).toBe(opened);
  });

  test('are known by their head, and refused where their columns differ', async () => {
    const own = new Worker(texts);
    const csv = trainMessage('1').spec.csv;
    const source = together('a.csv', 'b.csv');
    own.send({ type: 'inspect', runId: '', requestId: 1, source, csv });
    expect((await own.next('columns')).columns.map(({ name }) => name)).toEqual(head!.split(','));
    own.send(trainMessage('1', exact, { source: together('a.csv', 'other.csv') }));
    expect((await own.next('failed')).failure).toMatchObject({ code: 'not-a-csv', stack: null });
  });
});

describe('questions about a run', () => {
  test('are answered for finished ones', async () => {
    const own = worker();
    own.send(trainMessage('1', exact));
    const { result } = await own.next('done');
    own.send({ type: 'preview', runId: '1', requestId: 7, lambda: 1 });
    const { preview, requestId } = await own.next('preview');
    expect(requestId).toBe(7);
    for (const [j, weight] of weightsOf(result).entries()) {
      expect(preview.view.standardized[j]).toBeCloseTo(weight, 9);
    }
    own.send({ type: 'predict', runId: '1', requestId: 8, cells: {}, lambda: null });
    const { prediction } = await own.next('prediction');
    const mean = own.all('data')[0]!.summary.columns.find(({ name }) => name === 'progression')!.mean!;
    expect(prediction.values[0]).toBeCloseTo(mean, 6);
    expect(prediction.notes).toHaveLength(10);
  });

  test('are refused for unknown ones, and for what is no λ', async () => {
    const own = worker();
    own.send({ type: 'preview', runId: 'nobody', requestId: 1, lambda: 1 });
    const unknown = await own.next('refused');
    expect(unknown).toMatchObject({ runId: 'nobody', requestId: 1 });
    expect(unknown.failure).toMatchObject({ code: 'bad-spec', stack: null });
    own.send(trainMessage('1', exact));
    await own.next('done');
    own.send({ type: 'predict', runId: '1', requestId: 2, cells: {}, lambda: -1 });
    expect((await own.next('refused')).failure.message).toMatch(/λ/);
  });

  test('are answered for the last 20 runs', async () => {
    const own = new Worker({ 'data.csv': 'a,y\n1,2\n2,4\n3,5\n4,9\n' });
    for (let at = 0; at < 22; at++) {
      own.send(trainMessage(`${at}`, { target: ['y'] }));
      await own.next('done', `${at}`);
    }
    for (let at = 0; at < 22; at++) own.send({ type: 'preview', runId: `${at}`, requestId: at, lambda: 1 });
    await settled();
    expect(own.all('refused').map(({ runId }) => runId)).toEqual(['0', '1']);
    expect(own.all('preview')).toHaveLength(20);
  });
});

describe('failures', () => {
  test('that are expected are sentences, with their place where they have one', async () => {
    const own = new Worker({ 'data.csv': 'a,y\n1,2\n2,"4\n3,5\n' });
    own.send(trainMessage('1', { target: ['y'] }));
    const { failure } = await own.next('failed');
    expect(failure.stack).toBeNull();
    expect(failure.code).not.toBe('bug');
    expect(failure.place).toMatchObject({ line: 3 });
    own.send(trainMessage('2', { target: ['nothing'] }));
    expect((await own.next('failed', '2')).failure.message).toMatch(/\.$/);
  });

  test('that are bugs keep their stack and say where it is', async () => {
    const own = new Worker({});
    own.send(trainMessage('1', exact));
    const { failure } = await own.next('failed');
    expect(failure).toMatchObject({ code: 'bug', place: null });
    expect(failure.stack).toContain('disk on fire');
    expect(failure.message).toContain('log');
    expect(failure.message).not.toContain('disk');
    own.send({
      type: 'inspect',
      runId: '',
      requestId: 1,
      source: fileRef(),
      csv: trainMessage('', {}).spec.csv,
    });
    expect((await own.next('refused')).failure.code).toBe('bug');
  });

  test('leave the session able to train', async () => {
    const own = worker();
    own.send(trainMessage('1', { target: ['nothing'] }));
    await own.next('failed');
    own.send(trainMessage('2', exact));
    await own.next('done', '2');
  });
});

test('a descent that diverges is done, says why, and goes on from its last weights with 0.9/L', async () => {
  const own = worker();
  own.send(trainMessage('1', { ...short, iterations: 1 }));
  const { lipschitz } = (await own.next('done')).result.descent!;
  own.send(trainMessage('2', { ...short, learningRate: 10 / lipschitz! }));
  const { result } = await own.next('done', '2');
  expect(result.descent!.reason).toBe('diverged');
  expect(result.descent!.advice!.message).toContain('0.9/L');
  const { coefficients, intercept } = JSON.parse(result.modelJson);
  const values = { progression: { coefficients, intercept } };
  const learningRate = result.descent!.advice!.suggestedRate;
  const again = { ...short, iterations: 12_000, learningRate, initializer: { id: 'warmStart', values } };
  own.send(trainMessage('3', again));
  const mended = (await own.next('done', '3')).result;
  expect(mended.now.dataLoss + mended.now.penalty).toBeCloseTo(mended.optimum!, 6);
});
