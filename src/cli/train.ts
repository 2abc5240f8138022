import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import {
  type ByteSource,
  type Model,
  type PreparedData,
  RidgelineError,
  type RunSpec,
  readData,
  train,
} from '../engine/index.ts';
import { kebabCase } from '../engine/registry.ts';
import { createPool } from '../worker/pool.ts';
import { openData } from './dataFiles.ts';
import { type Extras, extrasOf, extrasReport } from './extras.ts';
import { writeAtomically } from './files.ts';
import { checkPositive } from './heeded.ts';
import type { TrainCommand } from './options.ts';
import { readModel } from './predict.ts';
import { progressBar } from './progress.ts';
import { trainingReport } from './report.ts';

/** Rows of smaller files are kept in any case: they cost little, and further passes then cost nothing. */
const KEPT_BYTES = 32 << 20;

/** Trains, writes and prints as asked. @param threads already started */
export async function runTrain(command: TrainCommand, threads: readonly Worker[]): Promise<void> {
  const pool = createPool(threads);
  try {
    const { spec, source } = await dataOf(command);
    const data = await readRows({ ...command, spec }, source, pool);
    checkPositive(spec, data);
    const model = await finished(command, data, source.name);
    report(command, model, await extrasOf(command, model, source.name), source.name);
  } finally {
    pool.dispose();
  }
}

/** The files of a command as one source, and the spec to read it with. */
export async function dataOf({ files, spec }: Pick<TrainCommand, 'files' | 'spec'>) {
  const { source, csv } = await openData(files, spec.csv);
  return { source, spec: { ...spec, csv: { ...spec.csv, encoding: csv.encoding ?? null } } };
}

/** Writes and prints; what only the panel shows is not computed. */
function report(
  { output, json, quiet, note }: TrainCommand,
  model: Model,
  extras: Extras,
  name: string,
): void {
  const text = output || json ? `${JSON.stringify({ ...model.file(), ...extras })}\n` : '';
  if (output) writeAtomically(output, text);
  process.stdout.write(
    json ? text : `${trainingReport(model, model.result(), name)}${extrasReport(extras, model)}`,
  );
  if (note && !quiet) process.stderr.write(`${note}\n`);
  if (!json && output && !quiet) process.stderr.write(`Wrote ${output}\n`);
}

/** Reads a file and prepares its data, with a progress bar. @param keep keeps the rows whatever the spec needs them for */
export async function readRows(
  { spec, quiet, memoryLimitMB, workers }: Pick<TrainCommand, 'spec' | 'quiet' | 'memoryLimitMB' | 'workers'>,
  source: ByteSource,
  pool: ReturnType<typeof createPool>,
  keep = false,
): Promise<PreparedData> {
  const bar = progressBar(source.name, quiet);
  try {
    return await readData(source, spec, {
      memoryLimitBytes: memoryLimitMB * 2 ** 20,
      ...(!keep && (source.size ?? 0) > KEPT_BYTES ? { needlessLimitBytes: 0 } : {}),
      runner: pool.runner(workers || availableParallelism(), source.size ?? 0),
      onProgress: (progress) => bar.update(progress),
    });
  } finally {
    bar.clear();
  }
}

async function finished(command: TrainCommand, data: PreparedData, name: string): Promise<Model> {
  const { spec, absoluteErrors } = command;
  const resume = command.resume === null ? null : stateOf(command.resume, spec);
  const events = train(spec, data, {
    trace: true,
    absoluteErrors,
    compare: !command.json,
    memoryLimitBytes: command.memoryLimitMB * 2 ** 20,
    ...(resume ? { resume } : {}),
    now: () => performance.now(),
  });
  const bar = progressBar(name, command.quiet);
  try {
    for (;;) {
      const next = await events.next();
      if (next.done) return next.value;
      if (next.value.type === 'choosing') bar.work(next.value.progress);
    }
  } finally {
    bar.clear();
  }
}

/** Where the training of a written model stopped. */
function stateOf(path: string, { solver }: RunSpec) {
  const { state } = readModel(path);
  if (state && solver === 'auto') {
    throw new RidgelineError(
      'bad-spec',
      `Going on from ${path} takes the solver it stopped in. Add --solver ${kebabCase(state.solver)}.`,
    );
  }
  if (state) return state;
  throw new RidgelineError(
    'bad-model',
    `${path} does not say where its training stopped: only iterative solvers can go on. Train with --solver and --output first.`,
  );
}
