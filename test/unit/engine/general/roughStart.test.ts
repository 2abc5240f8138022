import { describe, expect, test } from 'vitest';
import { createProblem } from '../../../../src/engine/general/createProblem.ts';
import { minimize } from '../../../../src/engine/general/optimum.ts';
import type { Problem } from '../../../../src/engine/general/problem.ts';
import { roughStart, SAMPLED } from '../../../../src/engine/general/roughStart.ts';
import { parseSpec, type RunSpecInput } from '../../../../src/engine/index.ts';
import { stream } from '../../../../src/engine/random.ts';
import { csvOf, prepared } from '../runs.ts';

/** Two classes that two columns tell apart in part; weights of 1 and 3 in the last column. */
function rowsOf(count: number): string {
  const random = stream(3, 'rows');
  const rows = Array.from({ length: count }, (_, row) => {
    const [a, b] = [random.normal(), random.normal()];
    return [a, b, a - 2 * b + random.normal() > 0.4 ? 'yes' : 'no', 1 + 2 * (row % 2)];
  });
  return csvOf(['a', 'b', 'y', 'w'], rows);
}

async function problemOf(rows: number, spec: RunSpecInput = {}): Promise<Problem> {
  const all = { target: ['y'], exclude: spec.sampleWeight ? [] : ['w'], ...spec };
  const data = await prepared(rowsOf(rows), all);
  return createProblem(parseSpec(all), data, { memoryLimitBytes: 2 ** 30, rows: false });
}

async function last<T>(steps: AsyncGenerator<unknown, T>): Promise<T> {
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}

const largest = (values: Float64Array) => values.reduce((most, own) => Math.max(most, Math.abs(own)), 0);

describe('a start from some of the rows', () => {
  test.each<[string, RunSpecInput]>([
    ['plain', {}],
    ['weighted rows', { sampleWeight: 'w' }],
    ['held-out rows', { split: { kind: 'every', every: 5 } }],
  ])('is near the minimum, and leads to the same one: %s', async (_, spec) => {
    const problem = await problemOf(4000, spec);
    const zeros = new Float64Array(problem.predictor.size);
    const start = await last(roughStart(problem, problem.lambdaTotal));
    const far = await last(minimize(problem, problem.lambdaTotal, zeros));
    const near = await last(minimize(problem, problem.lambdaTotal, start));
    const off = (theta: Float64Array) => largest(theta.map((value, j) => value - far.theta[j]!));
    expect(off(start)).toBeLessThan(0.4 * largest(far.theta));
    expect(off(near.theta)).toBeLessThan(1e-7 * largest(far.theta));
    expect(near.iterations).toBeLessThan(far.iterations);
  });

  test('is 0 where there are few rows, or where another solver goes to the minimum', async () => {
    for (const problem of [await problemOf(380), await problemOf(4000, { l1Ratio: 1 })])
      expect(largest(await last(roughStart(problem, problem.lambdaTotal)))).toBe(0);
  });

  test('takes its share of the training rows alone', async () => {
    const problem = await problemOf(3200, { split: { kind: 'every', every: 3 } });
    const { data } = problem;
    let [loss, count] = [0, 0];
    const theta = Float64Array.of(0.3, -0.2, 0.1);
    for await (const held of problem.store!.blocks()) {
      const { part, rows } = held.block;
      const chosen = Int32Array.from(Array(rows).keys()).filter(
        (row) => row % SAMPLED === 0 && part[row] === 0,
      );
      count += chosen.length;
      problem.predictor.fold(
        held,
        chosen,
        theta,
        ({ scores, rows: own }) => {
          scores.forEach((score, i) => {
            loss += Math.log(1 + Math.exp(score)) - held.block.y[own[i]!]! * score;
          });
        },
        null,
      );
    }
    const { dataLoss } = await problem.sample(problem.lambdaTotal, SAMPLED)!.evaluate(theta, null);
    expect(count).toBeLessThan(data.counts.train / (SAMPLED - 1));
    expect(dataLoss).toBeCloseTo(loss / count, 12);
  });
});
