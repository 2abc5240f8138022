import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { RidgelineError } from '../engine/errors.ts';
import { type ModelFile, parseModelFile, readTable } from '../engine/index.ts';
import { predictTable } from '../engine/model/predictTable.ts';
import { fileSource } from '../worker/node.ts';
import { csvText } from './csvText.ts';
import { writeAtomically } from './files.ts';
import type { PredictCommand } from './options.ts';
import { progressBar } from './progress.ts';

/** Predicts every row of a file with a written model. */
export async function runPredict(command: PredictCommand): Promise<void> {
  const model = readModel(command.model);
  const source = fileSource(command.file);
  const bar = progressBar(source.name, command.quiet);
  const table = await readTable(source, {
    csv: readingOptions(model),
    onProgress: (progress) => bar.update(progress),
  });
  bar.clear();
  const { targets, predictions, notes, metrics } = await predictTable(model, table);
  if (command.json) {
    const byTarget = Object.fromEntries(
      targets.map((target, t) => [target, Array.from(predictions[t]!, finiteOrNull)]),
    );
    const body = targets.length === 1 ? byTarget[targets[0]!] : byTarget;
    const object = {
      schema: 'ridgeline.predictions/1',
      rows: table.rows,
      predictions: body,
      metrics,
      warnings: notes,
    };
    process.stdout.write(`${JSON.stringify(object)}\n`);
  }
  if (command.output) writeAtomically(command.output, await csvText(table, targets, predictions));
  else if (!command.json) process.stdout.write(await csvText(table, targets, predictions));
  if (command.quiet) return;
  for (const note of notes) process.stderr.write(`${note}\n`);
  if (metrics)
    process.stderr.write(
      `MSE ${metrics.mse} · R² ${metrics.r2 ?? '–'} on ${metrics.rows} rows with a target\n`,
    );
}

function readModel(path: string): ModelFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new RidgelineError(
      'unreadable',
      `${basename(path)} cannot be read. Give a model file, made by train --output.`,
    );
  }
  return parseModelFile(text);
}

/** Missing tokens and header as in training; delimiter, encoding and decimal sign are the new file's own. */
function readingOptions(model: ModelFile) {
  const { header, missingTokens } = model.spec.csv;
  return { header: header ?? null, missingTokens: missingTokens ?? null };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
