import { describe, expect, test } from 'vitest';
import { type ModelFile, parseModelFile, type RunSpecInput } from '../../../../src/engine/index.ts';
import { encodeCells } from '../../../../src/engine/model/predict.ts';
import { predictTable } from '../../../../src/engine/model/predictTable.ts';
import { csvOf, prepared, tableOf, trained } from '../runs.ts';

const rows = Array.from({ length: 120 }, (_, row) => {
  const a = ((row * 37) % 23) - 11;
  const c = ['u', 'v', 'w'][(row * 5) % 3]!;
  const when = `2024-${String(1 + (row % 12)).padStart(2, '0')}-${String(1 + ((row * 3) % 28)).padStart(2, '0')}`;
  const size = 4 + Math.abs(a) + (c === 'v' ? 3 : 0) + (row % 4);
  return {
    a: row % 19 === 7 ? '' : a,
    c,
    when,
    size,
    kind: ['k1', 'k2', 'k3'][Math.min(2, Math.floor(size / 7))]!,
    flag: size + (row % 3) > 11 ? 'yes' : 'no',
  };
});
const columns = ['a', 'c', 'when', 'size', 'kind', 'flag'] as const;
const text = csvOf(
  columns,
  rows.map((row) => columns.map((name) => row[name])),
);

/** A model of the rows, written and read again. */
async function written(spec: RunSpecInput): Promise<ModelFile> {
  return parseModelFile(JSON.stringify((await trained(text, { features: ['a', 'c'], ...spec })).file()));
}

describe('a model file alone', () => {
  const everything: RunSpecInput = {
    target: ['size'],
    model: 'linear',
    features: ['a', 'c', 'when'],
    degree: 3,
    interactions: true,
    dateParts: true,
    missingIndicators: true,
  };

  test('remakes every column of the design matrix', async () => {
    const data = await prepared(text, everything);
    const model = await written(everything);
    expect(model.columns.map(({ name }) => name)).toEqual(data.plan.columns.map(({ name }) => name));
    const p = model.columns.length;
    let at = 0;
    for await (const { x, rows: count } of data.rows('test')) {
      for (let row = 0; row < count; row++, at++) {
        const cells = Object.fromEntries(columns.map((name) => [name, String(rows[at]![name])]));
        const found = encodeCells(model.columns, cells, '.');
        expect(found.x).toEqual(x.slice(row * p, (row + 1) * p));
      }
    }
    expect(at).toBe(rows.length);
  });

  test('predicts a table as it predicts the same cells typed by hand', async () => {
    const model = await trained(text, everything);
    const { outputs, metrics, notes } = await predictTable(model.file(), await tableOf(text));
    expect(notes).toEqual([]);
    for (const [at, row] of rows.entries()) {
      const cells = Object.fromEntries(columns.map((name) => [name, String(row[name])]));
      const { values } = await model.predict(cells, null);
      expect(outputs[0]!.values[at]).toBeCloseTo(values[0]!, 9);
    }
    expect(metrics).toMatchObject({ rows: rows.length });
  });

  test('says of levels it does not know that they count for nothing, and of gaps that there is no prediction', async () => {
    const model = await written({ target: ['size'], model: 'linear' });
    const found = await predictTable(model, await tableOf('c,a\nu,1\nnew,1\nv,\n'));
    const [known, unknown, gap] = found.outputs[0]!.values;
    const { coefficients, intercept } = model as { coefficients: Record<string, number>; intercept: number };
    expect(known).toBeCloseTo(intercept + coefficients['a']! + coefficients['c=u']!, 12);
    expect(unknown).toBeCloseTo(intercept + coefficients['a']!, 12);
    expect(gap).toBeNaN();
    expect(found.notes).toEqual([
      expect.stringContaining('1 of 3 rows'),
      expect.stringContaining('"new" in "c" was not seen in training'),
    ]);
    expect(found.metrics).toBeNull();
  });

  test('that lacks what a column is made of is refused', async () => {
    const model = await written(everything);
    const spoiled = { ...model, columns: model.columns.filter(({ name }) => name !== 'a') };
    await expect(predictTable(spoiled, await tableOf(text))).rejects.toMatchObject({ code: 'bad-model' });
  });
});

describe('classes', () => {
  test.each<[string, RunSpecInput]>([
    ['logistic', { target: ['flag'] }],
    ['logistic with another positive level', { target: ['flag'], positive: 'no' }],
    ['softmax', { target: ['kind'] }],
    ['softmax of two', { target: ['flag'], model: 'softmax' }],
    ['mlp of two', { target: ['flag'], model: 'mlp', hidden: [5], iterations: 60 }],
    ['mlp of three', { target: ['kind'], model: 'mlp', hidden: [6, 4], activation: 'relu', iterations: 60 }],
  ])('are predicted with their probabilities by %s', async (_, spec) => {
    const model = await trained(text, { features: ['a', 'c'], missing: 'mean', ...spec });
    const file = parseModelFile(JSON.stringify(model.file()));
    const { classes, metrics } = await predictTable(file, await tableOf(text));
    expect(classes!.names).toEqual(model.data.plan.classes);
    const target = spec.target![0] as 'kind' | 'flag';
    let right = 0;
    for (const [at, row] of rows.entries()) {
      const cells = { a: String(row.a), c: row.c };
      const { values } = await model.predict(cells, null);
      const told = classes!.probabilities!.map((own) => own.values[at]!);
      expect(told.reduce((sum, own) => sum + own, 0)).toBeCloseTo(1, 12);
      told.forEach((own, c) => {
        expect(own).toBeCloseTo(values[c]!, 9);
      });
      expect(classes!.of[at]).toBe(told.indexOf(Math.max(...told)));
      if (classes!.names[classes!.of[at]!] === row[target]) right++;
    }
    expect(metrics).toMatchObject({ rows: rows.length, accuracy: right / rows.length });
    expect(right / rows.length).toBeGreaterThan(0.5);
    const { now } = model.result();
    expect((metrics as { logLoss: number }).logLoss).toBeCloseTo(now.scores.train!.logLoss!, 9);
  });

  test('of a squared hinge come with a score', async () => {
    const model = await written({ target: ['flag'], model: 'squaredHinge', missing: 'mean' });
    const { classes, outputs } = await predictTable(model, await tableOf(text));
    expect(classes!.probabilities).toBeNull();
    outputs[0]!.values.forEach((score, at) => {
      expect(classes!.of[at]).toBe(score > 0 ? 1 : 0);
    });
  });

  test('have no prediction where a cell is missing', async () => {
    const model = await written({ target: ['kind'] });
    const { classes } = await predictTable(model, await tableOf('a,c\n,u\n2,v\n'));
    expect(classes!.of[0]).toBe(-1);
    expect(classes!.of[1]).toBeGreaterThanOrEqual(0);
  });
});

test('numbers of a network and of a Poisson model come out as when they were trained', async () => {
  for (const spec of [
    { target: ['size'], model: 'mlp', hidden: [4], iterations: 50 },
    { target: ['size'], model: 'poisson' },
    { target: ['size'], model: 'huber' },
  ]) {
    const model = await trained(text, { features: ['a', 'c'], missing: 'mean', ...spec });
    const { outputs, metrics } = await predictTable(model.file(), await tableOf(text));
    const { values } = await model.predict({ a: '3', c: 'v' }, null);
    const at = rows.findIndex((row) => row.a === 3 && row.c === 'v');
    expect(outputs[0]!.values[at]).toBeCloseTo(values[0]!, 9);
    expect(metrics).toMatchObject({ rows: rows.length });
  }
});
