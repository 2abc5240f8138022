import { describe, expect, test } from 'vitest';
import { keepsRows } from '../../../src/engine/data/plan.ts';
import { columnVariation } from '../../../src/engine/data/scaling.ts';
import { parseSpec, readData } from '../../../src/engine/index.ts';
import { stream } from '../../../src/engine/random.ts';
import { csvOf, prepared, run, sourceOf, unfit } from './runs.ts';

const [ROWS, P] = [40, 600];

function wideText(rows = ROWS, p = P): string {
  const random = stream(3, 'wide');
  const names = [...Array.from({ length: p }, (_, j) => `x${j}`), 'y'];
  const cells = Array.from({ length: rows }, () => {
    const x = Array.from({ length: p }, (_, j) => 100 + (j + 1) * random.normal());
    return [...x, 2 * x[0]! - x[1]! + random.normal()];
  });
  return csvOf(names, cells);
}

const text = wideText();
const spec = { target: ['y'], split: { kind: 'every' as const, every: 4 } };

describe('more columns than rows', () => {
  test('no p × p moments are taken, in the reading pass or after it', async () => {
    const parsed = parseSpec(spec);
    for (const data of [await prepared(text, spec), await readData(sourceOf(text), parsed)]) {
      expect(data.kept?.rows).toBe(ROWS);
      expect(data.moments.train).not.toHaveProperty('scatter');
      expect(data.counts).toMatchObject({ train: 30, test: 10 });
      expect(columnVariation(data.moments.train, 5)).toBeGreaterThan(0);
    }
  });

  test('the weights solve the normal equations, and every number of the report is one', async () => {
    const { model, result, file } = await run(text, { ...spec, lambda: 5 });
    const { fit, outcome } = model;
    const { block } = fit.dual!;
    const { shift, scale } = fit.scaling;
    const own = outcome.scaled.weights;
    const cell = (row: number, j: number) => (block.x[row * P + j]! - shift[j]!) / scale[j]!;
    const left = new Float64Array(P);
    for (let row = 0; row < ROWS; row++) {
      if (block.part[row] !== 0) continue;
      let error = block.y[row]! - outcome.scaled.intercept[0]!;
      for (let j = 0; j < P; j++) error -= own[j]! * cell(row, j);
      for (let j = 0; j < P; j++) left[j]! += error * cell(row, j);
    }
    for (let j = 0; j < P; j++) expect(left[j]! / 5).toBeCloseTo(own[j]!, 10);
    expect(unfit(result)).toEqual([]);
    expect(result.notes[0]).toMatch(/fewer rows than columns/);
    expect(result.rank).toBe(29);
    expect(result.now.degreesOfFreedom).toBeLessThan(30);
    expect(result.now.scores.test?.mae).toBeGreaterThan(0);
    expect(file.degreesOfFreedom).toBe(result.now.degreesOfFreedom);
    expect(file.passes).toBe(1);
  });

  test('the curve and another λ agree with training there', async () => {
    const { model, result } = await run(text, spec);
    const at = 40;
    const lambda = result.curve.lambda[at]!;
    const trained = await run(text, { ...spec, lambda });
    expect(model.preview(lambda).view.scores.test!.mse).toBeCloseTo(trained.result.now.scores.test!.mse!, 6);
    expect(result.curve.heldOut![at]! / trained.result.now.scores.test!.mse!).toBeCloseTo(1, 9);
    expect(result.curve.lambda).toHaveLength(61);
  });

  test('λ = 0 fits the rows with the smallest weights, and says so', async () => {
    const { result } = await run(text, { ...spec, lambda: 0 });
    expect(result.now.scores.train!.mse).toBeLessThan(1e-12);
    expect(result.notes.join()).toMatch(/smallest weights/);
  });

  test('gradient descent comes to the exact solution, and can be watched', async () => {
    const settings = { ...spec, lambda: 1000, iterations: 3000 };
    const descent = await run(text, { ...settings, solver: 'gradientDescent' });
    const exact = await run(text, settings, { watch: true });
    expect(descent.result.now.dataLoss + descent.result.now.penalty).toBeCloseTo(descent.result.optimum!, 6);
    expect(descent.result.optimum).toBeCloseTo(exact.result.optimum!, 8);
    expect(exact.events.filter(({ type }) => type === 'step').length).toBeGreaterThan(5);
    expect(exact.result.descent?.reason).toBe('converged');
  });

  test('a column that is the target itself is told', async () => {
    const leaking = text
      .trim()
      .split('\n')
      .map((line, row) => (row === 0 ? `${line},z` : `${line},${line.split(',').at(-1)}`))
      .join('\n');
    const { result, file } = await run(leaking, spec);
    expect(file.warnings.map(({ code }) => code)).toContain('leakage');
    expect(result.rank).toBe(29);
  });
});

test.each([
  [5000, 60, true],
  [20_000, 500, true],
  [501, 500, true],
  [500, 60, false],
  [600, 600, false],
  [20_000, 1_000_000, false],
  [20_000, 5000, false],
  [100_000, 3000, false],
])('%d columns of %d rows: the rows are kept: %s', (columns, rows, kept) => {
  expect(keepsRows(columns, rows, 2 ** 30)).toBe(kept);
});

test('many columns stand at once, and become live in steps', async () => {
  const tall = wideText(700, 310);
  const { events, result } = await run(tall, { target: ['y'], lambda: 3 }, { live: true });
  expect(events.map(({ type }) => type).slice(0, 3)).toEqual(['data', 'model', 'work']);
  const early = events[1]?.type === 'model' ? events[1].model : null;
  expect(early?.live).toBe(true);
  expect(result.curve.lambda).toHaveLength(61);
  expect(result.condition).toBeGreaterThan(1);
  const unwatched = await run(tall, { target: ['y'], lambda: 3 });
  expect(unwatched.result.curve.lambda).toHaveLength(2);
  expect(unwatched.result.modelJson).toBe(result.modelJson);
});
