import { describe, expect, test } from 'vitest';
import type { RunSpecInput } from '../../../src/engine/index.ts';
import { stream } from '../../../src/engine/random.ts';
import type { RaceLanes } from '../../../src/protocol/run.ts';
import { csvOf } from '../engine/runs.ts';
import { settled, trainMessage, Worker } from './harness.ts';

const random = stream(51, 'worker');
const rows = Array.from({ length: 100 }, () => {
  const [a, b] = [random.normal(), random.normal()];
  return [
    a,
    b,
    1 + a - b + random.normal(),
    a + random.normal() > 0 ? 'yes' : 'no',
    'pqr'[random.integer(0, 2)]!,
  ];
});
const text = csvOf(['a', 'b', 'y', 'two', 'three'], rows);
const worker = () => new Worker({ 'data.csv': text });
const logistic: RunSpecInput = { target: ['two'], features: ['a', 'b'] };
const softmax: RunSpecInput = { target: ['three'], features: ['a', 'b'] };
const linear: RunSpecInput = { target: ['y'], features: ['a', 'b'], iterations: 80 };

describe('a race', () => {
  const lanes: RaceLanes = {
    solvers: ['gradientDescent', 'lbfgs'],
    initializers: ['zeros'],
    learningRates: ['auto'],
  };
  const message = (runId: string, spec: RunSpecInput, own: Partial<RaceLanes> = {}) => {
    const { source, memoryLimitMB, workers, spec: whole } = trainMessage(runId, spec);
    return {
      type: 'race' as const,
      runId,
      spec: whole,
      source,
      memoryLimitMB,
      workers,
      lanes: { ...lanes, ...own },
    };
  };

  test('tells its racers, every lap once and in order, and its end', async () => {
    const own = worker();
    own.tick = 0.5;
    own.send(message('1', linear));
    const { result } = await own.next('raced');
    expect(own.kinds('1')[0]).toBe('racers');
    expect(own.kinds('1').at(-1)).toBe('raced');
    expect(own.all('racers')[0]).toMatchObject({
      labels: ['Gradient descent', 'L-BFGS'],
      optimum: result.optimum,
    });
    for (const [at, racer] of result.racers.entries()) {
      const laps = own
        .all('laps')
        .flatMap(({ laps: { racer: of, iteration, loss } }) =>
          of.flatMap((who, i) => (who === at ? [{ iteration: iteration[i]!, loss: loss[i]! }] : [])),
        );
      expect(laps.map(({ iteration }) => iteration)).toEqual(laps.map((_, iteration) => iteration));
      expect(laps.at(-1)).toEqual({ iteration: racer.iterations, loss: racer.loss });
    }
  });

  test('sends about 30 messages a second', async () => {
    const own = worker();
    own.tick = 0.25;
    own.send(message('1', { ...linear, iterations: 3000 }, { solvers: ['gradientDescent', 'momentum'] }));
    await own.next('raced');
    expect(own.all('laps').length).toBeGreaterThan(2);
    expect(own.all('laps').length).toBeLessThan((own.time / 1000) * 31 + 2);
  });

  test('stopped ends with what it has; another one takes its place', async () => {
    const own = worker();
    const long = { ...linear, iterations: 1_000_000 };
    own.send(message('1', long));
    await own.next('laps');
    own.send({ type: 'stop', runId: '1' });
    const { result } = await own.next('raced');
    expect(result.racers[0]!.reason).toBe('stopped');
    own.send(message('2', long));
    await own.next('laps', '2');
    own.send(message('3', linear));
    await own.next('raced', '2');
    await own.next('raced', '3');
  });

  test('stopped while it reads has nothing to tell', async () => {
    const own = worker();
    own.send(message('1', linear));
    own.send({ type: 'stop', runId: '1' });
    expect((await own.next('stopped')).result).toBeNull();
  });

  test('that cannot be run fails with a sentence, and leaves the session able to train', async () => {
    const own = worker();
    own.send(message('1', linear, { solvers: ['cholesky'] }));
    expect((await own.next('failed')).failure).toMatchObject({ code: 'bad-spec', stack: null });
    own.send(message('2', linear, { solvers: [] }));
    expect((await own.next('failed', '2')).failure.message).toMatch(/at least one/);
    own.send(message('3', { target: ['nothing'] }));
    expect((await own.next('failed', '3')).failure.code).toBe('unknown-column');
    own.send(trainMessage('4', linear));
    await own.next('done');
  });

  test('leaves a training that runs beside it alone', async () => {
    const own = worker();
    own.send(trainMessage('1', linear));
    own.send(message('2', linear));
    const [{ result }] = await Promise.all([own.next('done', '1'), own.next('raced', '2')]);
    const alone = worker();
    alone.send(trainMessage('1', linear));
    expect(result.now.weights).toEqual((await alone.next('done')).result.now.weights);
  });
});

describe.each([
  ['logistic', logistic],
  ['softmax', softmax],
])('a %s model', (_name, spec) => {
  test('answers at other λ in the order in which it was asked, each as if alone', async () => {
    const lambdas = [100, 0.01, 30, 3];
    const answers = async (held: boolean) => {
      const own = worker();
      own.send(trainMessage('1', spec, held ? {} : { memoryLimitMB: 0 }));
      await own.next('done');
      lambdas.forEach((lambda, requestId) => {
        own.send({ type: 'preview', runId: '1', requestId, lambda });
        own.send({ type: 'predict', runId: '1', requestId, cells: { a: '1' }, lambda });
      });
      while (own.all('prediction').length < lambdas.length) await settled(1);
      const asked = own.messages.filter(({ type }) => type === 'preview' || type === 'prediction');
      expect(asked.map((message) => [message.type, 'requestId' in message && message.requestId])).toEqual(
        lambdas.flatMap((_, id) => [
          ['preview', id],
          ['prediction', id],
        ]),
      );
      return own.all('preview').map(({ preview }) => preview.view);
    };
    for (const views of [await answers(true), await answers(false)]) {
      for (const [at, lambda] of lambdas.entries()) {
        const own = worker();
        own.send(trainMessage('1', { ...spec, lambda }));
        const { result } = await own.next('done');
        expect(views[at]!.lambda).toBe(lambda);
        views[at]!.weights.forEach((weight, j) => {
          expect(weight).toBeCloseTo(result.now.weights[j]!, 6);
        });
      }
    }
  });

  test('predicts a probability for each class', async () => {
    const own = worker();
    own.send(trainMessage('1', spec));
    const { result } = await own.next('done');
    own.send({ type: 'predict', runId: '1', requestId: 1, cells: { a: '2', b: '' }, lambda: null });
    const { values, notes } = (await own.next('prediction')).prediction;
    const { classes } = JSON.parse(result.modelJson);
    expect(values).toHaveLength(classes.length);
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    expect(notes).toHaveLength(1);
  });

  test('refuses what is no λ and goes on', async () => {
    const own = worker();
    own.send(trainMessage('1', spec));
    await own.next('done');
    own.send({ type: 'preview', runId: '1', requestId: 1, lambda: -1 });
    expect((await own.next('refused')).failure.message).toMatch(/λ/);
    own.send({ type: 'preview', runId: '1', requestId: 2, lambda: 2 });
    expect((await own.next('preview')).preview.view.lambda).toBe(2);
  });
});

describe('a finished run examined', () => {
  test.each([
    ['ridge', linear],
    ['logistic', logistic],
  ])('tells importance and intervals, and answers meanwhile: %s', async (_name, spec) => {
    const own = worker();
    own.send(trainMessage('1', spec));
    await own.next('done');
    own.send({ type: 'examine', runId: '1', requestId: 1, what: 'intervals', count: 20 });
    own.send({ type: 'examine', runId: '1', requestId: 2, what: 'importance', count: 2 });
    own.send({ type: 'preview', runId: '1', requestId: 3, lambda: 5 });
    await own.next('preview');
    expect(own.all('intervals')).toHaveLength(0);
    while (own.all('intervals').length + own.all('importance').length < 2) await settled(1);
    expect(own.all('importance')[0]).toMatchObject({
      requestId: 2,
      importance: { repeats: 2, part: 'train' },
    });
    expect(own.all('intervals')[0]!.intervals.intervals).toHaveLength(3);
  });

  test('says how far it is, and ends at once where it is cancelled', async () => {
    const own = worker();
    own.tick = 20;
    own.send(trainMessage('1', logistic));
    await own.next('done');
    own.send({ type: 'examine', runId: '1', requestId: 1, what: 'intervals', count: 10_000 });
    while (!own.all('examining').some(({ progress }) => progress.share > 0)) await settled(1);
    const { requestId, progress } = own.all('examining').at(-1)!;
    expect(requestId).toBe(1);
    expect(progress.text).toMatch(/^sample [\d,]+ of 10,000$/);
    own.send({ type: 'cancelExamine', runId: 'another' });
    await settled(3);
    expect(own.all('refused')).toEqual([]);
    own.send({ type: 'cancelExamine', runId: '1' });
    const told = own.all('examining').length;
    const { failure } = await own.next('refused');
    expect(failure).toMatchObject({ code: 'cancelled', stack: null });
    expect(own.all('examining').length - told).toBeLessThan(3);
  });

  test.each(['train', 'race'] as const)('gives way to a new %s', async (what) => {
    const own = worker();
    own.tick = 20;
    own.send(trainMessage('1', linear));
    await own.next('done');
    own.send({ type: 'examine', runId: '1', requestId: 1, what: 'intervals', count: 10_000 });
    await own.next('examining');
    const { pace: _pace, watch: _watch, ...common } = trainMessage('2', linear);
    if (what === 'train') own.send(trainMessage('2', linear));
    else {
      const lanes = { solvers: ['lbfgs'], initializers: ['zeros'], learningRates: ['auto' as const] };
      own.send({ ...common, type: 'race', lanes });
    }
    expect((await own.next('refused')).failure.code).toBe('cancelled');
    while (own.all(what === 'train' ? 'done' : 'raced', '2').length === 0) await settled(1);
    expect(own.all('intervals')).toEqual([]);
  });

  test('is refused where it is not held, or cannot tell', async () => {
    const own = worker();
    own.send({ type: 'examine', runId: 'nobody', requestId: 1, what: 'importance', count: 2 });
    expect((await own.next('refused')).failure.code).toBe('bad-spec');
    own.send(trainMessage('1', { ...logistic, model: 'mlp', hidden: [2], iterations: 2 }));
    await own.next('done');
    own.send({ type: 'examine', runId: '1', requestId: 2, what: 'intervals', count: 2 });
    expect((await own.next('refused')).failure.message).toMatch(/network/);
    own.send({ type: 'preview', runId: '1', requestId: 3, lambda: 2 });
    expect((await own.next('refused')).failure.message).toMatch(/press Train/);
  });
});
