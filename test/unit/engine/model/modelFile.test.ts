import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { parseModelFile, type RunSpecInput } from '../../../../src/engine/index.ts';
import { type FileScores, outputWeights } from '../../../../src/engine/model/modelFile.ts';
import { byName, numbersByName } from '../../../../src/engine/records.ts';
import { csvOf, run } from '../runs.ts';

const odd = ['__proto__', 'constructor', 'a,b', 'say "x"', 'toString', 'ü ß', '=1+1', 'line\nbreak'];
const quoted = odd.map((name) => `"${name.replaceAll('"', '""')}"`);
const numbers = (count: number) =>
  Array.from({ length: 12 }, (_, row) =>
    Array.from({ length: count }, (_, j) => ((row * (7 + j) + j * j) % (11 + j)) + 1),
  );

describe('the model file', () => {
  const specs: [string, RunSpecInput][] = [
    ['exact', { target: ['y'], split: { kind: 'every', every: 3 } }],
    ['descent', { target: ['y'], solver: 'gradientDescent', iterations: 5 }],
    ['two targets', { target: ['y', 'a'], validation: { kind: 'random', fraction: 0.3 } }],
    ['a text column, filled', { target: ['y'], missing: 'mean', dropFirst: true }],
    ['columns that repeat', { target: ['y'], lambda: 0, features: ['a', 'b'] }],
  ];
  const text = csvOf(
    ['a', 'b', 'c', 'y'],
    Array.from({ length: 12 }, (_, row) => [row, 2 * row, row % 4 ? 'uv'[row % 2]! : '', (row * 7) % 11]),
  );

  test.each(specs)('comes back from its text: %s', async (_, spec) => {
    const { result, file } = await run(text, spec, { trace: true });
    const back = parseModelFile(result.modelJson);
    expect(back).toEqual(file);
    expect(back.schema).toBe('ridgeline.model/1');
  });

  test('names one target’s numbers plainly, several by target first', async () => {
    const one = (await run(text, { target: ['y'], features: ['a'] })).file;
    expect(one.coefficients).toEqual({ a: expect.any(Number) });
    const numbers = {
      mse: expect.any(Number),
      rmse: expect.any(Number),
      mae: expect.any(Number),
      r2: expect.any(Number),
    };
    expect(one.metrics).toMatchObject({
      train: numbers,
      validation: null,
      test: null,
      baseline: { ...numbers, r2: 0 },
    });
    const two = (await run(text, { target: ['y', 'b'], features: ['a'] })).file;
    expect(two.coefficients).toEqual({ y: { a: expect.any(Number) }, b: { a: expect.any(Number) } });
    expect(two.intercept).toEqual({ y: expect.any(Number), b: expect.any(Number) });
    const { y, b, mean } = two.metrics as Record<string, FileScores>;
    expect(y).toMatchObject({ train: numbers, test: null, baseline: { train: { r2: 0 } } });
    expect(mean!.train!.mse).toBeCloseTo((y!.train!.mse! + b!.train!.mse!) / 2, 12);
    expect(two.spec.target).toEqual(['y', 'b']);
    for (const [t, target] of ['y', 'b'].entries()) {
      const { weights, intercept } = outputWeights(parseModelFile(JSON.stringify(two)))[t]!;
      expect([weights[0], intercept]).toEqual([
        (two.coefficients[target] as { a: number }).a,
        (two.intercept as Record<string, number>)[target],
      ]);
    }
  });

  test('keeps the guessed target', async () => {
    expect((await run(text, {})).file.spec.target).toEqual(['y']);
  });

  test('keeps columns of every name, and predicts with them', async () => {
    const names = [...odd, 'y'];
    const content = csvOf([...quoted, 'y'], numbers(names.length));
    const { result, model } = await run(content, { target: ['y'] });
    const back = parseModelFile(result.modelJson);
    expect(back.columns.map(({ name }) => name)).toEqual(odd);
    expect(Object.keys(back.coefficients)).toEqual(odd);
    expect(Array.from(outputWeights(back)[0]!.weights)).toEqual(result.now.weights);
    const row = numbers(names.length)[3]!;
    const cells = byName(odd, (j) => String(row[j]));
    const found = model.predict(cells, null);
    expect(found.notes).toEqual([]);
    const wanted = result.now.weights.reduce(
      (sum, weight, j) => sum + weight * row[j]!,
      result.now.intercept[0]!,
    );
    expect(found.values[0]).toBeCloseTo(wanted, 10);
  });

  test.each(odd)('keeps a target called %j beside another', async (name) => {
    const content = csvOf(['a', `"${name.replaceAll('"', '""')}"`, 'y'], numbers(3));
    const { result } = await run(content, { target: [name, 'y'] });
    const back = parseModelFile(result.modelJson);
    expect(Object.keys(back.coefficients)).toEqual([name, 'y']);
    expect(outputWeights(back)[0]!.weights[0]).toBe(result.now.weights[0]);
    expect(outputWeights(back)[1]!.weights[0]).toBe(result.now.weights[1]);
  });

  test('with targets called like parts of the scores', async () => {
    const content = csvOf(['a', 'train', 'test', 'validation'], numbers(4));
    const { result, file } = await run(content, { target: ['train', 'test', 'validation'] });
    expect(parseModelFile(result.modelJson)).toEqual(file);
  });
});

describe('what is no model file', () => {
  test.each([
    ['not JSON', '{', /not JSON/],
    ['another schema', '{"schema":"other"}', /schema/],
    ['a list', '[]', /ridgeline\.model\/1/],
    ['nothing', 'null', /ridgeline\.model\/1/],
  ])('is refused: %s', (_, text, message) => {
    expect(() => parseModelFile(text)).toThrow(message);
    try {
      parseModelFile(text);
    } catch (error) {
      expect(error).toMatchObject({ code: 'bad-model' });
    }
  });

  test('is refused where a weight is no number, or lacks', async () => {
    const { result } = await run('a,y\n1,2\n2,3\n3,5\n', { target: ['y'] });
    const spoiled = JSON.parse(result.modelJson);
    spoiled.coefficients.a = 'x';
    expect(() => parseModelFile(JSON.stringify(spoiled))).toThrow(/coefficients/);
    const lacking = JSON.parse(result.modelJson);
    delete lacking.coefficients.a;
    expect(() => outputWeights(parseModelFile(JSON.stringify(lacking)))).toThrow(/lacks weights of "y"/);
  });
});

test('records keep every key', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.oneof(fc.string(), fc.constantFrom(...odd))), (names) => {
      const record = byName(names, (index) => index);
      expect(Object.keys(record).sort()).toEqual([...names].sort());
      const parsed = v.parse(numbersByName, JSON.parse(JSON.stringify(record)));
      for (const [index, name] of names.entries())
        expect(Object.getOwnPropertyDescriptor(parsed, name)?.value).toBe(index);
    }),
  );
  for (const wrong of [null, [], 1, { a: 'x' }, { a: Number.NaN }, { a: Number.POSITIVE_INFINITY }]) {
    expect(v.is(numbersByName, wrong)).toBe(false);
  }
});
