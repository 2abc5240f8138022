import { describe, expect, it } from 'vitest';
import { RidgelineError } from '../../../../../src/engine/errors.ts';
import {
  type Candidate,
  type Evaluation,
  type SearchOptions,
  type SearchSpace,
  search,
  searches,
  type Trial,
} from '../../../../../src/engine/selection/search/index.ts';

const space: SearchSpace = {
  lambda: { low: 1e-4, high: 1e4 },
  l1Ratio: { low: 0, high: 1 },
  choices: [
    { id: 'standardize', values: ['all', 'none'] },
    { id: 'degree', values: [1, 2, 3] },
  ],
};
const ridge: SearchSpace = { ...space, l1Ratio: { low: 0, high: 0 }, choices: [] };

/** Least, 10, at λ = 3, l1Ratio = 0.7, all, 2. */
function bowl({ lambda, l1Ratio, choices }: Candidate): Promise<Evaluation> {
  const far = Math.log10(lambda / 3) ** 2 + 2 * (l1Ratio - 0.7) ** 2;
  const { standardize = 'all', degree = 2 } = choices;
  return Promise.resolve({
    mean: 10 + far + (degree === 2 ? 0 : 0.5) + (standardize === 'all' ? 0 : 0.3),
    se: 0.3,
  });
}

function valley({ lambda }: Candidate): Promise<Evaluation> {
  return Promise.resolve({ mean: 1 + Math.log10(lambda / 40) ** 2, se: 0.1 });
}

type Given = Partial<Omit<SearchOptions, 'search'>>;

async function run(id: string, own = space, evaluate = bowl, options: Given = {}) {
  const steps = search(own, evaluate, { search: searches.get(id), trials: 20, seed: 1, ...options });
  const seen: Trial[] = [];
  for (;;) {
    const next = await steps.next();
    if (next.done) return { seen, ...next.value };
    seen.push(next.value);
  }
}

describe.each(['grid', 'random', 'bayesian'])('%s search', (id) => {
  const trials = 18;
  const parameters = { l1Ratios: 2 };
  const own = { ...space, choices: space.choices.slice(1) };

  it('yields every trial, and the best of them', async () => {
    const { seen, trials: told, best, complete } = await run(id, own, bowl, { trials, parameters });
    expect(told).toEqual(seen);
    expect(seen).toHaveLength(trials);
    expect(best!.mean).toBe(Math.min(...seen.map(({ mean }) => mean!)));
    expect(complete).toBe(true);
  });

  it('stays within the space', async () => {
    const { seen } = await run(id, own, bowl, { trials, parameters });
    for (const { lambda, l1Ratio, choices } of seen) {
      expect(lambda).toBeGreaterThanOrEqual(1e-4);
      expect(lambda).toBeLessThanOrEqual(1e4);
      expect(l1Ratio).toBeGreaterThanOrEqual(0);
      expect(l1Ratio).toBeLessThanOrEqual(1);
      expect([1, 2, 3]).toContain(choices['degree']);
    }
  });

  it('goes on from earlier trials, read from JSON, to the same bits', async () => {
    const whole = await run(id, own, bowl, { trials, parameters });
    for (const until of [1, 6, 7, 12, 18]) {
      const earlier = JSON.parse(JSON.stringify(whole.seen.slice(0, until)));
      const rest = await run(id, own, bowl, { trials, parameters, earlier });
      expect(rest.trials).toStrictEqual(whole.trials);
      expect(rest.best).toStrictEqual(whole.best);
      expect(rest.seen).toHaveLength(trials - until);
    }
  });

  it('ends at once with the trials so far when it is stopped', async () => {
    const stop = new AbortController();
    const evaluate = (candidate: Candidate) => {
      if (candidate.lambda > 0 && ++count === 8) stop.abort();
      if (stop.signal.aborted) throw new RidgelineError('stopped', 'Stopped.');
      return bowl(candidate);
    };
    let count = 0;
    const ended = await run(id, own, evaluate, { trials, parameters, signal: stop.signal });
    expect(count).toBe(8);
    expect(ended.trials).toHaveLength(7);
    expect(ended.complete).toBe(false);
    const resumed = await run(id, own, bowl, { trials, parameters, earlier: ended.trials });
    expect(resumed.trials).toStrictEqual((await run(id, own, bowl, { trials, parameters })).trials);
  });

  it('tries nothing when it is stopped before it begins', async () => {
    const ended = await run(id, own, () => Promise.reject(new Error('tried')), {
      trials,
      parameters,
      signal: AbortSignal.abort(),
    });
    expect(ended).toEqual({ seen: [], trials: [], best: null, complete: false });
  });

  it('lists what could not be fitted, and goes on', async () => {
    const evaluate = async (candidate: Candidate): Promise<Evaluation> => {
      if (candidate.choices['degree'] === 3) throw new RidgelineError('too-large', 'Too many columns.');
      return candidate.choices['degree'] === 1 ? { mean: Infinity, se: null } : bowl(candidate);
    };
    const { seen, best } = await run(id, own, evaluate, { trials, parameters });
    expect(seen).toHaveLength(trials);
    const failed = seen.filter(({ choices }) => choices['degree'] === 3);
    expect(failed.length).toBeGreaterThan(0);
    for (const { mean, failure } of failed) expect([mean, failure]).toEqual([null, 'Too many columns.']);
    expect(best!.choices['degree']).toBe(2);
  });

  it('does not hide other failures', async () => {
    const refused = new RidgelineError('unknown-column', 'There is no such column.');
    await expect(run(id, own, () => Promise.reject(refused), { trials, parameters })).rejects.toBe(refused);
  });
});

describe('grid search', () => {
  it('has λ in equal ratios from end to end, at every l1Ratio and choice', async () => {
    const { seen } = await run('grid', { ...space, choices: [] }, bowl, {
      trials: 18,
      parameters: { l1Ratios: 2 },
    });
    expect(seen.map(({ l1Ratio }) => l1Ratio)).toEqual([...Array(9).fill(0), ...Array(9).fill(1)]);
    for (let at = 0; at < 9; at++) expect(Math.log10(seen[at]!.lambda)).toBeCloseTo(at - 4, 12);
    expect([seen[0]!.lambda, seen[8]!.lambda]).toEqual([1e-4, 1e4]);
  });

  it('says how many trials it needs where there are too few', async () => {
    await expect(run('grid')).rejects.toThrow(
      'A grid of 30 combinations with at least 3 λ each takes 90 trials, not 20.',
    );
  });
});

describe('random search', () => {
  it('draws log λ and l1Ratio uniformly and every choice equally often', async () => {
    const n = 20_000;
    const { seen } = await run('random', space, bowl, { trials: n });
    const deviation = (values: number[]) => {
      const sorted = [...values].sort((a, b) => a - b);
      return Math.max(...sorted.map((value, at) => Math.abs(value - (at + 0.5) / sorted.length)));
    };
    // Kolmogorov & Smirnov: beyond 1.63 / √n once in a hundred samples.
    const limit = 1.63 / Math.sqrt(n);
    expect(deviation(seen.map(({ lambda }) => (Math.log10(lambda) + 4) / 8))).toBeLessThan(limit);
    expect(deviation(seen.map(({ l1Ratio }) => l1Ratio))).toBeLessThan(limit);
    for (const degree of [1, 2, 3]) {
      const share = seen.filter(({ choices }) => choices['degree'] === degree).length / n;
      expect(Math.abs(share - 1 / 3)).toBeLessThan(3.3 * Math.sqrt(2 / 9 / n));
    }
  });

  it('draws other trials from another seed', async () => {
    const lambdas = async (seed: number) =>
      (await run('random', space, bowl, { seed })).seen.map((own) => own.lambda);
    const [one, other] = [await lambdas(1), await lambdas(2)];
    expect(one.filter((lambda) => other.includes(lambda))).toEqual([]);
  });
});

describe('Bayesian search', () => {
  it.each([0, 1, 2, 3])('comes much nearer to the minimum than random search, seed %d', async (seed) => {
    const options = { trials: 25, seed };
    const found = await run('bayesian', { ...space, choices: [] }, bowl, options);
    const drawn = await run('random', { ...space, choices: [] }, bowl, options);
    expect(found.best!.mean! - 10).toBeLessThan(0.01);
    expect(found.best!.mean).toBeLessThan(drawn.best!.mean!);
  });

  it.each([0, 1])('finds the right choices as well, seed %d', async (seed) => {
    const { best } = await run('bayesian', space, bowl, { trials: 30, seed });
    expect(best!.choices).toEqual({ standardize: 'all', degree: 2 });
    expect(best!.mean! - 10).toBeLessThan(0.05);
  });

  it('finds the λ of a valley alone, and no λ twice', async () => {
    const { best, seen } = await run('bayesian', ridge, valley);
    expect(Math.abs(Math.log10(best!.lambda / 40))).toBeLessThan(0.05);
    const places = seen.map(({ lambda }) => Math.log10(lambda) / 8).sort((a, b) => a - b);
    for (let at = 1; at < places.length; at++) expect(places[at]! - places[at - 1]!).toBeGreaterThan(1e-6);
  });

  it('is not led astray by a fit that explodes', async () => {
    const evaluate = async (candidate: Candidate) =>
      candidate.lambda < 1e-2 ? { mean: 1e30, se: 1e30 } : valley(candidate);
    const { best } = await run('bayesian', ridge, evaluate);
    expect(Math.abs(Math.log10(best!.lambda / 40))).toBeLessThan(0.1);
  });

  it('spreads its trials where all losses are alike', async () => {
    const { seen } = await run('bayesian', ridge, async () => ({ mean: 1, se: 0 }));
    expect(new Set(seen.map(({ lambda }) => lambda)).size).toBe(20);
  });

  it('ends when there is nothing left to try', async () => {
    const fixed = { ...ridge, lambda: { low: 2, high: 2 }, choices: [{ id: 'degree', values: [1, 2] }] };
    const { seen, complete } = await run('bayesian', fixed, bowl, { parameters: { initial: 2 } });
    expect(seen.map(({ choices }) => choices['degree']).sort()).toEqual([1, 2]);
    expect(complete).toBe(true);
  });
});

describe('a space that cannot be searched', () => {
  it.each<[string, SearchSpace]>([
    ['above 0', { ...space, lambda: { low: 0, high: 1 } }],
    ['above 0', { ...space, lambda: { low: 2, high: 1 } }],
    ['within 0 … 1', { ...space, l1Ratio: { low: 0, high: 1.5 } }],
    ['at least one value', { ...space, choices: [{ id: 'degree', values: [] }] }],
  ])('is refused: %s', async (words, own) => {
    await expect(run('random', own)).rejects.toThrow(words);
  });

  it('is refused with parameters out of their range', async () => {
    await expect(run('bayesian', space, bowl, { parameters: { initial: 1 } })).rejects.toThrow(
      'First trials',
    );
  });
});
