import { prepareData, readTable, type Table, type TrainedModel, train } from '../engine/index.ts';
import { fileSource } from '../worker/node.ts';
import { writeAtomically } from './files.ts';
import type { TrainCommand } from './options.ts';
import { progressBar } from './progress.ts';
import { trainingReport } from './report.ts';

/** Trains, writes and prints as asked. */
export async function runTrain(command: TrainCommand): Promise<void> {
  const table = await read(command);
  const data = await prepareData(table, command.spec);
  const model = await finished(command, data);
  const result = model.result();
  if (command.output) writeAtomically(command.output, `${result.modelJson}\n`);
  if (command.json) process.stdout.write(`${result.modelJson}\n`);
  else process.stdout.write(trainingReport(model, result, table.name));
  if (!command.json && command.output && !command.quiet) process.stderr.write(`Wrote ${command.output}\n`);
}

async function read({ file, spec, quiet, memoryLimitMB }: TrainCommand): Promise<Table> {
  const source = fileSource(file);
  const bar = progressBar(source.name, quiet);
  try {
    return await readTable(source, {
      csv: spec.csv,
      memoryLimitBytes: memoryLimitMB * 2 ** 20,
      onProgress: (progress) => bar.update(progress),
    });
  } finally {
    bar.clear();
  }
}

async function finished(
  { spec }: TrainCommand,
  data: Awaited<ReturnType<typeof prepareData>>,
): Promise<TrainedModel> {
  const events = train(spec, data, { trace: true, now: () => performance.now() });
  for (;;) {
    const next = await events.next();
    if (next.done) return next.value;
  }
}
