import { describe, expect, test } from 'vitest';
import { parseSpec, type RaceLanes, type RunSpecInput, race, train } from '../../../src/engine/index.ts';
import type { RaceEvent, RaceOptions } from '../../../src/engine/race.ts';
import { MOST_RACERS, racersOf } from '../../../src/engine/racers.ts';
import { stream } from '../../../src/engine/random.ts';
import type { RaceResult } from '../../../src/engine/report.ts';
import { csvOf, prepared } from './runs.ts';

const random = stream(5, 'race');
const rows = Array.from({ length: 80 }, () => {
  const [a, b, c] = [random.normal(), random.normal(), random.normal()];
  return [a, 3 * b, 4 + a - 2 * b + c, a + b + 2 * c > 0 ? 'yes' : 'no'];
});
const text = csvOf(['a', 'b', 'y', 'c'], rows);
const linear: RunSpecInput = { target: ['y'], features: ['a', 'b'], iterations: 150 };
const logistic: RunSpecInput = { target: ['c'], features: ['a', 'b'], iterations: 150 };
const network: RunSpecInput = { ...logistic, model: 'mlp', hidden: [4], iterations: 40 };

const lanes = (solvers: string[], more: Partial<RaceLanes> = {}): RaceLanes => ({
  solvers,
  initializers: ['zeros'],
  learningRates: ['auto'],
  ...more,
});

async function raced(input: RunSpecInput, own: RaceLanes, options: RaceOptions = {}, file = text) {
  const spec = parseSpec(input);
  const events: RaceEvent[] = [];
  const steps = race(spec, await prepared(file, input), own, options);
  for (;;) {
    const next = await steps.next();
    if (next.done) return { events, result: next.value as RaceResult };
    events.push(next.value);
  }
}

async function optimumOf(input: RunSpecInput): Promise<number> {
  const steps = train(parseSpec(input), await prepared(text, input));
  for (;;) {
    const next = await steps.next();
    if (!next.done) continue;
    const { dataLoss, penalty } = next.value.result().now;
    return dataLoss + penalty;
  }
}

describe('the racers', () => {
  test('are every solver with every start and every rate, each once', () => {
    const own = lanes(['adam', 'momentum', 'adam'], {
      initializers: ['zeros', 'normal', 'zeros'],
      learningRates: ['auto', 0.1, 0.1],
    });
    const { specs, notes } = racersOf(parseSpec(linear), own);
    expect(
      specs.map(({ solver, initializer, learningRate }) => [solver, initializer.id, learningRate]),
    ).toEqual(
      ['adam', 'momentum'].flatMap((solver) =>
        ['zeros', 'normal'].flatMap((start) => ['auto', 0.1].map((rate) => [solver, start, rate])),
      ),
    );
    expect(notes).toEqual(['What was named twice races once.']);
  });

  test('that take no learning rate enter once with each start, and it is said', async () => {
    const own = lanes(['adam', 'newton', 'lbfgs', 'coordinateDescent'], { learningRates: [0.1, 'auto', 1] });
    const { specs, notes } = racersOf(parseSpec(linear), own);
    expect(specs.map(({ solver, learningRate }) => [solver, learningRate])).toEqual([
      ['adam', 0.1],
      ['adam', 'auto'],
      ['adam', 1],
      ['newton', 'auto'],
      ['lbfgs', 'auto'],
      ['coordinateDescent', 'auto'],
    ]);
    expect(notes).toEqual([
      'Newton (IRLS), L-BFGS and Coordinate descent have no learning rate: each races once with each start.',
    ]);
    const { result } = await raced(linear, lanes(['lbfgs', 'adam'], { learningRates: ['auto', 0.5] }));
    expect(result.racers.map(({ label }) => label)).toEqual(['L-BFGS', 'Adam · η auto', 'Adam · η 0.5']);
    expect(result.racers[0]!.learningRate).toBeNull();
    expect(result.notes).toEqual(['L-BFGS has no learning rate: it races once with each start.']);
  });

  test('of one rate are told without a word', () => {
    expect(racersOf(parseSpec(linear), lanes(['lbfgs', 'adam'])).notes).toEqual([]);
  });

  test('keep the parameters of the start that the spec has', () => {
    const spec = parseSpec({ ...linear, initializer: { id: 'normal', parameters: { sd: 3 } } });
    const [own, other] = racersOf(spec, lanes(['adam'], { initializers: ['normal', 'uniform'] })).specs;
    expect(own!.initializer.parameters).toEqual({ sd: 3 });
    expect(other!.initializer.parameters).toEqual({});
  });

  test.each([
    [lanes([]), 'make 0. Choose at least one'],
    [lanes(['adam', 'momentum'], { learningRates: Array.from({ length: 13 }, (_, i) => i + 1) }), 'make 26'],
    [lanes(['cholesky']), 'has no steps to race with'],
    [lanes(['fastest']), 'There is no solver "fastest"'],
    [lanes(['adam'], { learningRates: [0] }), 'above 0, and 0 is not'],
    [lanes(['adam'], { learningRates: [Number.NaN] }), 'NaN is not'],
  ])('cannot be %j', (own, part) => {
    expect(() => racersOf(parseSpec(linear), own)).toThrow(part);
    expect(MOST_RACERS).toBe(24);
  });

  test('are told apart by what differs alone', async () => {
    const labels = async (own: RaceLanes) =>
      (await raced(linear, own)).result.racers.map(({ label }) => label);
    expect(await labels(lanes(['adam', 'lbfgs']))).toEqual(['Adam', 'L-BFGS']);
    expect(await labels(lanes(['adam'], { learningRates: ['auto', 0.5] }))).toEqual([
      'Adam · η auto',
      'Adam · η 0.5',
    ]);
    expect(await labels(lanes(['adam'], { initializers: ['zeros', 'normal'] }))).toEqual([
      'Adam · Zeros',
      'Adam · Normal',
    ]);
  });

  test('must all fit the model', async () => {
    await expect(raced({ ...linear, l1Ratio: 1 }, lanes(['lbfgs', 'newton']))).rejects.toMatchObject({
      code: 'bad-spec',
    });
  });
});

describe('a race', () => {
  test.each([
    ['linear', linear],
    ['logistic', logistic],
    ['lasso', { ...linear, l1Ratio: 1, lambda: 5 }],
  ])('of a %s model knows the exact optimum, and nobody falls below it', async (_name, spec) => {
    const { events, result } = await raced(spec, lanes(['gradientDescent', 'lbfgs', 'adam']));
    const exact = await optimumOf(spec);
    expect(events[0]).toMatchObject({ type: 'racers', labels: ['Gradient descent', 'L-BFGS', 'Adam'] });
    expect(result.exact).toBe(true);
    expect(Math.abs(result.optimum - exact)).toBeLessThan(1e-9 * exact);
    for (const event of events) {
      if (event.type === 'step') expect(event.loss).toBeGreaterThan(result.optimum * (1 - 1e-9));
    }
    const [, lbfgs] = result.racers;
    expect(lbfgs!.reason).toBe('converged');
    expect(lbfgs!.loss! / exact - 1).toBeLessThan(1e-9);
  });

  test('of classes that a column tells apart has no optimum to arrive at', async () => {
    const apart = csvOf(
      ['a', 'c'],
      rows.map(([a]) => [a!, (a as number) > 0 ? 'p' : 'n']),
    );
    const input: RunSpecInput = { target: ['c'], lambda: 0, iterations: 300 };
    const { events, result } = await raced(input, lanes(['newton', 'momentum']), {}, apart);
    expect(events[0]).toMatchObject({ optimum: null });
    expect(result).toMatchObject({ exact: false, notes: [expect.stringContaining('no best model')] });
    expect(result.racers.map(({ reason }) => reason)).toEqual(['noMinimum', 'iterations']);
  });

  test('of networks has the lowest loss that any racer reached', async () => {
    const { events, result } = await raced(
      network,
      lanes(['lbfgs'], { initializers: ['zeros', 'xavierNormal'] }),
    );
    expect(events[0]).toMatchObject({ optimum: null });
    const losses = events.flatMap((event) => (event.type === 'step' ? [event.loss] : []));
    expect(result).toMatchObject({ exact: false, optimum: Math.min(...losses) });
    const [zeros, drawn] = result.racers;
    expect(zeros!.iterationsToNear).toBeNull();
    expect(drawn!.iterationsToNear).toBeGreaterThan(0);
  });

  test('takes a step of each in turn, and tells when each first came within 1 %', async () => {
    const { events, result } = await raced(linear, lanes(['gradientDescent', 'momentum']));
    const steps = events.filter((event) => event.type === 'step');
    expect(steps.slice(0, 4).map(({ racer, iteration }) => [racer, iteration])).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
    result.racers.forEach(({ iterationsToNear }, at) => {
      const own = steps.filter(({ racer }) => racer === at);
      const first = own.find(({ loss }) => loss <= 1.01 * result.optimum);
      expect(iterationsToNear).toBe(first!.iteration);
      expect(iterationsToNear).toBeGreaterThan(0);
    });
  });

  test('counts the time of each racer for itself', async () => {
    let time = 0;
    const now = () => time++;
    const { result } = await raced(linear, lanes(['gradientDescent', 'momentum']), { now });
    // One tick for each of its steps, whatever the others did in between; the start is the first.
    for (const racer of result.racers) expect(racer.millisecondsToNear).toBe(racer.iterationsToNear! + 1);
  });

  test('goes on when one of them diverges', async () => {
    const own = lanes(['gradientDescent'], { learningRates: [1000, 'auto'] });
    const { result } = await raced(linear, own);
    const [wild, tame] = result.racers;
    expect(wild).toMatchObject({ reason: 'diverged', iterationsToNear: null });
    expect(tame).toMatchObject({ reason: 'iterations', iterations: 150 });
    expect(tame!.loss! / result.optimum - 1).toBeLessThan(1e-3);
  });

  test('stopped ends with what it has', async () => {
    const stop = new AbortController();
    const steps = race(parseSpec(linear), await prepared(text, linear), lanes(['adam', 'momentum']), {
      signal: stop.signal,
    });
    for (let taken = 0; taken < 10; taken++) expect((await steps.next()).done).toBe(false);
    stop.abort();
    let next = await steps.next();
    while (!next.done) next = await steps.next();
    for (const racer of next.value.racers) {
      expect(racer.reason).toBe('stopped');
      expect(racer.iterations).toBeLessThan(6);
    }
  });

  test('is the same past the memory limit, and each time', async () => {
    const own = lanes(['miniBatch', 'lbfgs']);
    const held = await raced(logistic, own);
    const again = await raced(logistic, own);
    expect(again.events).toEqual(held.events);
    const reread = await raced(logistic, own, { memoryLimitBytes: 0 });
    const full = (events: RaceEvent[]) =>
      events.filter((event) => event.type === 'step' && event.racer === 1);
    expect(full(reread.events)).toEqual(full(held.events));
  });
});
