import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IterateBatch } from '../../../src/worker/batch.ts';
import { Gate } from '../../../src/worker/gate.ts';

const step = (iteration: number, validationLoss: number | null = null) => ({
  iteration,
  dataLoss: 1 / (iteration + 1),
  penalty: iteration,
  gradientNorm: 2 * iteration,
  validationLoss,
  weights: () => [iteration, -iteration],
});

describe('a batch of iterations', () => {
  test('holds few steps all, with weights after 1, 2, 4 … steps and the newest', () => {
    const batch = new IterateBatch();
    expect(batch.empty).toBe(true);
    for (let at = 5; at < 10; at++) batch.add(step(at, at / 10));
    expect(batch.empty).toBe(false);
    expect(batch.take()).toEqual({
      iteration: [5, 6, 7, 8, 9],
      dataLoss: [5, 6, 7, 8, 9].map((at) => 1 / (at + 1)),
      penalty: [5, 6, 7, 8, 9],
      gradientNorm: [10, 12, 14, 16, 18],
      validation: [0.5, 0.6, 0.7, 0.8, 0.9],
      weightsAt: [5, 6, 8, 9],
      weights: [5, 6, 8, 9].map((at) => [at, -at]),
    });
    expect(batch.empty).toBe(true);
    expect(batch.take()).toMatchObject({ iteration: [], weights: [], weightsAt: [] });
  });

  test('thins many steps evenly, keeping the first and the last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (count) => {
        const batch = new IterateBatch();
        for (let at = 0; at < count; at++) batch.add(step(at));
        const { iteration, weightsAt, dataLoss, validation } = batch.take();
        expect(iteration[0]).toBe(0);
        expect(iteration.at(-1)).toBe(count - 1);
        expect(weightsAt[0]).toBe(0);
        expect(weightsAt.at(-1)).toBe(count - 1);
        expect(weightsAt.length).toBeLessThanOrEqual(15);
        expect(weightsAt).toEqual([...new Set(weightsAt)].sort((a, b) => a - b));
        expect(iteration.length).toBeLessThanOrEqual(65);
        expect(iteration.length).toBeGreaterThanOrEqual(Math.min(count, 32));
        expect(validation).toEqual([]);
        expect(dataLoss).toEqual(iteration.map((at) => 1 / (at + 1)));
        const gaps = new Set(iteration.slice(1, -1).map((at, i) => at - iteration[i]!));
        expect(gaps.size).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('asks for the weights of a hundred steps eight times', () => {
    let asked = 0;
    const batch = new IterateBatch();
    for (let at = 0; at < 100; at++) batch.add({ ...step(at), weights: () => [++asked] });
    batch.take();
    // After 1, 2, 4, 8, 16, 32 and 64 steps, and the last.
    expect(asked).toBe(8);
  });
});

describe('the gate', () => {
  const state = async (promise: Promise<void>) => {
    let open = false;
    void promise.then(() => {
      open = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    return open;
  };

  test('is open until it is closed', async () => {
    const gate = new Gate();
    expect(await state(gate.passed())).toBe(true);
    gate.pause();
    expect(gate.closed).toBe(true);
    const passing = gate.passed();
    expect(await state(passing)).toBe(false);
    gate.resume();
    expect(await state(passing)).toBe(true);
  });

  test('lets one through for each step', async () => {
    const gate = new Gate();
    gate.step();
    gate.pause();
    const first = gate.passed();
    expect(await state(first)).toBe(false);
    gate.step();
    expect(await state(first)).toBe(true);
    expect(await state(gate.passed())).toBe(false);
    gate.step();
    gate.resume();
    gate.pause();
    expect(await state(gate.passed())).toBe(false);
  });
});
