import type { Worker } from 'node:worker_threads';
import { scalingOf } from '../engine/data/scaling.ts';
import {
  type CoefficientPath,
  type CrossValidation,
  crossValidate,
  type PreparedData,
  pathSteps,
  type RunSpec,
} from '../engine/index.ts';
import { createPool } from '../worker/pool.ts';
import { columns } from './columns.ts';
import { writeAtomically } from './files.ts';
import type { PathCommand } from './options.ts';
import { followed } from './progress.ts';
import { significant } from './report.ts';
import { dataOf, readRows } from './train.ts';
import { validationKeys } from './tune.ts';

/** Trains at every λ of a path, and prints or writes the coefficients. @param threads already started */
export async function runPath(command: PathCommand, threads: readonly Worker[]): Promise<void> {
  const pool = createPool(threads);
  try {
    const { spec: asked, source } = await dataOf(command);
    const spec = { ...asked, lambdaChoice: command.folds ? ('min' as const) : ('given' as const) };
    const data = await readRows({ ...command, spec }, source, pool);
    const memoryLimitBytes = command.memoryLimitMB * 2 ** 20;
    const found = command.folds ? await validated(command, spec, data, source.name) : null;
    const steps = pathSteps(spec, data, found?.lambdas ?? command.lambdas, { memoryLimitBytes });
    const path = await followed(steps, source.name, command.quiet);
    const file = { ...pathFile(path, spec, data), ...(found ? validationKeys(found) : {}) };
    const json = command.json || command.output ? `${JSON.stringify(file)}\n` : '';
    if (command.output) writeAtomically(command.output, json);
    process.stdout.write(command.json ? json : pathReport(path, found));
  } finally {
    pool.dispose();
  }
}

function validated(
  { lambdas, memoryLimitMB, quiet }: PathCommand,
  spec: RunSpec,
  data: PreparedData,
  name: string,
): Promise<CrossValidation> {
  const memoryLimitBytes = memoryLimitMB * 2 ** 20;
  const options =
    typeof lambdas === 'number'
      ? { memoryLimitBytes, lambdas: null, count: lambdas }
      : { memoryLimitBytes, lambdas };
  return followed(crossValidate(spec, data, options), name, quiet);
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

/** λ by λ how many weights are not 0, what is lost on held-out rows where that is known, and the intercepts. */
function pathReport({ lambdas, models, outputs }: CoefficientPath, found: CrossValidation | null): string {
  const rows = models.map((own, at) => [
    significant(lambdas[at]!),
    String(nonZeros(own)),
    ...(found ? [`${significant(found.cvMean[at]!)} ± ${significant(found.cvSe[at]!)}`] : []),
    ...Array.from(own.intercept, significant),
  ]);
  const intercepts = outputs.map((name) => (outputs.length === 1 ? 'intercept' : `intercept ${name}`));
  const loss = found ? [`held-out ${found.loss}`] : [];
  const table = columns([['λ', 'weights that are not 0', ...loss, ...intercepts], ...rows]);
  if (!found) return `${table}\n`;
  const best = `λ_min = ${significant(found.lambdaMin)}, λ_1se = ${significant(found.lambda1se)} (${found.folds.kind}).`;
  return `${table}\n\n${[best, ...found.notes].map((note) => `· ${note}`).join('\n')}\n`;
}
