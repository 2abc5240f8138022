import { expect, test } from 'vitest';
import { stream } from '../../../src/engine/random.ts';
import { csvOf } from '../engine/runs.ts';
import { trainMessage, Worker } from './harness.ts';

function manyColumns(): string {
  const random = stream(5, 'live');
  const names = [...Array.from({ length: 310 }, (_, j) => `x${j}`), 'y'];
  const rows = Array.from({ length: 400 }, () => names.map(() => random.normal()));
  return csvOf(names, rows);
}

const text = manyColumns();
const spec = { target: ['y'] };

test('the model of many columns is posted first, and asked for other λ while the spectrum is computed', async () => {
  const worker = new Worker({ 'data.csv': text });
  worker.send(trainMessage('a', spec));
  const early = await worker.next('model');
  expect(early.result.curve.lambda).toHaveLength(2);
  expect(early.result.now.degreesOfFreedom).toBeLessThan(311);
  worker.send({ type: 'preview', runId: 'a', requestId: 1, lambda: 7 });
  const answer = await worker.next('preview');
  expect(worker.kinds('a')).not.toContain('done');
  const done = await worker.next('done');
  expect(done.result.curve.lambda).toHaveLength(61);
  expect(done.result.condition).toBeGreaterThan(1);
  expect(done.result.modelJson).toBe(early.result.modelJson);
  worker.send({ type: 'preview', runId: 'a', requestId: 2, lambda: 7 });
  const later = await worker.next('preview');
  expect(later.preview.view.degreesOfFreedom).toBeGreaterThan(100);
  later.preview.view.weights.forEach((weight, j) => {
    expect(weight).toBeCloseTo(answer.preview.view.weights[j]!, 11);
  });
});

test('a stop while the spectrum is computed leaves the model', async () => {
  const worker = new Worker({ 'data.csv': text });
  worker.send(trainMessage('a', spec));
  const early = await worker.next('model');
  worker.send({ type: 'stop', runId: 'a' });
  const stopped = await worker.next('stopped');
  expect(stopped.result?.modelJson).toBe(early.result.modelJson);
  expect(stopped.result?.curve.lambda).toHaveLength(2);
});
