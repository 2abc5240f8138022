import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { scalingOf, toOriginal, toScaled } from '../../../../src/engine/data/scaling.ts';
import { squaredObjective } from '../../../../src/engine/objectives/squared.ts';
import { packTheta, unpackTheta } from '../../../../src/engine/objectives/theta.ts';
import { cholesky } from '../../../../src/engine/solvers/cholesky.ts';
import { gradientDescent } from '../../../../src/engine/solvers/gradientDescent.ts';
import type { Iterate } from '../../../../src/engine/solvers/types.ts';
import { blockOf, momentsOf, numeric, parseNumbers } from '../data/blocks.ts';

interface Reference {
  data: string;
  gd: {
    eta: number;
    lam: number;
    init_intercept: number;
    init_weights: number[];
    trace: { iteration: number; data_loss: number; penalty: number; weights: number[]; intercept: number }[];
  };
  closed_form: { alpha: number; coef: number[]; intercept: number };
}

const folder = new URL('../../../fixtures/documents/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const references = JSON.parse(read('gradient-descent.json')) as Record<string, Reference>;

function close(actual: number | undefined, wanted: number): void {
  expect(Math.abs(actual! - wanted)).toBeLessThanOrEqual(1e-10 * Math.abs(wanted));
}

describe.each(Object.entries(references))('%s', (_, { data, gd, closed_form }) => {
  const moments = momentsOf(blockOf(parseNumbers(read(data)), 1));
  const scaling = scalingOf(moments, numeric(1), 'none', true);

  test('gradient descent follows the reference trace to 1e-10', async () => {
    const objective = squaredObjective(moments, scaling, true, gd.lam);
    const given = {
      p: 1,
      k: 1,
      weights: Float64Array.from(gd.init_weights),
      intercept: Float64Array.of(gd.init_intercept),
    };
    const start = packTheta(toScaled(given, scaling), true);
    const states: Iterate[] = [];
    const options = { iterations: 1000, learningRate: gd.eta, tolerance: 0 };
    for await (const state of gradientDescent.run(objective, start, options)) {
      states.push({ ...state, theta: state.theta.slice() });
    }
    expect(states).toHaveLength(1001);
    for (const wanted of gd.trace) {
      const state = states[wanted.iteration]!;
      const original = toOriginal(unpackTheta(state.theta, 1, 1, true), scaling);
      close(original.weights[0], wanted.weights[0]!);
      close(original.intercept[0], wanted.intercept);
      close(state.dataLoss, wanted.data_loss);
      close(state.penalty, wanted.penalty);
    }
  });

  test('Cholesky gives the closed form', () => {
    const family = cholesky.prepare({ moments, scaling, intercept: true, factor: null });
    const solution = toOriginal(family.solve(closed_form.alpha), scaling);
    close(solution.weights[0], closed_form.coef[0]!);
    close(solution.intercept[0], closed_form.intercept);
  });
});
