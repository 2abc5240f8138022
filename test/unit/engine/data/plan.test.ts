import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type DesignPlan, planDesign } from '../../../../src/engine/data/plan.ts';
import { parseSpec, type RunSpecInput } from '../../../../src/engine/index.ts';
import { csvOf, tableOf } from '../runs.ts';

async function plan(text: string, spec: RunSpecInput = {}): Promise<DesignPlan> {
  return planDesign(await tableOf(text, spec.csv), parseSpec(spec));
}

const names = (items: readonly { name: string }[]) => items.map(({ name }) => name);
const leftOut = ({ leftOut: list }: DesignPlan) =>
  Object.fromEntries(list.map(({ column, reason }) => [column.name, reason]));
const rows = <T>(count: number, cell: (row: number) => T) =>
  Array.from({ length: count }, (_, row) => cell(row));

const cities = csvOf(
  ['id', 'city', 'area', 'when', 'same', 'note', 'code', 'price'],
  rows(40, (row) => [
    1000 + 7 * row,
    ['Oslo', 'Bergen', 'Åre'][row % 3]!,
    20 + ((row * 17) % 31),
    `2024-01-${String((row % 28) + 1).padStart(2, '0')}`,
    'x',
    `text ${row}`,
    `c${row % 13}`,
    100 + ((row * 29) % 97),
  ]),
);

describe('columns that are left out by default', () => {
  test('are IDs, dates, constants, texts that name rows and texts of many levels; each with its reason', async () => {
    const found = await plan(cities, { target: ['price'], maxLevels: 12 });
    expect(names(found.sources)).toEqual(['city', 'area']);
    expect(leftOut(found)).toEqual({
      id: expect.stringMatching(/identifier.*Name it under features/),
      when: expect.stringMatching(/dates/),
      same: 'It has the same value in every row.',
      note: expect.stringMatching(/Every row has another text/),
      code: expect.stringMatching(/13 different texts, more than the 12/),
    });
  });

  test('are used when they are named', async () => {
    const features = ['id', 'when', 'same', 'note', 'code'];
    const found = await plan(cities, { target: ['price'], features, maxLevels: 12 });
    expect(names(found.sources)).toEqual(features);
    expect(leftOut(found)).toEqual({
      city: 'It is not among the chosen features.',
      area: 'It is not among the chosen features.',
    });
  });

  test('may be excluded by hand; an excluded column that is named stays out', async () => {
    const found = await plan(cities, { target: ['price'], exclude: ['area'], features: ['area', 'city'] });
    expect(names(found.sources)).toEqual(['city']);
    expect(leftOut(found)['area']).toBe('You excluded it.');
  });

  test('never are numbers that merely count the rows, for they may be a time', async () => {
    const text = csvOf(
      ['week', 'y'],
      rows(30, (row) => [row + 1, (row * 7) % 11]),
    );
    expect(names((await plan(text, { target: ['y'] })).sources)).toEqual(['week']);
  });

  test.each(['id', 'ID', 'Id', 'user_id', 'userId', 'customerID', 'uuid', 'index'])(
    'are whole numbers that all differ, called %s',
    async (name) => {
      const text = csvOf(
        [name, 'a', 'y'],
        rows(30, (row) => [row * 3, row % 7, (row * 7) % 11]),
      );
      expect(leftOut(await plan(text, { target: ['y'] }))).toHaveProperty([name]);
    },
  );

  test.each(['paid', 'grid', 'humid', 'Madrid', 'width'])('never are numbers called %s', async (name) => {
    const text = csvOf(
      [name, 'y'],
      rows(30, (row) => [row * 3, (row * 7) % 11]),
    );
    expect(names((await plan(text, { target: ['y'] })).sources)).toEqual([name]);
  });

  test('are columns without any value', async () => {
    const found = await plan('a,b,y\n1,,2\n2,NA,3\n3,,5\n', { target: ['y'] });
    expect(leftOut(found)).toEqual({ b: 'It has no values.' });
    const named = await plan('a,b,y\n1,,2\n2,NA,3\n3,,5\n', { target: ['y'], features: ['a', 'b'] });
    expect(leftOut(named)).toEqual({ b: 'It has no values.' });
  });
});

describe('a column that says train or test', () => {
  const text = 'a,s,t,y\n1,Train,train,2\n2,test,x,3\n3,validation,test,5\n';

  test('is left out unasked, and used where it is named', async () => {
    const found = await plan(text, { target: ['y'] });
    expect(leftOut(found)).toEqual({ s: expect.stringMatching(/choose it as the split/) });
    expect(names((await plan(text, { target: ['y'], features: ['s'] })).columns)).toEqual([
      's=Train',
      's=test',
      's=validation',
    ]);
  });
});

describe('design columns', () => {
  test('are one for a number and one for each level, in code-point order', async () => {
    const found = await plan(cities, { target: ['price'], features: ['area', 'city'] });
    expect(names(found.columns)).toEqual(['city=Bergen', 'city=Oslo', 'city=Åre', 'area']);
    expect(found.columns[2]).toMatchObject({ kind: 'level', level: 'Åre', code: 2 });
  });

  test('lack the first level where that is wanted', async () => {
    const spec = { target: ['price'], features: ['area', 'city'], dropFirst: true };
    expect(names((await plan(cities, spec)).columns)).toEqual(['city=Oslo', 'city=Åre', 'area']);
  });

  test('come in the file’s order, however the features are named', async () => {
    const spec = { target: ['price'], features: ['area', 'id', 'area'] };
    expect(names((await plan(cities, spec)).columns)).toEqual(['id', 'area']);
  });

  test('are at most 4,000, and 10,000 from one text column', async () => {
    const text = (levels: number) =>
      csvOf(
        ['t', 'y'],
        rows(levels, (row) => [`level ${row}`, row % 7]),
      );
    const spec = { target: ['y'], features: ['t'] };
    await expect(plan(text(4001), spec)).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('4,001 columns'),
    });
    await expect(plan(text(10_001), spec)).rejects.toMatchObject({
      code: 'too-many-levels',
      message: expect.stringContaining('10,001 different texts'),
    });
  });
});

describe('names that are not in the file', () => {
  const roles: [string, RunSpecInput][] = [
    ['target', { target: ['Price'] }],
    ['feature', { target: ['price'], features: ['Price'] }],
    ['excluded', { target: ['price'], exclude: ['Price'] }],
    ['split', { target: ['price'], split: { kind: 'column', column: 'Price' } }],
    ['validation', { target: ['price'], validation: { kind: 'column', column: 'Price' } }],
  ];

  test.each(roles)('are refused with the closest one: %s', async (role, spec) => {
    await expect(plan(cities, spec)).rejects.toMatchObject({
      code: 'unknown-column',
      message: `There is no ${role} column "Price". Did you mean "price"?`,
    });
  });

  test('or with a list of those there are', async () => {
    await expect(plan(cities, { target: ['zzzzzz'] })).rejects.toMatchObject({
      message: expect.stringContaining('The file has: id, city, area, when, same, note, code, price.'),
    });
  });
});

describe('roles', () => {
  test('the target and the split column are no features', async () => {
    const text = 'a,s,y\n1,train,2\n2,test,3\n3,train,5\n';
    const spec = { target: ['y'], split: { kind: 'column', column: 's' } } as const;
    expect(names((await plan(text, { ...spec, target: ['y'] })).columns)).toEqual(['a']);
    for (const name of ['y', 's']) {
      await expect(plan(text, { ...spec, target: ['y'], features: ['a', name] })).rejects.toMatchObject({
        code: 'bad-spec',
        message: expect.stringContaining(`"${name}"`),
      });
    }
    await expect(plan(text, { target: ['s'], split: spec.split })).rejects.toMatchObject({
      code: 'bad-spec',
    });
  });

  test('a target that is named twice counts once', async () => {
    expect(names((await plan(cities, { target: ['price', 'price'] })).targets)).toEqual(['price']);
  });
});

describe('the guessed target', () => {
  const example = (name: string) =>
    readFileSync(new URL(`../../../../examples/${name}`, import.meta.url), 'utf8');

  test.each([
    ['diabetes.csv', 'progression'],
    ['winequality_red.csv', 'quality'],
    ['longley.csv', 'y'],
    ['penguins.csv', 'body_mass_g'],
    ['iris.csv', 'petal width (cm)'],
    ['seed4_regression.csv', 'y'],
  ])('of %s is %s', async (file, target) => {
    const found = await plan(example(file));
    expect(names(found.targets)).toEqual([target]);
    expect(found.guessed).toBe(true);
  });

  test('is the last number where names say nothing, and never an ID, a year or a constant', async () => {
    const text = csvOf(
      ['c', 'a', 'b', 'year', 'same', 'row_id'],
      rows(30, (row) => [row % 5, (row * 7) % 11, (row * 3) % 17, 1990 + (row % 9), 4, row + 1]),
    );
    expect(names((await plan(text)).targets)).toEqual(['b']);
  });

  test('is not a given split column', async () => {
    const text = 'a,b,y\n1,2,1\n2,5,2\n3,3,1\n4,4,2\n';
    const found = await plan(text, { validation: { kind: 'column', column: 'y' } });
    expect(names(found.targets)).toEqual(['b']);
  });

  test('is refused where no column can be one', async () => {
    await expect(plan('a,b\nu,v\nw,x\nu,v\n')).rejects.toMatchObject({ code: 'no-target' });
  });
});
