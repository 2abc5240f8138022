import type { Worker } from 'node:worker_threads';
import { type CrossValidation, comparePenalties, crossValidate, type PreparedData } from '../engine/index.ts';
import { createPool } from '../worker/pool.ts';
import { writeAtomically } from './files.ts';
import { followed } from './progress.ts';
import { dataOf, readRows } from './train.ts';
import type { TuneCommand } from './tuneOptions.ts';
import { penaltiesReport, tuneReport } from './tuneReport.ts';

/** Cross-validates λ after λ, or one penalty after the other, and prints or writes what came of it. */
export async function runTune(command: TuneCommand, threads: readonly Worker[]): Promise<void> {
  const pool = createPool(threads);
  try {
    const { spec, source } = await dataOf(command);
    const data = await readRows({ ...command, spec }, source, pool);
    const memoryLimitBytes = command.memoryLimitMB * 2 ** 20;
    if (command.penalties) {
      const steps = comparePenalties(spec, data, { memoryLimitBytes, count: countOf(command) });
      const table = await followed(steps, source.name, command.quiet);
      write(command, { schema: 'ridgeline.penalties/1', ...about(command, data), ...table }, () =>
        penaltiesReport(table, source.name, data),
      );
      return;
    }
    const lambdas = typeof command.lambdas === 'number' ? null : command.lambdas;
    const steps = crossValidate(spec, data, { memoryLimitBytes, lambdas, count: countOf(command) });
    const found = await followed(steps, source.name, command.quiet);
    write(command, { schema: 'ridgeline.tune/1', ...about(command, data), ...found }, () =>
      tuneReport(found, source.name, data),
    );
  } finally {
    pool.dispose();
  }
}

function countOf({ lambdas }: TuneCommand): number {
  return typeof lambdas === 'number' ? lambdas : lambdas.length;
}

/** What the numbers belong to. */
function about({ spec }: TuneCommand, { plan, counts, passes }: PreparedData) {
  return {
    model: plan.model,
    target: plan.targets.map((target) => target.name),
    l1Ratio: spec.l1Ratio,
    lambdaScale: spec.lambdaScale,
    seed: spec.seed,
    rows: counts,
    passes: passes.count,
    passReasons: [...passes.reasons],
  };
}

function write(
  { output, json, quiet }: TuneCommand,
  file: Record<string, unknown>,
  report: () => string,
): void {
  const text = output || json ? `${JSON.stringify(file)}\n` : '';
  if (output) writeAtomically(output, text);
  process.stdout.write(json ? text : report());
  if (!json && output && !quiet) process.stderr.write(`Wrote ${output}\n`);
}

/** A cross-validation's numbers that a path of coefficients is told with. */
export function validationKeys(found: CrossValidation) {
  const { loss, cvMean, cvSe, trainMean, lambdaMin, lambda1se, loo, gcv, degreesOfFreedom } = found;
  const { folds, judged, notes } = found;
  return {
    loss,
    cvMean,
    cvSe,
    trainMean,
    judged,
    lambdaMin,
    lambda1se,
    loo,
    gcv,
    degreesOfFreedom,
    folds,
    notes,
  };
}
