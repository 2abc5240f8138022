import { expect, test } from 'vitest';
import type { LinearWeights } from '../../../../src/engine/data/types.ts';
import type { PreparedData, RunSpecInput } from '../../../../src/engine/index.ts';
import { RegressionMetrics } from '../../../../src/engine/metrics/regression.ts';
import { stream } from '../../../../src/engine/random.ts';
import { prepared } from '../runs.ts';

/** Numbers and levels with gaps, two targets, and a split with a word that excludes its rows. */
function mixedText(): string {
  const random = stream(5, 'coded');
  const lines = ['a,colour,b,size,part,y,z'];
  const gap = (cell: string) => (random.uniform() < 0.05 ? '' : cell);
  for (let row = 0; row < 400; row++) {
    const colour = gap(['red', 'green', 'blue'][random.integer(0, 2)]!);
    const size = gap(`s${random.integer(0, 6)}`);
    const part = ['train', 'train', 'test', 'neither'][random.integer(0, 3)]!;
    const [a, b] = [gap(String(random.normal())), gap(String(random.integer(-2, 2)))];
    lines.push([a, colour, b, size, part, random.normal(), random.normal()].join(','));
  }
  return `${lines.join('\n')}\n`;
}

const spec: RunSpecInput = { target: ['y', 'z'], split: { kind: 'column', column: 'part' } };
const CASES: [string, RunSpecInput][] = [
  ['as they are', {}],
  ['without the first levels', { dropFirst: true }],
  ['with filled gaps', { missing: 'mean' }],
];

async function dense(data: PreparedData) {
  for await (const { x, y, part } of data.rows('test')) return { x, y, part };
  throw new Error('no rows');
}

async function coded(data: PreparedData) {
  for await (const block of data.codedRows('test')) return block;
  throw new Error('no rows');
}

test.each(CASES)('coded rows say the same as rows: %s', async (_, input) => {
  const data = await prepared(mixedText(), { ...spec, ...input });
  const wanted = await dense(data);
  const block = await coded(data);
  const p = data.plan.columns.length;
  const x = new Float64Array(block.rows * p);
  for (const column of block.columns) {
    for (let row = 0; row < block.rows; row++) {
      if ('values' in column) x[row * p + column.place] = column.values[row]!;
      else {
        const place = column.places[column.codes[row]!] ?? -1;
        if (place >= 0) x[row * p + place] = 1;
      }
    }
  }
  expect({ x, y: block.y, part: block.part }).toEqual(wanted);
});

test.each(CASES)('coded rows give the scores of rows, bit for bit: %s', async (_, input) => {
  const data = await prepared(mixedText(), { ...spec, ...input });
  const p = data.plan.columns.length;
  const random = stream(6, 'weights');
  const model: LinearWeights = {
    p,
    k: 2,
    weights: Float64Array.from({ length: 2 * p }, () => (random.uniform() < 0.1 ? 0 : random.normal())),
    intercept: Float64Array.of(0.3, -2),
  };
  for (const part of [0, 1, 2]) {
    const [fromRows, fromCodes] = [new RegressionMetrics(model, true), new RegressionMetrics(model, true)];
    for await (const block of data.rows('test')) fromRows.add(block, part);
    for await (const block of data.codedRows('test')) fromCodes.addCoded(block, part);
    expect(fromCodes.count).toBe(fromRows.count);
    expect(fromCodes.scores()).toEqual(fromRows.scores());
  }
});
