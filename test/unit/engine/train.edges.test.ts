import { describe, expect, test } from 'vitest';
import { isExpected, type RunSpecInput } from '../../../src/engine/index.ts';
import { stream } from '../../../src/engine/random.ts';
import { csvOf, run, unfit } from './runs.ts';

const y: RunSpecInput = { target: ['y'] };
const linear: RunSpecInput = { ...y, model: 'linear' };
const SOLVERS = ['auto', 'cholesky', 'svd', 'gradientDescent'];

/** Rows of a target and columns, all normal. */
function normalCsv(rows: number, columns: number): string {
  const random = stream(1, 'wide');
  const row = (length: number) => Array.from({ length }, () => random.normal());
  const names = ['y', ...Array.from({ length: columns }, (_, j) => `x${j}`)];
  return csvOf(
    names,
    Array.from({ length: rows }, () => row(columns + 1)),
  );
}

const wide = normalCsv(60, 200);

describe('what cannot be trained on is refused in a sentence', () => {
  const cases: [string, string, RunSpecInput, string, RegExp][] = [
    ['an empty file', '', {}, 'empty-file', /empty/],
    ['a header alone', 'a,y\n', y, 'no-rows', /has a header but no rows/],
    ['one row', 'a,y\n1,2\n', y, 'no-rows', /at least 2 rows/],
    ['one column', 'y\n1\n2\n3\n', {}, 'no-features', /No column is left/],
    [
      'all rows in test',
      'a,y,s\n1,2,test\n2,3,test\n3,4,test\n',
      { ...y, split: { kind: 'column', column: 's' } },
      'no-rows',
      /Hold out fewer rows/,
    ],
    [
      'a split column of other words',
      'a,y,s\n1,2,u\n2,3,v\n3,4,u\n',
      { ...y, split: { kind: 'column', column: 's' } },
      'no-rows',
      /must say train or test/,
    ],
    ['a gap in every row', 'a,b,y\n1,,2\n,2,3\n3,,5\n,4,4\n', y, 'no-rows', /have a missing value \("/],
    ['no target in any row but one', 'a,y\n1,2\n2,\n3,\n4,\n', y, 'no-rows', /have a target/],
    ['text for a target', 'a,y\n1,u\n2,v\n3,u\n', linear, 'no-target', /"y" holds text \(u, v\)/],
    ['an empty target', 'a,y\n1,\n2,\n3,\n', y, 'no-target', /has no values/],
    [
      'numbers too large to be squared',
      'a,y\n1e300,2\n2e300,3\n-1e300,5\n',
      y,
      'too-large',
      /"a" reach 2e\+300/,
    ],
    ['a target too large', 'a,y\n1,1e200\n2,2e200\n3,5e200\n', y, 'too-large', /"y" reach 5e\+200/],
    [
      'gaps where an error is wanted',
      'a,y\n1,2\n,3\n3,5\n',
      { ...y, missing: 'error' },
      'missing-values',
      /"a" has 1 missing value\. /,
    ],
    ['an unknown solver', 'a,y\n1,2\n2,3\n3,5\n', { ...y, solver: 'magic' }, 'bad-spec', /no solver "magic"/],
    [
      'an unknown initializer',
      'a,y\n1,2\n2,3\n3,5\n',
      { ...y, solver: 'gradientDescent', initializer: { id: 'magic' } },
      'bad-spec',
      /no initializer "magic"/,
    ],
  ];

  test.each(cases)('%s', async (_, text, spec, code, message) => {
    const failure = await run(text, spec).then(
      () => null,
      (error: unknown) => error,
    );
    expect(isExpected(failure), String(failure)).toBe(true);
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message) });
    expect((failure as Error).message).toMatch(/[.!]$/);
  });
});

describe('no number of a result is NaN, infinite or undefined', () => {
  const cases: [string, string, RunSpecInput][] = [
    ['two rows', 'a,y\n1,2\n2,5\n', linear],
    ['gaps in the target', 'a,y\n1,2\n2,\n3,4\n4,NA\n5,7\n', y],
    ['a constant target', 'a,y\n1,2\n2,2\n3,2\n4,2\n', y],
    [
      'a target constant in the test part',
      'a,y\n1,2\n2,3\n3,7\n4,2\n5,2\n',
      { ...y, split: { kind: 'last', fraction: 0.4 } },
    ],
    ['one of two targets constant', 'a,y,z\n1,2,5\n2,3,5\n3,5,5\n4,4,5\n', { target: ['y', 'z'] }],
    ['a constant feature', 'a,b,y\n1,5,2\n2,5,3\n3,5,2\n4,5,1\n', { ...y, features: ['b'] }],
    [
      'a constant feature, no intercept',
      'b,y\n5,2\n5,3\n5,2\n5,1\n',
      { ...y, features: ['b'], intercept: false },
    ],
    [
      'a feature of zeros, no intercept',
      'b,y\n0,2\n0,3\n0,2\n0,1\n',
      { ...y, features: ['b'], intercept: false },
    ],
    ['large numbers', 'a,y\n1e150,2\n2e150,3\n-1e150,5\n', y],
    ['a large target', 'a,y\n1,1e150\n2,2e150\n3,5e150\n', y],
    ['small numbers', 'a,y\n1e-160,2\n2e-160,3\n-1e-160,5\n', y],
    ['small numbers as they are', 'a,y\n1e-160,2\n2e-160,3\n-1e-160,5\n', { ...y, standardize: 'none' }],
    ['numbers without a square', 'a,y\n5e-324,2\n1e-323,3\n0,5\n', y],
    ['a target without a square', 'a,y\n1,1e-200\n2,2e-200\n3,5e-200\n', y],
    ['a large offset', 'a,y\n1000000000001,2\n1000000000002,3\n1000000000003,5\n', y],
    ['columns that repeat', 'a,b,y\n1,1,2\n2,2,3\n3,3,5\n4,4,4\n', y],
    ['a huge λ', 'a,y\n1,2\n2,3\n3,5\n', { ...y, lambda: 1e300 }],
    ['a tiny λ', 'a,y\n1,2\n2,3\n3,5\n', { ...y, lambda: 5e-324 }],
    [
      'a level in the test part alone',
      'c,y\na,2\nb,3\na,5\nz,6\n',
      { ...y, split: { kind: 'last', fraction: 0.25 } },
    ],
    [
      'the median of one value',
      'a,b,y\n1,,2\n2,4,3\n3,,5\n4,,6\n',
      { ...y, missing: 'median', features: ['a', 'b'] },
    ],
    ['more columns than rows', normalCsv(8, 20), y],
  ];

  test.each(
    cases.flatMap(([name, text, spec]) =>
      SOLVERS.flatMap((solver) =>
        [0, spec.lambda ?? 1].map((lambda) => [name, solver, lambda, text, spec] as const),
      ),
    ),
  )('%s, %s, λ %d', async (_, solver, lambda, text, spec) => {
    const options = { watch: true, trace: true };
    const { result, events, model, file } = await run(
      text,
      { ...spec, solver, lambda, iterations: 50 },
      options,
    );
    expect(unfit(result)).toEqual([]);
    expect(unfit(file)).toEqual([]);
    expect(JSON.parse(result.modelJson)).toEqual(file);
    for (const other of [0, 1, 1e9]) expect(unfit(model.preview(other))).toEqual([]);
    for (const event of events) {
      if (event.type === 'data') expect(unfit(event.summary)).toEqual([]);
      if (event.type === 'model') expect(unfit(event.model.result())).toEqual([]);
      if (event.type === 'step') expect(unfit({ ...event.step, weights: event.step.weights() })).toEqual([]);
    }
  });

  test.each([1e3, 1e300])('a learning rate of %d', async (learningRate) => {
    const spec = { ...y, solver: 'gradientDescent', learningRate };
    const { result } = await run('a,y\n1,2\n2,3\n3,5\n', spec, { trace: true });
    expect(result.descent!.reason).toBe('diverged');
    expect(unfit(result)).toEqual([]);
  });
});

describe('columns that depend on one another', () => {
  const repeated = 'a,b,y\n1,1,2\n2,2,3\n3,3,5\n4,4,4\n';

  test.each(['auto', 'cholesky', 'svd'])(
    'at λ = 0 the smallest weights, and the run says so: %s',
    async (solver) => {
      const { file, result } = await run(repeated, { ...y, lambda: 0, solver });
      const { a, b } = file.coefficients as { a: number; b: number };
      expect(a).toBeCloseTo(0.4, 12);
      expect(b).toBeCloseTo(0.4, 12);
      expect(result.rank).toBe(1);
      expect(result.condition).toBeNull();
      expect(result.notes.join(' ')).toMatch(
        /many models fit equally well: the one with the smallest weights/,
      );
    },
  );

  test('a descent at λ = 0 says that its start decides', async () => {
    const { result } = await run(repeated, { ...y, lambda: 0, solver: 'gradientDescent' });
    expect(result.notes.join(' ')).toMatch(/depends on where it starts/);
  });

  test('with λ, and with constant columns alone, nothing needs to be said', async () => {
    expect((await run(repeated, y)).result.notes).toEqual([]);
    const constant = 'a,b,y\n1,7,2\n2,7,3\n3,7,5\n4,7,4\n';
    expect((await run(constant, { ...y, features: ['a', 'b'], lambda: 0 })).result.notes).toEqual([]);
  });

  test.each([0, 1])('more columns than rows, λ = %d: every exact solver gives the same', async (lambda) => {
    const results = await Promise.all(
      ['auto', 'cholesky', 'svd'].map(async (solver) => (await run(wide, { ...y, lambda, solver })).result),
    );
    const [first] = results;
    expect(first!.rank).toBe(59);
    for (const { now } of results) {
      for (const [j, weight] of now.weights.entries()) expect(weight).toBeCloseTo(first!.now.weights[j]!, 10);
      if (lambda === 0) expect(now.scores.train!.mse).toBeLessThan(1e-20);
      expect(now.degreesOfFreedom!).toBeLessThan(60 + 1e-9);
    }
  });

  test('a repeated column shares its weight', async () => {
    const { file } = await run(repeated, y);
    const { a, b } = file.coefficients as { a: number; b: number };
    expect(a).toBeCloseTo(b, 14);
  });
});
