import { describe, expect, test } from 'vitest';
import { initializers } from '../../../../src/engine/initializers/index.ts';
import { rowTiles } from '../../../../src/engine/kernels/rowTiles.ts';
import { networkPredictor } from '../../../../src/engine/objectives/network.ts';
import { networkFromNumbers, networkLayers } from '../../../../src/engine/objectives/networkNumbers.ts';
import { networkStart } from '../../../../src/engine/objectives/networkStart.ts';
import type { Predictor } from '../../../../src/engine/objectives/types.ts';
import { stream } from '../../../../src/engine/random.ts';
import { withDefaults } from '../../../../src/engine/registry.ts';
import type { RunSpec } from '../../../../src/engine/spec.ts';
import { kernels } from '../kernels/support.ts';
import { LOSSES, type LossCase } from './losses/cases.ts';
import { COLUMNS, objectiveFor, predictorFor, rowsFor, scalingFor, thetaFor } from './scoreProblems.ts';

const softmax = LOSSES.find(({ name }) => name === 'softmax') as LossCase;
const squared = LOSSES.find(({ name }) => name === 'squared') as LossCase;
const ACTIVATIONS = {
  tanh: Math.tanh,
  sigmoid: (z: number) => 1 / (1 + Math.exp(-z)),
  relu: (z: number) => Math.max(0, z),
};
const ids = Object.keys(ACTIVATIONS) as RunSpec['activation'][];

function scoresOf(predictor: Predictor, theta: Float64Array): number[] {
  const found: number[] = [];
  const held = rowTiles(null).hold(rowsFor(squared));
  const visit = ({ count, scores }: { count: number; scores: Float64Array }) => {
    for (let i = 0; i < count; i++) for (let t = 0; t < predictor.k; t++) found.push(scores[t * count + i]!);
  };
  predictor.fold(held, 0, theta, visit, null);
  return found;
}

test.each(ids)('%s: scores are those of the layers one after the other', (activation) => {
  const predictor = predictorFor(squared, { hidden: [4, 3], activation });
  const theta = thetaFor(predictor.size);
  const block = rowsFor(squared);
  const { shift, scale, constant } = scalingFor(true);
  const expected: number[] = [];
  for (let row = 0; row < block.rows; row++) {
    if (block.part[row] !== 0) continue;
    let values = Array.from({ length: COLUMNS }, (_, j) =>
      constant[j] ? 0 : (block.x[row * COLUMNS + j]! - shift[j]!) / scale[j]!,
    );
    let at = 0;
    for (const [l, units] of [4, 3, 2].entries()) {
      values = Array.from({ length: units }, () => {
        const sum = values.reduce((total, value) => total + value * theta[at++]!, 0) + theta[at++]!;
        return l < 2 ? ACTIVATIONS[activation](sum) : sum;
      });
    }
    expect(at).toBe(theta.length);
    expected.push(...values);
  }
  const found = scoresOf(predictor, theta);
  expect(found.length).toBe(expected.length);
  for (const [at, score] of found.entries()) expect(score).toBeCloseTo(expected[at]!, 12);
});

test.each(ids)('%s: units that are far out are finite', (activation) => {
  const predictor = predictorFor(squared, { hidden: [3], activation });
  for (const spread of [1e3, 1e6]) {
    const theta = thetaFor(predictor.size, 2, spread);
    expect(scoresOf(predictor, theta).every(Number.isFinite)).toBe(true);
    const objective = objectiveFor(squared, [rowsFor(squared)], { hidden: [3], activation });
    const gradient = new Float64Array(objective.size);
    objective.evaluate(theta, gradient);
    expect(gradient.every(Number.isFinite)).toBe(true);
  }
});

test('weights are penalized and biases are not', () => {
  const { penalized, layers } = predictorFor(squared, { hidden: [2, 1] });
  expect(layers?.map(({ inputs, outputs }) => [inputs, outputs])).toEqual([
    [5, 2],
    [2, 1],
    [1, 2],
  ]);
  expect([...penalized].join('')).toBe(['111110', '111110', '110', '10', '10'].join(''));
});

test('as numbers in original units it gives the same scores', () => {
  const predictor = predictorFor(squared, { hidden: [4, 3], activation: 'sigmoid' });
  const theta = thetaFor(predictor.size);
  const numbers = networkLayers(predictor, theta, { activation: 'sigmoid' }, scalingFor(true));
  const read = networkFromNumbers(JSON.parse(JSON.stringify(numbers)), rowTiles(null), null);
  const found = scoresOf(read.predictor, read.theta);
  for (const [at, score] of scoresOf(predictor, theta).entries()) expect(found[at]).toBeCloseTo(score, 11);
});

test('rows of a list are scored as they are among all, also a few', () => {
  for (const loaded of [kernels(), null]) {
    const tiles = rowTiles(loaded);
    const shape = { scaling: scalingFor(true), outputs: 2, hidden: [3, 6], activation: 'relu' as const };
    const predictor = networkPredictor({ tiles, kernels: loaded, ...shape });
    const theta = thetaFor(predictor.size);
    const held = tiles.hold({ ...rowsFor(squared, 500), part: new Uint8Array(500) });
    const scores = (rows: number | Int32Array) => {
      const found = new Map<number, number>();
      const visit = (tile: { count: number; rows: Int32Array; scores: Float64Array }) => {
        for (let i = 0; i < tile.count; i++) found.set(tile.rows[i]!, tile.scores[tile.count + i]!);
      };
      predictor.fold(held, rows, theta, visit, new Float64Array(predictor.size));
      return found;
    };
    const all = scores(0);
    expect(all.size).toBe(500);
    for (const list of [[7], [499, 3, 250], []]) {
      const expected = list.map((row) => [row, all.get(row)]);
      expect([...scores(Int32Array.from(list))]).toEqual(expected);
    }
  }
});

test('a fold gives the kernels’ memory back', () => {
  const loaded = kernels();
  const tiles = rowTiles(loaded);
  const predictor = networkPredictor({
    ...{ tiles, kernels: loaded, scaling: scalingFor(true) },
    ...{ outputs: 2, hidden: [3], activation: 'tanh' },
  });
  const held = tiles.hold(rowsFor(squared));
  const room = () => {
    const address = loaded.heap.allocate(8);
    loaded.heap.release(address);
    return address;
  };
  const before = room();
  predictor.fold(held, 0, thetaFor(predictor.size), () => {}, null);
  expect(room()).toBe(before);
});

/** θ after so many steps of plain gradient descent. */
function descended(own: LossCase, start: Float64Array, activation: RunSpec['activation'], steps: number) {
  const objective = objectiveFor(own, [rowsFor(own)], { hidden: [4], activation, lambda: 0.01 });
  const theta = start.slice();
  const gradient = new Float64Array(objective.size);
  let total = 0;
  for (let step = 0; step < steps; step++) {
    const { dataLoss, penalty } = objective.evaluate(theta, gradient);
    total = dataLoss + penalty;
    for (let at = 0; at < theta.length; at++) theta[at]! -= 0.2 * gradient[at]!;
  }
  return { theta, total };
}

function startOf(id: string, given: Record<string, number> = {}, seed = 0): Float64Array {
  const entry = initializers.get(id);
  const predictor = predictorFor(softmax, { hidden: [4] });
  return networkStart(predictor, entry, withDefaults(entry.parameters, given), seed);
}

const unit = (theta: Float64Array, at: number) => [
  ...theta.subarray(at * (COLUMNS + 1), (at + 1) * (COLUMNS + 1)),
];

describe('where a network starts', () => {
  test.each(['zeros', 'constant'])('%s: all units stay the same', (id) => {
    for (const activation of ids) {
      const { theta } = descended(softmax, startOf(id), activation, 60);
      for (const at of [1, 2, 3]) expect(unit(theta, at)).toEqual(unit(theta, 0));
    }
  });

  test('zeros: with units that are 0 at 0 nothing but the last biases moves', () => {
    const { theta } = descended(softmax, startOf('zeros'), 'tanh', 60);
    const { layers = [] } = predictorFor(softmax, { hidden: [4] });
    const last = layers[1]!;
    const moved = [...theta.keys()].filter((at) => theta[at] !== 0);
    expect(moved).toEqual([0, 1, 2, 3].map((output) => last.start + output * 5 + 4));
  });

  test.each(['xavierNormal', 'xavierUniform', 'heNormal', 'heUniform', 'lecunNormal', 'orthogonal'])(
    '%s learns what zeros cannot',
    (id) => {
      const best = descended(softmax, startOf(id), 'tanh', 400).total;
      expect(best).toBeLessThan(descended(softmax, startOf('zeros'), 'tanh', 400).total - 0.1);
    },
  );

  test('too large a start saturates: its units hardly learn', () => {
    const slopes = (theta: Float64Array) => {
      const objective = objectiveFor(squared, [rowsFor(squared)], { hidden: [4] });
      const gradient = new Float64Array(objective.size);
      objective.evaluate(theta, gradient);
      return Math.hypot(...gradient.subarray(0, 4 * (COLUMNS + 1)));
    };
    const predictor = predictorFor(squared, { hidden: [4] });
    const start = (id: string, given: Record<string, number>) => {
      const entry = initializers.get(id);
      const theta = networkStart(predictor, entry, withDefaults(entry.parameters, given), 0);
      // The last layer the same for both, so that only the units' own state makes the difference.
      theta.fill(0.5, 4 * (COLUMNS + 1));
      return theta;
    };
    expect(slopes(start('normal', { sd: 1000 }))).toBeLessThan(0.05 * slopes(start('xavierNormal', {})));
  });

  test('each layer has its own fan-in', () => {
    const predictor = networkPredictor({
      ...{ tiles: rowTiles(null), kernels: null, scaling: scalingFor(true) },
      ...{ outputs: 1, hidden: [400, 100], activation: 'relu' as const },
    });
    const theta = networkStart(predictor, initializers.get('heNormal'), {}, 1);
    for (const { inputs, outputs, start } of predictor.layers ?? []) {
      let square = 0;
      for (let at = 0; at < outputs; at++) {
        const own = theta.subarray(start + at * (inputs + 1), start + (at + 1) * (inputs + 1));
        expect(own[inputs]).toBe(0);
        for (const weight of own) square += weight * weight;
      }
      expect(square / (inputs * outputs) / (2 / inputs)).toBeGreaterThan(0.75);
      expect(square / (inputs * outputs) / (2 / inputs)).toBeLessThan(1.25);
    }
  });

  test('the seed decides, and constant inputs start at 0', () => {
    expect(startOf('heNormal', {}, 3)).toEqual(startOf('heNormal', {}, 3));
    expect(startOf('heNormal', {}, 3)).not.toEqual(startOf('heNormal', {}, 4));
    const predictor = predictorFor(softmax, { hidden: [4] });
    const theta = networkStart(predictor, initializers.get('heNormal'), {}, 1, scalingFor(true).constant);
    for (const at of [0, 1, 2, 3])
      expect(unit(theta, at).map((weight) => weight === 0)).toEqual([false, false, false, true, false, true]);
  });

  test('given weights do not fit a network', () => {
    expect(() => startOf('values')).toThrow(/Choose one that draws its weights/);
    expect(() => startOf('warmStart')).toThrow(/Choose one that draws its weights/);
    const noisy = startOf('noise', { sd: 0.5 });
    expect(stream(0, 'initializer').normal(0, 0.5)).toBe(noisy[0]);
  });
});
