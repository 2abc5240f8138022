import { parseSpec, prepareData, type RunSpec, type RunSpecInput } from '../../../../src/engine/index.ts';
import { stream } from '../../../../src/engine/random.ts';
import { type CrossValidation, crossValidate } from '../../../../src/engine/selection/crossValidation.ts';
import { csvOf, tableOf } from '../runs.ts';

export async function finished<T>(steps: AsyncGenerator<unknown, T>): Promise<T> {
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}

export function choosing(input: RunSpecInput): RunSpec {
  return parseSpec({ lambdaChoice: 'min', ...input });
}

/** Cross-validates a text. */
export async function validated(
  text: string,
  input: RunSpecInput,
  lambdas: readonly number[] | null = null,
): Promise<CrossValidation> {
  const spec = choosing(input);
  const data = await prepareData(await tableOf(text), spec);
  return finished(crossValidate(spec, data, { lambdas, memoryLimitBytes: 2 ** 28 }));
}

/** Rows of numbers with a target that they tell in part. */
export function noisyRows(n: number, p: number, seed: number, noise = 1): number[][] {
  const random = stream(seed, 'rows');
  return Array.from({ length: n }, () => {
    const x = Array.from({ length: p }, () => random.normal());
    const y = x.reduce((sum, own, j) => sum + own / (j + 1), 0) + noise * random.normal();
    return [...x, y];
  });
}

export const namesOf = (p: number) => [...Array.from({ length: p }, (_, j) => `x${j}`), 'y'];

export const textOf = (
  rows: readonly (readonly (number | string)[])[],
  names = namesOf(rows[0]!.length - 1),
) => csvOf(names, rows);
