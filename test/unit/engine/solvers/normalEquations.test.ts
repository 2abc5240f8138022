import { describe, expect, test } from 'vitest';
import type { ScaledMoments } from '../../../../src/engine/linalg/scaledMoments.ts';
import { allSteps } from '../../../../src/engine/linalg/steps.ts';
import { NormalEquations } from '../../../../src/engine/solvers/normalEquations.ts';
import { distance, gramOf, multiply, randomMatrix } from '../linalg/matrices.ts';

/** The moments of `rows` random rows with p columns, the last of them the sum of the first two where `dependent`. */
function momentsOf(rows: number, p: number, dependent = false): ScaledMoments {
  const x = randomMatrix(rows, p);
  if (dependent) for (let i = 0; i < rows; i++) x[i * p + p - 1] = x[i * p]! + x[i * p + 1]!;
  const y = randomMatrix(rows, 1);
  const gram = gramOf(x, p);
  const cross = multiply(y, x, rows);
  const none = new Float64Array(p);
  return {
    p,
    k: 1,
    count: rows,
    gram,
    cross,
    square: gramOf(y, 1),
    meanX: none,
    meanY: new Float64Array(1),
  };
}

describe('normal equations of many columns', () => {
  const scaled = momentsOf(500, 320);

  test('a spectrum that came later gives the solutions of the factorizations', () => {
    const [before, after] = [new NormalEquations(scaled), new NormalEquations(scaled)];
    expect(after.live).toBe(false);
    const steps = [...after.enliven()];
    expect(steps.length).toBeGreaterThan(300);
    expect(after.live).toBe(true);
    for (const lambda of [0, 0.1, 10, 1e4]) {
      expect(distance(after.solve(lambda), before.solve(lambda))).toBeLessThan(1e-10);
    }
  });

  test('degrees of freedom by the factor are those by the spectrum', () => {
    const [byFactor, bySpectrum] = [new NormalEquations(scaled), new NormalEquations(scaled)];
    allSteps(bySpectrum.enliven());
    for (const lambda of [0, 0.1, 10, 1e4]) {
      expect(byFactor.freedom(lambda)).toBeCloseTo(bySpectrum.freedom(lambda), 8);
    }
    expect(byFactor.knowsSpectrum).toBe(false);
  });

  test('where columns depend on one another, λ = 0 is come near to without a spectrum', () => {
    const equations = new NormalEquations(momentsOf(500, 320, true));
    const rough = equations.solveRoughly(0);
    expect(equations.knowsSpectrum).toBe(false);
    expect(equations.singular).toBe(true);
    expect(equations.rank).toBe(320);
    allSteps(equations.enliven());
    expect(equations.rank).toBe(319);
    expect(distance(rough, equations.solve(0))).toBeLessThan(1e-6);
  });

  test('few columns are live from the start', () => {
    const equations = new NormalEquations(momentsOf(50, 12));
    expect(equations.live).toBe(true);
    expect([...equations.enliven()]).toEqual([]);
  });
});
