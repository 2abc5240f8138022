import { describe, expect, test } from 'vitest';
import { lbfgs } from '../../../../src/engine/solvers/lbfgs.ts';
import { LOSSES } from '../objectives/losses/cases.ts';
import { objectiveFor, rowsFor } from '../objectives/scoreProblems.ts';
import { drive, quadratic } from './quadratics.ts';

/** Eight axes, the flattest of which bends 10⁻⁵ as much as the steepest. */
const h = [0, -0.5, -1, -2, -3, -4, -4.5, -5].map((power) => 10 ** power);
const c = [1, -2, 3, -1, 2, -3, 1, -2];
const steep = quadratic({ h, c });
const sharp = quadratic({ h, c, lambda: 1e-6, l1Ratio: 1 });
const options = { iterations: 2000, tolerance: 1e-8 };

/** The largest distance from c. */
const off = (theta: ArrayLike<number>): number =>
  Math.max(...c.map((centre, j) => Math.abs(theta[j]! - centre)));

describe('L-BFGS', () => {
  test('a small gradient leaves weights off along which the loss is nearly flat; a settled run finds them', async () => {
    const early = await drive(lbfgs, steep, options);
    expect(early.result.reason).toBe('converged');
    expect(off(early.result.theta)).toBeGreaterThan(1e-6);
    const settled = await drive(lbfgs, steep, { ...options, settled: 1e-8 });
    expect(settled.result.reason).toBe('converged');
    expect(off(settled.result.theta)).toBeLessThan(2e-7);
    expect(settled.result.iterations).toBeLessThan(1.5 * early.result.iterations);
  });

  test('so it is with an L1 part, which moves each weight by l1 / h', async () => {
    const shift = (theta: Float64Array) => theta.map((value, j) => value + (1e-6 / h[j]!) * Math.sign(c[j]!));
    const early = await drive(lbfgs, sharp, options);
    expect(off(shift(early.result.theta))).toBeGreaterThan(1e-6);
    const { result } = await drive(lbfgs, sharp, { ...options, settled: 1e-8 });
    expect(result.reason).toBe('converged');
    expect(off(shift(result.theta))).toBeLessThan(2e-7);
  });

  test('where digits or iterations end before it is settled it has arrived all the same', async () => {
    const rows = objectiveFor(LOSSES[0]!, [rowsFor(LOSSES[0]!, 60)], { lambda: 0.01 });
    const digits = await drive(lbfgs, rows, { ...options, settled: 1e-300 });
    expect(digits.result.reason).toBe('converged');
    const few = await drive(lbfgs, steep, options);
    const { iterations } = few.result;
    const ended = await drive(lbfgs, steep, { ...options, iterations, settled: 1e-8 });
    expect(ended.result).toMatchObject({ reason: 'converged', iterations });
    const short = await drive(lbfgs, steep, { ...options, iterations: iterations - 1, settled: 1e-8 });
    expect(short.result.reason).toBe('iterations');
  });
});
