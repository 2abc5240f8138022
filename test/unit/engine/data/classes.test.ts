import { describe, expect, test } from 'vitest';
import { planDesign } from '../../../../src/engine/data/plan.ts';
import { type PreparedData, parseSpec, type RunSpecInput, readData } from '../../../../src/engine/index.ts';
import { csvOf, prepared, sourceOf, tableOf } from '../runs.ts';

const rows = <T>(count: number, cell: (row: number) => T) =>
  Array.from({ length: count }, (_, row) => cell(row));

async function plan(text: string, spec: RunSpecInput = {}) {
  return planDesign(await tableOf(text), parseSpec({ target: ['y'], ...spec }));
}

/** A feature and a target of these cells. */
const file = (cells: readonly (string | number)[]) =>
  csvOf(
    ['a', 'y'],
    cells.map((cell, row) => [(row * 7) % 11, cell]),
  );

async function classesOf(data: PreparedData): Promise<[number, number][]> {
  const found: [number, number][] = [];
  for await (const { rows: count, y, part } of data.rows('test'))
    for (let row = 0; row < count; row++) found.push([y[row]!, part[row]!]);
  return found;
}

describe('the model that a target asks for', () => {
  test.each([
    ['two texts', ['no', 'yes', 'no', 'yes'], 'logistic', ['no', 'yes']],
    ['two numbers', [0, 1, 1, 0], 'logistic', ['0', '1']],
    ['true and false', ['true', 'false', 'true', 'false'], 'logistic', ['false', 'true']],
    ['a few texts', ['c', 'a', 'b', 'a'], 'softmax', ['a', 'b', 'c']],
    ['more numbers', [0, 1, 2, 1], 'linear', null],
  ])('is told by %s', async (_, cells, model, classes) => {
    expect(await plan(file(cells))).toMatchObject({ model, classes });
  });

  test('can be chosen: two numbers as numbers, ten digits as classes', async () => {
    expect(await plan(file([0, 1, 1, 0]), { model: 'linear' })).toMatchObject({ classes: null });
    const digits = file(rows(40, (row) => row % 10));
    expect(await plan(digits)).toMatchObject({ model: 'linear', classes: null });
    for (const model of ['softmax', 'mlp'])
      expect((await plan(digits, { model })).classes).toEqual([...'0123456789']);
  });

  test('of several targets is linear', async () => {
    const text = 'a,y,z\n1,0,1\n2,1,1\n3,0,0\n4,1,0\n';
    expect(await plan(text, { target: ['y', 'z'] })).toMatchObject({ model: 'linear', classes: null });
    await expect(plan(text, { target: ['y', 'z'], model: 'logistic' })).rejects.toMatchObject({
      code: 'bad-spec',
      message: expect.stringContaining('predicts one target, and 2 are given'),
    });
  });
});

describe('classes', () => {
  test('stand in code-point order, but for the positive one, which is the second', async () => {
    expect((await plan(file(['b', 'Z', 'b', 'Z']))).classes).toEqual(['Z', 'b']);
    expect((await plan(file(['b', 'Z', 'b']), { positive: 'Z' })).classes).toEqual(['b', 'Z']);
    expect((await plan(file(['b', 'Z', 'b']), { positive: 'b' })).classes).toEqual(['Z', 'b']);
    expect((await plan(file([2, 4, 2]), { positive: '2.0' })).classes).toEqual(['4', '2']);
    await expect(plan(file(['b', 'Z', 'b']), { positive: 'c' })).rejects.toMatchObject({
      message: '"y" has no level "c" that could be the positive one. Choose Z or b.',
    });
  });

  test('are indices in y, of text and of numbers, and rows without one are dropped', async () => {
    const text = await prepared(file(['b', 'a', '', 'b']), { target: ['y'] });
    expect(text.counts).toMatchObject({ train: 3, dropped: 1 });
    expect((await classesOf(text)).map(([own]) => own)).toEqual([1, 0, 1]);
    const positive = await prepared(file([3, -1, 'NA', 3]), { target: ['y'], positive: '-1' });
    expect((await classesOf(positive)).map(([own]) => own)).toEqual([0, 1, 0]);
    expect(positive.moments.train).toMatchObject({ p: 1, k: 0, count: 3 });
    expect(positive.classes?.train).toEqual(Float64Array.from([2, 1]));
  });

  test('without a training row are left out with their rows, and other rows stay where they are', async () => {
    const cells = ['a', 'b', 'a', 'b', 'c', 'a', 'b', 'c', 'd', 'd'];
    const spec: RunSpecInput = { target: ['y'], split: { kind: 'last', fraction: 0.4 } };
    const data = await prepared(file(cells), spec);
    expect(data.plan).toMatchObject({ classes: ['a', 'b', 'c'], unlearnt: ['d'] });
    expect(data.counts).toMatchObject({ train: 6, test: 2, excluded: 2 });
    const found = await classesOf(data);
    expect(found.map(([own]) => own)).toEqual([0, 1, 0, 1, 2, 0, 1, 2]);
    await expect(
      prepared(file(['a', 'a', 'a', 'b', 'b']), { ...spec, model: 'softmax' }),
    ).rejects.toMatchObject({ message: expect.stringContaining('only the class "a"') });
  });
});

describe('what cannot be told apart is refused with a way out', () => {
  test.each<[string, readonly (string | number)[], RunSpecInput, RegExp]>([
    [
      'three levels by a logistic model',
      ['a', 'b', 'c'],
      { model: 'logistic' },
      /3 levels.*the softmax model/,
    ],
    ['three levels by a squared hinge', [1, 2, 3], { model: 'squaredHinge' }, /3 levels.*the softmax model/],
    ['one class', ['a', 'a', 'a'], { model: 'softmax' }, /only the class "a"/],
    ['negative counts', [1, -2, 4], { model: 'poisson' }, /goes down to -2.*a linear model/],
    ['text by a linear model', ['a', 'b', 'c', 'a'], { model: 'linear' }, /needs numbers.*the softmax model/],
    ['many texts unasked', rows(50, (row) => `t${row % 25}`), {}, /holds text.*the softmax model/],
    [
      'many numbers',
      rows(1500, (row) => row),
      { model: 'softmax' },
      /too many to be classes.*Choose a linear/,
    ],
  ])('%s', async (_, cells, spec, message) => {
    await expect(plan(file(cells), spec)).rejects.toMatchObject({ message: expect.stringMatching(message) });
  });
});

describe('a target of classes read in one pass', () => {
  const cells = (row: number) => [
    (row * 7) % 11,
    ['u', 'v', 'w'][row % 3]!,
    row % 17 === 5 ? '' : `c${(row * row) % 3}`,
    row < 2 ? row : row % 4,
  ];
  const text = csvOf(['a', 't', 'y', 'z'], rows(40_000, cells));

  test.each<[string, RunSpecInput]>([
    ['text', { target: ['y'], exclude: ['z'] }],
    ['numbers', { target: ['z'], model: 'softmax', exclude: ['y'] }],
    ['held-out rows', { target: ['y'], exclude: ['z'], split: { kind: 'every', every: 5 } }],
    ['a validation part', { target: ['y'], validation: { kind: 'random', fraction: 0.3 } }],
  ])('gives the same as from memory, of %s', async (_, input) => {
    const spec = parseSpec(input);
    const once = await readData(sourceOf(text), spec, { memoryLimitBytes: 0 });
    const kept = await prepared(text, input);
    expect(once.passes.count).toBe(1);
    expect(once.plan).toMatchObject({ model: kept.plan.model, classes: kept.plan.classes });
    expect(once.counts).toEqual(kept.counts);
    expect(once.classes).toEqual(kept.classes);
    expect(once.moments.train.mean).toEqual(kept.moments.train.mean);
    expect(once.twins).toBe(kept.twins);
    expect(await classesOf(once)).toEqual(await classesOf(kept));
  });

  test('is read again where its head looked like another', async () => {
    const late = csvOf(
      ['a', 'y'],
      rows(100_000, (row) => [row % 13, row < 90_000 ? row % 2 : row % 3]),
    );
    const data = await readData(sourceOf(late), parseSpec({ target: ['y'] }), { memoryLimitBytes: 0 });
    expect(data.plan.model).toBe('linear');
    expect(data.passes.count).toBe(2);
    expect(data.moments.train.k).toBe(1);
  });
});

describe('rows of a file whose moments are taken in the reading pass', () => {
  const text = csvOf(
    ['a', 'b', 'y'],
    rows(3000, (row) => [row % 13, (row * row) % 17, row % 2]),
  );

  test.each<[string, boolean, RunSpecInput]>([
    ['needed by a loss of rows', true, { target: ['y'] }],
    ['needed in batches', true, { target: ['b'], solver: 'miniBatch' }],
    ['not needed where moments do', false, { target: ['b'] }],
    ['not needed by steps over moments', false, { target: ['b'], solver: 'gradientDescent' }],
  ])('are %s', async (_, kept, input) => {
    const data = await readData(sourceOf(text), parseSpec(input), { needlessLimitBytes: 0 });
    expect(data.table.inMemory).toBe(kept);
    expect(data.passes.count).toBe(1);
    await data.shared.store(2 ** 30);
    expect(data.passes.count).toBe(kept ? 1 : 2);
  });
});

describe('the guessed target', () => {
  const text = (names: [string, string]) =>
    csvOf(
      names,
      rows(30, (row) => [(row * 7) % 11, ['no', 'yes'][row % 2]!]),
    );

  test('is a text of a few levels where its name says so, or nothing else can be one', async () => {
    const guess = async (content: string, spec: RunSpecInput = {}) =>
      (await plan(content, { target: [], ...spec })).targets[0]!.name;
    expect(await guess(text(['a', 'class']))).toBe('class');
    expect(await guess(text(['a', 'b']))).toBe('a');
    expect(await guess(text(['a', 'b']), { model: 'logistic' })).toBe('b');
    expect(await guess(text(['price', 'class']))).toBe('price');
    expect(await guess(text(['a', 'class']), { model: 'linear' })).toBe('a');
    const texts = csvOf(
      ['a', 'b'],
      rows(30, (row) => [`text ${row}`, ['no', 'yes'][row % 2]!]),
    );
    await expect(guess(texts, { features: ['a'] })).resolves.toBe('b');
  });
});
