import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  parseSpec,
  parseTuneFile,
  type RunSpecInput,
  searches,
  type Trial,
  TuningData,
  tune,
  tuningSpace,
} from '../../../../src/engine/index.ts';
import { crossValidate } from '../../../../src/engine/selection/crossValidation.ts';
import {
  choiceOf,
  edgeNote,
  specOf,
  type TuneOptions,
  type Tuning,
} from '../../../../src/engine/selection/tune.ts';
import { csvOf, prepared, run, trained } from '../runs.ts';

const RIDGE: Tuning = { lambda: null, l1Ratio: { low: 0, high: 0 }, choices: [] };
const WIDE: Tuning = {
  lambda: null,
  l1Ratio: { low: 0, high: 1 },
  choices: [choiceOf('standardize'), choiceOf('degree')],
};

function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/reference/data/${name}.csv`, import.meta.url), 'utf8');
}

async function dataOf(text: string, input: RunSpecInput): Promise<TuningData> {
  const spec = { ...input, lambdaChoice: 'min' } as const;
  return new TuningData(parseSpec(spec), await prepared(text, spec));
}

async function searched(data: TuningData, id: string, own: Tuning, options: Partial<TuneOptions> = {}) {
  const space = await tuningSpace(data, own);
  const steps = tune(data, space, { search: searches.get(id), trials: 25, seed: 0, ...options });
  for (;;) {
    const next = await steps.next();
    if (next.done) return { ...next.value, space };
  }
}

/** Lines of a CSV in the reverse order. */
function reversed(text: string): string {
  const [head, ...rows] = text.trim().split('\n');
  return `${[head, ...rows.reverse()].join('\n')}\n`;
}

describe('within 25 trials, λ within one standard error of the best of a grid of 100', () => {
  it.each<[string, RunSpecInput]>([
    ['diabetes', { target: ['target'] }],
    ['boston', { target: ['medv'] }],
    ['mtcars', { target: ['mpg'] }],
    ['swiss', { target: ['Fertility'] }],
    ['winequality_red', { target: ['quality'] }],
    ['stackloss', { target: ['stack.loss'] }],
    ['nist_longley', { target: ['y'] }],
    ['sm_spector', { target: ['GRADE'], model: 'logistic', folds: { kind: 'stratified', count: 4 } }],
  ])('is found on %s', async (name, input) => {
    const data = await dataOf(fixture(name), input);
    const { best, trials } = await searched(data, 'grid', RIDGE, { trials: 100 });
    expect(trials).toHaveLength(100);
    for (const id of searches.ids()) {
      const found = await searched(data, id, RIDGE);
      expect(found.trials).toHaveLength(25);
      expect(found.best!.mean).toBeLessThan(best!.mean! + best!.se!);
      // Not by the noise's grace alone: Bayesian search is as good as the grid to a hundredth of a standard error.
      if (id === 'bayesian') expect(found.best!.mean).toBeLessThan(best!.mean! + best!.se! / 100);
    }
  });
});

describe('within 25 trials, λ and l1Ratio within one standard error of the best of a grid of 21 × 5', () => {
  const mixed: Tuning = { ...RIDGE, l1Ratio: { low: 0, high: 1 } };

  it.each<[string, RunSpecInput]>([
    ['diabetes', { target: ['target'] }],
    ['boston', { target: ['medv'] }],
    ['mtcars', { target: ['mpg'] }],
    ['swiss', { target: ['Fertility'] }],
    ['winequality_red', { target: ['quality'] }],
    ['stackloss', { target: ['stack.loss'] }],
  ])('are found on %s by every search', async (name, input) => {
    const data = await dataOf(fixture(name), input);
    const { best, trials } = await searched(data, 'grid', mixed, { trials: 105 });
    expect(trials).toHaveLength(105);
    for (const id of searches.ids()) {
      const found = await searched(data, id, mixed);
      expect(found.trials).toHaveLength(25);
      expect(found.best!.mean).toBeLessThan(best!.mean! + best!.se!);
    }
  });
});

describe('the loss of a trial', () => {
  it('is that of models that were trained without the fold', async () => {
    const text = fixture('mtcars');
    const spec: RunSpecInput = { target: ['mpg'], lambda: 7 };
    const folds = { kind: 'contiguous', count: 2 } as const;
    const data = await dataOf(text, { ...spec, folds });
    const { mean, se } = await data.judge({ ...data.spec, lambda: 7 }, { memoryLimitBytes: 1e9 });
    const half = { kind: 'last', fraction: 0.5 } as const;
    const [last, first] = await Promise.all(
      [text, reversed(text)].map(async (own) => {
        const { model } = await run(own, { ...spec, split: half });
        return model.result().now.scores.test!.mse!;
      }),
    );
    expect(mean / ((last! + first!) / 2)).toBeCloseTo(1, 9);
    expect(se! / (Math.abs(last! - first!) / 2)).toBeCloseTo(1, 9);
  });

  it('is cross-validation at its λ, and what folds prepare anew is prepared once', async () => {
    const spec: RunSpecInput = { target: ['Ozone'], missing: 'mean', folds: { kind: 'shuffle', count: 5 } };
    const data = await dataOf(fixture('airquality'), spec);
    const limit = { memoryLimitBytes: 1e9 };
    const steps = crossValidate(data.spec, data.data, { ...limit, lambdas: [3, 70] });
    let step = await steps.next();
    while (!step.done) step = await steps.next();
    const { cvMean, cvSe } = step.value;
    await data.judge({ ...data.spec, lambda: 1 }, limit);
    const passes = data.data.passes.count;
    for (const [at, lambda] of [70, 3].entries()) {
      const { mean, se } = await data.judge({ ...data.spec, lambda }, limit);
      expect(mean / cvMean[at]!).toBeCloseTo(1, 10);
      expect(se! / cvSe[at]!).toBeCloseTo(1, 10);
    }
    expect(data.data.passes.count).toBe(passes);
  });

  it('knows nothing of the test part', async () => {
    const text = fixture('mtcars');
    const lines = text.trim().split('\n');
    const changed = lines.map((line, at) => (at > 26 ? line.replaceAll(/\d+/g, '9') : line)).join('\n');
    const spec: RunSpecInput = {
      target: ['mpg'],
      split: { kind: 'last', fraction: 0.2 },
      exclude: ['model'],
    };
    const one = await searched(await dataOf(text, spec), 'random', RIDGE, { trials: 5 });
    const other = await searched(await dataOf(`${changed}\n`, spec), 'random', RIDGE, { trials: 5 });
    expect(changed).not.toBe(text.trim());
    expect(other.trials).toEqual(one.trials);
  });
});

describe('λ, l1Ratio, scale and degree together', () => {
  const draw = Array.from({ length: 90 }, (_, at) => [
    Math.sin(3 * at),
    Math.cos(5 * at),
    Math.sin(7 * at + 1),
  ]);
  // The square counts, and of the columns only the first.
  const text = csvOf(
    ['y', 'a', 'b', 'c'],
    draw.map(([a, b, c], at) => [2 * a! + 3 * a! * a! + 0.3 * Math.sin(11 * at * at), a!, 100 * b!, c! / 10]),
  );
  const options = { trials: 16 };

  it('are found by Bayesian search, which goes on to the same bits', async () => {
    const data = await dataOf(text, { target: ['y'] });
    const whole = await searched(data, 'bayesian', WIDE, options);
    expect(whole.best!.choices['degree']).toBe(2);
    const earlier = JSON.parse(JSON.stringify(whole.trials.slice(0, 9))) as Trial[];
    const rest = await searched(await dataOf(text, { target: ['y'] }), 'bayesian', WIDE, {
      ...options,
      earlier,
    });
    expect(rest.trials).toStrictEqual(whole.trials);
  });

  it('make a spec that trains to the model of the trial', async () => {
    const data = await dataOf(text, { target: ['y'] });
    const { best, space } = await searched(data, 'random', WIDE, options);
    const spec = specOf(data.spec, best!);
    expect(spec).toMatchObject({ lambda: best!.lambda, l1Ratio: best!.l1Ratio, ...best!.choices });
    expect(await data.judge(spec, { memoryLimitBytes: 1e9 })).toEqual({ mean: best!.mean, se: best!.se });
    expect(space.lambda.low).toBeLessThan(space.lambda.high);
  });

  it('are searched in a range of λ that holds the one without weights, on every scale', async () => {
    const data = await dataOf(text, { target: ['y'] });
    const lasso: Tuning = { lambda: null, l1Ratio: { low: 1, high: 1 }, choices: [] };
    const { lambda } = await tuningSpace(data, lasso);
    const { lambda: both } = await tuningSpace(data, { ...lasso, choices: [choiceOf('standardize')] });
    const nonZero = async (own: number) => {
      const model = await trained(text, { target: ['y'], l1Ratio: 1, lambda: own });
      return Object.values(model.file().coefficients).filter((weight) => weight !== 0).length;
    };
    expect(await nonZero(lambda.high * 1.001)).toBe(0);
    expect(await nonZero(lambda.high * 0.98)).toBe(1);
    expect(both.high).toBeGreaterThan(lambda.high);
    expect(both.low).toBeLessThanOrEqual(lambda.low);
  });
});

describe('a search that is stopped', () => {
  it('ends with the trials so far, within one of them', async () => {
    const data = await dataOf(fixture('pima'), { target: ['diabetes'] });
    const space = await tuningSpace(data, RIDGE);
    const stop = new AbortController();
    const steps = tune(data, space, {
      search: searches.get('random'),
      trials: 9,
      seed: 0,
      signal: stop.signal,
    });
    await steps.next();
    const pending = steps.next();
    stop.abort();
    const { done, value } = await pending;
    expect(done).toBe(true);
    expect(value).toMatchObject({ complete: false, trials: { length: 1 } });
  });
});

describe('edgeNote', () => {
  const space = { lambda: { low: 1, high: 1e4 }, l1Ratio: { low: 0, high: 0 }, choices: [] };
  const at = (lambda: number): Trial => ({ lambda, l1Ratio: 0, choices: {}, mean: 1, se: 1, elapsedMs: 0 });

  it('tells that a better λ may lie beyond', () => {
    expect(edgeNote(space, at(1.1))).toContain('lower end');
    expect(edgeNote(space, at(9990))).toContain('upper end');
    expect(edgeNote(space, at(100))).toBeNull();
    expect(edgeNote(space, null)).toBeNull();
    expect(edgeNote({ ...space, lambda: { low: 1, high: 1 } }, at(1))).toBeNull();
  });
});

describe('what cannot be tuned', () => {
  it('is refused by name', () => {
    expect(() => choiceOf('seed')).toThrow('"seed" cannot be tuned. Choose from: standardize, degree.');
    const spec = parseSpec({});
    expect(() => specOf(spec, { lambda: 1, l1Ratio: 0, choices: { seed: 3 } })).toThrow('cannot be tuned');
  });

  it('is no file of trials', () => {
    expect(() => parseTuneFile('{"schema":"ridgeline.model/1"}', 'm.json')).toThrow(
      'm.json does not hold the trials',
    );
    expect(() => parseTuneFile('{', 'm.json')).toThrow('m.json does not hold the trials');
  });
});
