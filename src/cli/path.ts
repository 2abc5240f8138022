import type { Worker } from 'node:worker_threads';
import { scalingOf } from '../engine/data/scaling.ts';
import { type CoefficientPath, coefficientPath, type PreparedData, type RunSpec } from '../engine/index.ts';
import { createPool } from '../worker/pool.ts';
import { columns } from './columns.ts';
import { writeAtomically } from './files.ts';
import type { PathCommand } from './options.ts';
import { significant } from './report.ts';
import { dataOf, readRows } from './train.ts';

/** Trains at every λ of a path, and prints or writes the coefficients. @param threads already started */
export async function runPath(command: PathCommand, threads: readonly Worker[]): Promise<void> {
  const pool = createPool(threads);
  try {
    const { spec, source } = await dataOf(command);
    const data = await readRows({ ...command, spec }, source, pool);
    const memoryLimitBytes = command.memoryLimitMB * 2 ** 20;
    const path = await coefficientPath(spec, data, command.lambdas, { memoryLimitBytes });
    const json = command.json || command.output ? `${JSON.stringify(pathFile(path, spec, data))}\n` : '';
    if (command.output) writeAtomically(command.output, json);
    process.stdout.write(command.json ? json : pathReport(path));
  } finally {
    pool.dispose();
  }
}

/** The path as `ridgeline.path/1`; coefficients of several outputs are keyed by output first. */
function pathFile({ lambdas, models, outputs }: CoefficientPath, spec: RunSpec, data: PreparedData) {
  const { plan, passes } = data;
  const names = plan.columns.map((column) => column.name);
  const { scale } = scalingOf(data.moments.train, plan.columns, spec.standardize, spec.intercept);
  const named = (weights: ArrayLike<number>, from: number) =>
    Object.fromEntries(names.map((name, j) => [name, weights[from + j]]));
  const keyed = <T>(own: (t: number) => T) =>
    outputs.length === 1 ? own(0) : Object.fromEntries(outputs.map((name, t) => [name, own(t)]));
  return {
    schema: 'ridgeline.path/1',
    model: plan.model,
    target: plan.targets.map((target) => target.name),
    l1Ratio: spec.l1Ratio,
    lambdaScale: spec.lambdaScale,
    rows: data.counts,
    columns: names.map((name, j) => ({ name, scale: scale[j] })),
    lambdas,
    nonZero: models.map(nonZeros),
    coefficients: models.map(({ weights, p }) => keyed((t) => named(weights, t * p))),
    intercepts: models.map(({ intercept }) => keyed((t) => intercept[t])),
    passes: passes.count,
    passReasons: [...passes.reasons],
  };
}

function nonZeros({ weights }: { weights: Float64Array }): number {
  return weights.reduce((count, weight) => count + (weight === 0 ? 0 : 1), 0);
}

/** λ by λ how many weights are not 0, and the largest ones. */
function pathReport({ lambdas, models, outputs }: CoefficientPath): string {
  const rows = models.map((own, at) => [
    significant(lambdas[at]!),
    String(nonZeros(own)),
    ...Array.from(own.intercept, significant),
  ]);
  const intercepts = outputs.map((name) => (outputs.length === 1 ? 'intercept' : `intercept ${name}`));
  return `${columns([['λ', 'weights that are not 0', ...intercepts], ...rows])}\n`;
}
